import Base
import Grafana
import Plan

/// Tells of plugins that dashboards need and the workspace does not have: it stores such a dashboard, and a panel says
/// "plugin not found".
actor PluginCheck {
  /// Versions of the installed plugins by their ids; nil before the first look, and where the workspace does not tell.
  private var installed: [String: String]?

  /// Warnings, sorted by file and line. The plugins are listed once, and again when the server is probed anew.
  func findings(_ desired: [DesiredObject], _ session: GrafanaSession, isProbed: Bool) async -> [Diagnostic] {
    let needing = desired.filter { !$0.plugins.isEmpty && !$0.isSuspended }
    if needing.isEmpty { return [] }
    if installed == nil || isProbed {
      // A workspace that does not show them to this token leaves the question open.
      let plugins = (try? await session.plugins()) ?? []
      installed =
        plugins.isEmpty
        ? nil
        : Dictionary(
          plugins.map { ($0.id, $0.version) }, uniquingKeysWith: { first, _ in first })
    }
    guard let installed else { return [] }
    return needing.flatMap { object in
      object.plugins.compactMap { Self.problem($0, installed).map { Self.diagnostic(object, $0) } }
    }.sorted()
  }

  private static func problem(_ use: PluginUse, _ installed: [String: String]) -> (String, remedy: String)? {
    let what = use.kind == .any ? "the plugin \(use.id)" : "the \(use.kind.rawValue) plugin \(use.id)"
    guard let version = version(of: use.id, installed) else {
      if use.isSecret {
        return (
          "it needs a \(use.kind.rawValue) plugin that the workspace does not have; which one is not told, since it is "
            + "made with secrets", remedy: "install it in the workspace; Sluice installs none"
        )
      }
      return (
        "\(use.place) needs \(what), which the workspace does not have"
          + NearestName.suggestion(for: use.id, among: installed.keys.sorted()),
        remedy: "install it in the workspace; Sluice installs none"
      )
    }
    // Plugins that come with the server name no version.
    guard let wanted = use.version, !version.isEmpty, version != wanted else { return nil }
    return (
      "\(use.place) asks for \(what) in the version \(wanted), and the workspace has \(version)",
      remedy: "install that version in the workspace, or name the one that it has"
    )
  }

  private static func version(of id: String, _ installed: [String: String]) -> String? {
    installed[id] ?? successors[id].flatMap { installed[$0] }
  }

  /// Panels that Grafana turns into others by itself, and plugins that got another id; from 12 on some of the old ones are
  /// not listed any more (recordings of `/api/plugins`; which panel becomes which is remembered).
  private static let successors = [
    "graph": "timeseries", "singlestat": "stat", "grafana-singlestat-panel": "stat", "table-old": "table",
    "heatmap-old": "heatmap", "grafana-piechart-panel": "piechart", "grafana-worldmap-panel": "geomap",
    "natel-discrete-panel": "state-timeline", "postgres": "grafana-postgresql-datasource",
    "grafana-postgresql-datasource": "postgres", "testdata": "grafana-testdata-datasource",
    "grafana-testdata-datasource": "testdata", "prometheus": "grafana-amazonprometheus-datasource",
    "pluginlist": "text",
  ]

  private static func diagnostic(
    _ object: DesiredObject, _ problem: (message: String, remedy: String)
  ) -> Diagnostic {
    Diagnostic(
      .warning, code: "missing-plugin", subject: object.reference, at: object.origin, problem.message,
      remedy: problem.remedy)
  }
}
