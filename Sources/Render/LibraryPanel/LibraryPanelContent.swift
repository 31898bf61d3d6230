import Base
import Documents
import Manifests

/// Makes a library panel of the JSON of its manifest: the model of a panel with a name in it, or a library element as the
/// API shows it, with the model inside.
enum LibraryPanelContent {
  typealias Problem = DashboardReader.Problem

  static func read(_ source: SubstitutedText) throws(Problem) -> DashboardReader.Reading {
    let answered = try source.answered()
    let element = try Element(answered.object)
    let uid = element.uid
    if let uid, let problem = GrafanaUID.problem(uid) {
      throw Self.problem(
        "invalid-uid", "the library panel's uid \(problem)" + (source.discretion == .none ? ": \(uid)" : ""),
        remedy: GrafanaUID.rule,
        at: JSONParser.position(of: JSONPointer(["uid"]), in: source.written))
    }
    let content = LibraryPanelModel.content(
      name: element.name, model: element.model, type: element.type, description: element.description)
    // Servers expect texts here and end the request without a word otherwise (Grafana, syncFieldsWithModel).
    for member in ["type", "description"] where content[member]?.stringValue == nil {
      throw problem(
        "invalid-value", "the library panel's \(member) is no text",
        remedy: "write it in quotes, or remove it")
    }
    var warnings = answered.warnings
    if content["type"]?.stringValue == "" {
      warnings.append(
        problem(
          "missing-type", "the library panel has no type, so that nothing can show it",
          remedy: "add a member \"type\", for example timeseries"))
    }
    let plugins = DashboardPlugins.all(
      in: ["panels": [.object(content)]], isSecret: source.discretion == .secret)
    return DashboardReader.Reading(
      model: DashboardModel(
        json: .object(content), uid: uid, title: element.name, plugins: plugins,
        isSecret: source.discretion == .secret),
      warnings: warnings, asksForDatasources: answered.asksForDatasources)
  }

  static func document(_ body: DashboardBody) -> DocumentBody {
    DocumentBody(body.model.objectValue ?? JSONObject(), hiddenPaths: body.isSecret ? [.root] : [])
  }

  private struct Element {
    let name: String
    let uid: String?
    let model: JSONObject
    var type = ""
    var description = ""

    init(_ object: JSONObject) throws(Problem) {
      let outer = object["result"]?["model"] == nil ? object : object["result"]?.objectValue ?? object
      try LibraryPanelContent.refuseOthers(outer)
      // Upstream sends such an element as if it were the panel, which no page can show then.
      let inner = outer["model"]?.objectValue
      model = inner ?? outer
      uid = outer["uid"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
      if inner != nil {
        type = outer["type"]?.stringValue ?? ""
        description = outer["description"]?.stringValue ?? ""
      }
      let names = [outer["name"], model["title"]].compactMap { $0?.stringValue?.trimmingBlanks }
      guard let name = names.first(where: { !$0.isEmpty }) else {
        throw LibraryPanelContent.problem(
          "missing-name", "the library panel has no name", remedy: "add a member \"name\" to the JSON")
      }
      self.name = name
    }
  }

  /// What is no panel, or none that servers take by this API.
  private static func refuseOthers(_ object: JSONObject) throws(Problem) {
    if let kind = object["kind"] {
      if kind.stringValue != nil {
        throw problem(
          "panel-v2", "the library panel is in the form of Grafana's schema v2, which is not supported",
          remedy: "export it in the classic form", at: .start)
      }
      if kind.intValue != 1 {
        throw problem(
          "invalid-library-panel", "the library element is not of the kind 1, so it is no panel",
          remedy: "write a panel; variables cannot be shared by dashboards", at: .start)
      }
    }
    if object["panels"]?.arrayValue != nil, object["type"] == nil {
      throw problem(
        "invalid-library-panel", "the library panel has panels, so it is a dashboard",
        remedy: "write the JSON of one panel, or make a GrafanaDashboard of it", at: .start)
    }
  }

  private static func problem(
    _ code: String, _ message: String, remedy: String, at position: Position? = nil
  ) -> Problem {
    Problem(code: code, message: message, remedy: remedy, position: position, label: nil)
  }
}
