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

  private let inputs: [GrafanaDashboard.InputMapping]
  private let variables: [GrafanaDashboard.Variable]

  public init(inputs: [GrafanaDashboard.InputMapping] = [], variables: [GrafanaDashboard.Variable] = []) {
    self.inputs = inputs
    self.variables = variables
  }

  /// - Returns: the model, and what is odd about it but does not keep it from being applied.
  public func read(_ text: [UInt8]) throws(Problem) -> (model: DashboardModel, warnings: [Problem]) {
    let parsed = try parse(text)
    guard var object = parsed.objectValue else {
      throw Problem(
        code: "invalid-dashboard", message: "a dashboard must be a JSON object, this is \(parsed.typeName)",
        remedy: "write the JSON that Grafana exports", position: .start, label: nil)
    }
    try refuseNewerModel(object)
    guard let title = object["title"]?.stringValue?.trimmingBlanks, !title.isEmpty else {
      throw Problem(
        code: "missing-title", message: "the dashboard has no title",
        remedy: "add a member \"title\" to the JSON",
        position: nil, label: nil)
    }
    let uid = object["uid"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
    if let uid, let problem = GrafanaUID.problem(uid) {
      throw Problem(
        code: "invalid-uid", message: "the dashboard's uid \(problem): \(uid)", remedy: GrafanaUID.rule,
        position: JSONParser.position(of: JSONPointer(["uid"]), in: text), label: nil)
    }
    var warnings = openInputs(object, text)
    // Servers look a numeric id up first and answer 404 to a foreign one; the version is the server's to count.
    for name in ["id", "uid", "version", "iteration"] { object[name] = nil }
    object["title"] = .string(title)
    let (result, unknown) = TemplateVariables.apply(variables, to: .object(object))
    warnings += unknown.map {
      Problem(
        code: "unknown-variable", message: "the dashboard has no template variable \($0)",
        remedy: "remove it from spec.variables", position: nil, label: nil)
    }
    return (DashboardModel(json: result, uid: uid, title: title), warnings)
  }

  private func parse(_ text: [UInt8]) throws(Problem) -> JSON {
    let replaced = InputSubstitution.apply(inputs, to: text)
    do {
      return try JSONParser.parse(replaced)
    } catch {
      // Columns are those of the text as it is written, so the place is looked for in it once more.
      let original = Result { () throws(JSONSyntaxError) in try JSONParser.parse(text) }
      guard case .failure(let written) = original else {
        throw Problem(
          code: "invalid-json", message: "is not JSON once its inputs are replaced: \(error.problem)",
          remedy: "write ${NAME} of an input inside quotes only",
          position: nil, label: nil)
      }
      throw Problem(
        code: "invalid-json", message: "is not JSON", remedy: nil, position: written.position,
        label: written.problem)
    }
  }

  /// Dashboards of the schema v2, alone or as Kubernetes documents, go another way into a workspace.
  private func refuseNewerModel(_ object: JSONObject) throws(Problem) {
    guard object["elements"] != nil || (object["apiVersion"] != nil && object["spec"] != nil) else { return }
    throw Problem(
      code: "dashboard-v2",
      message: "the dashboard is in the form of Grafana's schema v2, which is not supported",
      remedy: "export it in the classic form", position: .start, label: nil)
  }

  /// Data source inputs of an exported dashboard that nothing answers: its panels would show errors.
  private func openInputs(_ object: JSONObject, _ text: [UInt8]) -> [Problem] {
    let answered = Set(inputs.map(\.inputName))
    return (object["__inputs"]?.arrayValue ?? []).enumerated().compactMap { index, input in
      guard input["type"]?.stringValue == "datasource", let name = input["name"]?.stringValue,
        !answered.contains(name)
      else { return nil }
      return Problem(
        code: "open-input", message: "input \(name) is not mapped to a data source",
        remedy: "add {inputName: \(name), datasourceName: …} to spec.datasources",
        position: JSONParser.position(of: JSONPointer(["__inputs", String(index)]), in: text), label: nil)
    }
  }
}

extension String {
  /// Without blanks and line ends at both ends, which servers cut off titles.
  fileprivate var trimmingBlanks: String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
