import Base
import Documents

/// Finds the plugins that a dashboard needs: the types of its panels and of the data sources that these name, and what an
/// export lists in `__requires`.
enum DashboardPlugins {
  /// Each plugin once, with the panel that needs it first, sorted.
  /// - Parameter isSecret: a secret may stand anywhere in the model: panels are not named.
  static func all(in model: JSON, isSecret: Bool = false) -> [PluginUse] {
    var found: [String: PluginUse] = [:]
    func note(_ kind: PluginUse.Kind, _ id: String?, _ place: String) {
      guard let id, !id.isEmpty, !id.contains("$"), !builtIn.contains(id), !id.hasPrefix("-- ") else {
        return
      }
      if found[id] == nil {
        found[id] = PluginUse(kind, id, place: isSecret ? "" : place, isSecret: isSecret)
      }
    }
    func visit(_ panels: JSON?) {
      for panel in panels?.arrayValue ?? [] {
        let title = panel["title"]?.stringValue ?? ""
        let place = title.isEmpty ? "a panel" : "panel \"\(title)\""
        // What a library panel is made of is not told here.
        if panel["libraryPanel"] == nil { note(.panel, panel["type"]?.stringValue, place) }
        note(.datasource, panel["datasource"]?["type"]?.stringValue, place)
        for target in panel["targets"]?.arrayValue ?? [] {
          note(.datasource, target["datasource"]?["type"]?.stringValue, place)
        }
        visit(panel["panels"])
      }
    }
    visit(model["panels"])
    for row in model["rows"]?.arrayValue ?? [] { visit(row["panels"]) }
    for variable in model["templating"]?["list"]?.arrayValue ?? [] {
      let place = "variable \(variable["name"]?.stringValue ?? "")"
      note(.datasource, variable["datasource"]?["type"]?.stringValue, place)
    }
    for required in model["__requires"]?.arrayValue ?? [] {
      let kinds = ["panel": PluginUse.Kind.panel, "datasource": .datasource, "app": .any]
      if let kind = kinds[required["type"]?.stringValue ?? ""] {
        note(kind, required["id"]?.stringValue, "__requires")
      }
    }
    return found.values.sorted()
  }

  /// Types that Grafana brings along and does not list as plugins: rows, panels that moved into a library, its own data
  /// sources and expressions (recordings of `/api/plugins`; the names are remembered).
  private static let builtIn: Set<String> = [
    "row", "library-panel-ref", "grafana", "datasource", "mixed", "dashboard", "default", "__expr__",
  ]
}
