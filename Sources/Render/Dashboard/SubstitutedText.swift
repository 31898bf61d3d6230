import Base
import Documents
import Manifests

/// The JSON of a dashboard or a library panel as it is written, and what is put in place of `${NAME}` in it.
struct SubstitutedText {
  typealias Problem = DashboardReader.Problem

  /// The text with every input answered that can be.
  struct Answered {
    let object: JSONObject
    let warnings: [Problem]
    /// What stands in it may depend on the data sources of the repository.
    let asksForDatasources: Bool
  }

  let written: [UInt8]
  private let inputs: [GrafanaDashboard.InputMapping]
  private let answers: InputAnswers.View
  private let values: [String: String]
  /// As `ContentManifest.noun`.
  private let noun: String
  /// What messages may say of the text.
  let discretion: DashboardReader.Discretion

  /// - Parameter values: are put in place of `${NAME}`, beside the inputs.
  init(
    _ written: [UInt8], inputs: [GrafanaDashboard.InputMapping], answers: InputAnswers.View,
    values: [String: String], noun: String, discretion: DashboardReader.Discretion = .none
  ) {
    self.written = written
    self.inputs = inputs
    self.answers = answers
    self.values = values
    self.noun = noun
    self.discretion = discretion
  }

  func answered() throws(Problem) -> Answered {
    var mapping = values
    for input in inputs { mapping[input.inputName] = input.datasourceName }
    var object = try object(mapping)
    let answered = try DashboardInputs(
      object, written, mapping, answers, isSecret: discretion == .secret)
    if !answered.values.isEmpty {
      object = try self.object(mapping.merging(answered.values) { first, _ in first })
    }
    return Answered(
      object: object, warnings: answered.warnings + unusedInputs(),
      asksForDatasources: answered.asksForDatasources)
  }

  private func object(_ values: [String: String]) throws(Problem) -> JSONObject {
    let parsed = try parse(values)
    guard let object = parsed.objectValue else {
      throw Problem(
        code: "invalid-\(noun.replacing(" ", with: "-"))",
        message: "a \(noun) must be a JSON object, this is \(parsed.typeName)",
        remedy: "write the JSON that Grafana exports", position: .start, label: nil)
    }
    return object
  }

  private func parse(_ values: [String: String]) throws(Problem) -> JSON {
    let replaced = InputSubstitution.apply(values, to: written)
    do {
      return try JSONParser.parse(replaced)
    } catch {
      // Columns are those of the text as it is written, so the place is looked for in it once more.
      let original = Result { () throws(JSONSyntaxError) in try JSONParser.parse(written) }
      guard case .failure(let failure) = original else {
        throw Problem(
          code: "invalid-json", message: "is not JSON once its inputs are replaced: \(said(error))",
          remedy: "write ${NAME} of an input inside quotes only",
          position: nil, label: nil)
      }
      throw Problem(
        code: "invalid-json", message: "is not JSON", remedy: nil, position: failure.position,
        label: said(failure))
    }
  }

  private func said(_ error: JSONSyntaxError) -> String {
    discretion == .none ? error.problem : error.plainProblem
  }

  /// Mappings that nothing asks for: mostly a slip in the name, which upstream does not tell.
  private func unusedInputs() -> [Problem] {
    if inputs.isEmpty { return [] }
    let names = InputSubstitution.names(in: written)
    return inputs.filter { !names.contains($0.inputName) }.map { input in
      let suggestion =
        discretion == .secret ? "" : NearestName.suggestion(for: input.inputName, among: names.sorted())
      return Problem(
        code: "unused-input",
        message: "${\(input.inputName)} of spec.datasources stands nowhere in the \(noun)\(suggestion)",
        remedy: "write the name that the \(noun) has, or remove it", position: nil, label: nil)
    }
  }
}
