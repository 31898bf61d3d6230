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
  private let answers: InputAnswers.View
  /// Values for `${NAME}`.
  private let values: [String: String]
  private let discretion: Discretion

  /// - Parameters:
  ///   - values: are put in place of `${NAME}`, beside the inputs.
  ///   - discretion: what messages may say of the text.
  init(
    inputs: [GrafanaDashboard.InputMapping], variables: [GrafanaDashboard.Variable],
    answers: InputAnswers.View, values: [String: String] = [:], discretion: Discretion = .none
  ) {
    self.inputs = inputs
    self.variables = variables
    self.answers = answers
    self.values = values
    self.discretion = discretion
  }

  /// Reads dashboards without a repository around them.
  public init(
    inputs: [GrafanaDashboard.InputMapping] = [], variables: [GrafanaDashboard.Variable] = []
  ) {
    self.init(inputs: inputs, variables: variables, answers: .empty)
  }

  public func read(_ text: [UInt8]) throws(Problem) -> Reading {
    var mapping = values
    for input in inputs { mapping[input.inputName] = input.datasourceName }
    var object = try model(text, mapping)
    let answered = try DashboardInputs(object, text, mapping, answers, isSecret: isSecret)
    if !answered.values.isEmpty {
      object = try model(text, mapping.merging(answered.values) { first, _ in first })
    }
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
        message: "the dashboard's uid \(problem)" + (discretion == .none ? ": \(uid)" : ""),
        remedy: GrafanaUID.rule,
        position: JSONParser.position(of: JSONPointer(["uid"]), in: text), label: nil)
    }
    var warnings = answered.warnings + unusedInputs(text)
    let plugins = DashboardPlugins.all(in: .object(object), isSecret: isSecret)
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
      model: DashboardModel(json: result, uid: uid, title: title, plugins: plugins, isSecret: isSecret),
      warnings: warnings,
      asksForDatasources: answered.asksForDatasources)
  }

  private var isSecret: Bool { discretion == .secret }

  private func said(_ error: JSONSyntaxError) -> String {
    discretion == .none ? error.problem : error.plainProblem
  }

  private func model(_ text: [UInt8], _ values: [String: String]) throws(Problem) -> JSONObject {
    let parsed = try parse(text, values)
    guard let object = parsed.objectValue else {
      throw Problem(
        code: "invalid-dashboard", message: "a dashboard must be a JSON object, this is \(parsed.typeName)",
        remedy: "write the JSON that Grafana exports", position: .start, label: nil)
    }
    try refuseNewerModel(object)
    return object
  }

  private func parse(_ text: [UInt8], _ values: [String: String]) throws(Problem) -> JSON {
    let replaced = InputSubstitution.apply(values, to: text)
    do {
      return try JSONParser.parse(replaced)
    } catch {
      // Columns are those of the text as it is written, so the place is looked for in it once more.
      let original = Result { () throws(JSONSyntaxError) in try JSONParser.parse(text) }
      guard case .failure(let written) = original else {
        throw Problem(
          code: "invalid-json", message: "is not JSON once its inputs are replaced: \(said(error))",
          remedy: "write ${NAME} of an input inside quotes only",
          position: nil, label: nil)
      }
      throw Problem(
        code: "invalid-json", message: "is not JSON", remedy: nil, position: written.position,
        label: said(written))
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

  /// Mappings that nothing asks for: mostly a slip in the name, which upstream does not tell.
  private func unusedInputs(_ text: [UInt8]) -> [Problem] {
    if inputs.isEmpty { return [] }
    let names = InputSubstitution.names(in: text)
    return inputs.filter { !names.contains($0.inputName) }.map { input in
      let suggestion = isSecret ? "" : NearestName.suggestion(for: input.inputName, among: names.sorted())
      return Problem(
        code: "unused-input",
        message: "${\(input.inputName)} of spec.datasources stands nowhere in the dashboard\(suggestion)",
        remedy: "write the name that the dashboard has, or remove it", position: nil, label: nil)
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
