import Base
import Documents
import Manifests

/// Makes a dashboard model of a text.
public struct DashboardReader {
  /// What is wrong, and where in the text; nil where it is not a matter of one place.
  public struct Problem: Error, Sendable {
    public let code: String
    public let message: String
    public let remedy: String?
    public let position: Position?
    /// What to write under the caret.
    public let label: String?
  }

  /// A model, and what is odd about it but does not keep it from being applied.
  public struct Reading: Sendable {
    public let model: DashboardModel
    public let warnings: [Problem]
    /// What stands in it may depend on the data sources of the repository.
    let asksForDatasources: Bool
  }

  private let inputs: [GrafanaDashboard.InputMapping]
  private let variables: [GrafanaDashboard.Variable]

  /// Reads dashboards without a repository around them.
  public init(
    inputs: [GrafanaDashboard.InputMapping] = [], variables: [GrafanaDashboard.Variable] = []
  ) {
    self.inputs = inputs
    self.variables = variables
  }

  public func read(_ text: [UInt8]) throws(Problem) -> Reading {
    try read(
      SubstitutedText(text, inputs: inputs, answers: .empty, values: [:], noun: GrafanaDashboard.noun))
  }

  func read(_ source: SubstitutedText) throws(Problem) -> Reading {
    let text = source.written
    let answered = try source.answered()
    var object = answered.object
    try refuseNewerModel(object)
    try refuseOtherPanels(object, text)
    try refuseFolder(object, text)
    guard let title = object["title"]?.stringValue?.trimmingBlanks, !title.isEmpty else {
      throw Problem(
        code: "missing-title", message: "the dashboard has no title",
        remedy: "add a member \"title\" to the JSON",
        position: nil, label: nil)
    }
    let uid = object["uid"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
    if let uid, let problem = GrafanaUID.problem(uid) {
      throw Problem(
        code: "invalid-uid",
        message: "the dashboard's uid \(problem)" + (source.discretion == .none ? ": \(uid)" : ""),
        remedy: GrafanaUID.rule,
        position: JSONParser.position(of: JSONPointer(["uid"]), in: text), label: nil)
    }
    var warnings = answered.warnings + Self.refresh(object, text)
    let plugins = DashboardPlugins.all(in: .object(object), isSecret: source.discretion == .secret)
    // Servers look a numeric id up first and answer 404 to a foreign one; the version is the server's to count. The
    // last three speak to the page that imports a dashboard and to nobody after it (reference grafana-http-api.md
    // section 14): a save in the page drops them, and answered inputs would be asked for again by another import.
    for name in ["id", "uid", "version", "iteration", "__inputs", "__requires", "__elements"] {
      object[name] = nil
    }
    object["title"] = .string(title)
    let (result, unknown) = TemplateVariables.apply(variables, to: .object(object))
    warnings += unknown.map {
      Problem(
        code: "unknown-variable", message: "the dashboard has no template variable \($0)",
        remedy: "remove it from spec.variables", position: nil, label: nil)
    }
    return Reading(
      model: DashboardModel(
        json: result, uid: uid, title: title, plugins: plugins, isSecret: source.discretion == .secret),
      warnings: warnings,
      asksForDatasources: answered.asksForDatasources)
  }

  /// Servers store them, and no page can show the dashboard (reference grafana-http-api.md section 18).
  private func refuseOtherPanels(_ object: JSONObject, _ text: [UInt8]) throws(Problem) {
    guard let panels = object["panels"], !panels.isNull, panels.arrayValue == nil else { return }
    throw Problem(
      code: "invalid-panels", message: "the dashboard's panels are \(panels.typeName), not a list",
      remedy: "write a list of panels",
      position: JSONParser.position(of: JSONPointer(["panels"]), in: text), label: nil)
  }

  /// Up to 10.1 a folder is made of it, where 12 ignores it (reference grafana-http-api.md section 18).
  private func refuseFolder(_ object: JSONObject, _ text: [UInt8]) throws(Problem) {
    guard object["isFolder"] == .bool(true) else { return }
    throw Problem(
      code: "folder-content",
      message: "the dashboard says isFolder, which makes a folder of it on some servers",
      remedy: "remove isFolder, or write a GrafanaFolder",
      position: JSONParser.position(of: JSONPointer(["isFolder"]), in: text), label: nil)
  }

  /// Pages take no interval that is not a duration, and none below a second.
  private static func refresh(_ object: JSONObject, _ text: [UInt8]) -> [Problem] {
    guard let written = object["refresh"]?.stringValue, !["", "auto"].contains(written) else { return [] }
    if let duration = PrometheusDuration.parse(written), duration >= .seconds(1) { return [] }
    return [
      Problem(
        code: "invalid-refresh", message: "the dashboard's refresh is no interval of a second or more",
        remedy: "write for example 30s or 5m",
        position: JSONParser.position(of: JSONPointer(["refresh"]), in: text), label: nil)
    ]
  }

  /// Dashboards of the schema v2, alone or as Kubernetes documents, go another way into a workspace.
  private func refuseNewerModel(_ object: JSONObject) throws(Problem) {
    guard object["elements"] != nil || (object["apiVersion"] != nil && object["spec"] != nil) else { return }
    throw Problem(
      code: "dashboard-v2",
      message: "the dashboard is in the form of Grafana's schema v2, which is not supported",
      remedy: "export it in the classic form", position: .start, label: nil)
  }
}

extension String {
  /// Without blanks and line ends at both ends, which servers cut off titles.
  var trimmingBlanks: String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
