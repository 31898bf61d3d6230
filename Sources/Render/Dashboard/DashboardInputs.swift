import Base
import Documents

/// The inputs that an exported dashboard asks for and that its manifest does not map.
struct DashboardInputs {
  /// Answers by the names of inputs.
  private(set) var values: [String: String] = [:]
  private(set) var warnings: [DashboardReader.Problem] = []
  private(set) var asksForDatasources = false
  /// A secret may stand anywhere in the text: inputs are told by their places.
  private let isSecret: Bool

  /// - Parameters:
  ///   - text: the dashboard as it is written.
  ///   - mapping: what is answered already.
  init(
    _ model: JSONObject, _ text: [UInt8], _ mapping: [String: String], _ answers: InputAnswers.View,
    isSecret: Bool
  ) throws(DashboardReader.Problem) {
    self.isSecret = isSecret
    let inputs = model["__inputs"]?.arrayValue ?? []
    if inputs.isEmpty { return }
    let used = InputSubstitution.names(in: text)
    for (index, input) in inputs.enumerated() {
      guard let name = input["name"]?.stringValue, mapping[name] == nil, used.contains(name) else { continue }
      switch input["type"]?.stringValue {
      case "datasource":
        asksForDatasources = true
        try answer(name, input["pluginId"]?.stringValue ?? "", at: index, text, answers)
      case "constant":
        if let value = Self.text(input["value"]) {
          values[name] = value
        } else {
          tell(
            name, "the input \(shown(name, index)) is a constant without a value", at: index, text,
            remedy: "give it a value in __inputs")
        }
      default: tell(name, "the input \(shown(name, index)) is of a type that is not known", at: index, text)
      }
    }
  }

  private mutating func answer(
    _ name: String, _ type: String, at index: Int, _ text: [UInt8], _ answers: InputAnswers.View
  ) throws(DashboardReader.Problem) {
    let what = "input \(shown(name, index)) is not mapped to a data source"
    let kind = isSecret ? "its type" : "the type \(type)"
    switch answers.answer(type) {
    case .only(let identifier): values[name] = identifier
    case .several(let names):
      tell(
        name, "\(what), and there are several of \(kind): \(names.joined(separator: ", "))",
        at: index,
        text)
    case .none:
      tell(
        name, type.isEmpty ? what : "\(what), and the repository has none of \(kind)", at: index,
        text)
    case .unknown(let reference, let place):
      // Written now, it would lose the data source that it has.
      throw DashboardReader.Problem(
        code: "open-input",
        message: "\(what), and \(reference), which may be meant, is held back (\(place.fileAndLine))",
        remedy: "mend that manifest, or \(advice(name))",
        position: Self.position(index, text), label: nil)
    }
  }

  private mutating func tell(
    _ name: String, _ message: String, at index: Int, _ text: [UInt8], remedy: String? = nil
  ) {
    warnings.append(
      DashboardReader.Problem(
        code: "open-input", message: message,
        remedy: remedy ?? advice(name),
        position: Self.position(index, text), label: nil))
  }

  private func shown(_ name: String, _ index: Int) -> String { isSecret ? "#\(index + 1)" : name }

  private func advice(_ name: String) -> String {
    "add {inputName: \(isSecret ? "…" : name), datasourceName: …} to spec.datasources"
  }

  private static func position(_ index: Int, _ text: [UInt8]) -> Position? {
    JSONParser.position(of: JSONPointer(["__inputs", String(index)]), in: text)
  }

  private static func text(_ value: JSON?) -> String? {
    switch value {
    case .string(let text): text
    case .number, .bool: value.map { JSONWriter.string($0) }
    default: nil
    }
  }
}
