import Base
import Documents

/// Scalars as yaml.v2 puts them into Go's types (decode.go, scalar).
extension SchemaReader {
  mutating func readScalar(
    _ scalar: YAMLScalar, _ kind: ValueKind, _ node: YAMLNode, _ path: ConfigurationPath
  ) {
    switch kind {
    case .text, .secret, .file:
      if decoding == .exact, !scalar.isText { return refuseType(node, kind, path) }
      if case .file = kind { checkFile(scalar.text, node, path) }
    case .boolean:
      if scalar.resolved.boolValue != nil || decoding == .weak && scalar.isWeakBoolean { return }
      refuseType(node, kind, path)
    case .integer, .unsigned, .float: readNumber(scalar, kind, node, path)
    case .goDuration: readGoDuration(scalar, node, path)
    case .spelledDuration:
      if !scalar.isText || GoDuration.parse(scalar.text) == nil { refuseValue(node, kind, path) }
    case .prometheusDuration:
      if PrometheusDuration.parse(scalar.text) == nil { refuseValue(node, kind, path) }
    case .base2Bytes:
      if !Base2Bytes.isValid(scalar.text) { refuseValue(node, kind, path) }
    case .dataSize:
      if !DataSize.isValid(scalar.text) { refuseValue(node, kind, path) }
    case .labelName:
      if !LabelName.isValid(scalar.text) { refuseValue(node, kind, path) }
    case .url:
      if let problem = GoURL.problem(in: scalar.text) {
        refuse(
          "invalid-value", path, at: node.position, "is no URL, \(problem)",
          remedy: "write a URL such as https://host:9090/path")
      }
    case .expression: checkExpression(scalar.text, node, path)
    case .anchoredExpression: checkExpression("^(?:\(scalar.text))$", node, path)
    case .choice(let words, let ignoresCase):
      let text = ignoresCase ? scalar.text.lowercased() : scalar.text
      guard !words.contains(text) else { return }
      refuse(
        "invalid-value", path, at: node.position,
        "is none of the values that the agent knows\(NearestName.suggestion(for: text, among: words))",
        remedy: "write \(kind.expected)")
    default: refuseType(node, kind, path)
    }
  }

  mutating func refuseValue(_ node: YAMLNode, _ kind: ValueKind, _ path: ConfigurationPath) {
    refuse(
      "invalid-value", path, at: node.position, "is not \(kind.expected)", remedy: "write \(kind.expected)")
  }

  /// - Parameter consequence: what the agent does, where it does not refuse the file.
  mutating func checkExpression(
    _ text: String, _ node: YAMLNode, _ path: ConfigurationPath,
    consequence: String? = nil
  ) {
    guard let problem = GoRegularExpression.problem(in: text) else { return }
    refuse(
      "invalid-expression", path, at: node.position,
      "is no regular expression that the agent takes, \(problem)", consequence: consequence,
      remedy: "write an expression in the syntax of RE2, which has no lookarounds and no backreferences")
  }

  /// Files that are missing where the check runs may be there where the agent runs.
  mutating func checkFile(_ name: String, _ node: YAMLNode, _ path: ConfigurationPath) {
    guard !name.isEmpty, case .missing = files(name) else { return }
    warn(
      "missing-file", path, at: node.position,
      "names a file that does not exist: what needs it does not start, or fails when it runs",
      remedy: "write the file before the agent starts, or mend the name")
  }

  private mutating func readNumber(
    _ scalar: YAMLScalar, _ kind: ValueKind, _ node: YAMLNode, _ path: ConfigurationPath
  ) {
    guard case .number(let number) = scalar.resolved else {
      if case .float = kind, scalar.isNotFinite { return }
      if decoding == .weak, scalar.isWeakNumber(kind) { return }
      return refuseType(node, kind, path)
    }
    if case .float = kind { return }
    let value = number.doubleValue
    if case .unsigned = kind, number.lexeme.hasPrefix("-"), value != 0 {
      return refuseValue(node, kind, path)
    }
    var upper = 9_223_372_036_854_775_808.0
    if case .unsigned = kind { upper *= 2 }
    guard value.magnitude <= upper else { return refuseValue(node, kind, path) }
    if value != value.rounded() {
      warn(
        "cut-number", path, at: node.position, "has a fraction: the agent cuts it off without a word",
        remedy: "write a whole number")
    }
  }

  private mutating func readGoDuration(_ scalar: YAMLScalar, _ node: YAMLNode, _ path: ConfigurationPath) {
    switch scalar.resolved {
    case .number(let number):
      guard number.doubleValue != 0 else { return }
      warn(
        "nanoseconds", path, at: node.position,
        "has no unit: the agent takes the number for nanoseconds",
        remedy: "write the unit, such as \(scalar.text)s")
    case .bool: refuseType(node, .goDuration, path)
    default:
      if GoDuration.parse(scalar.text) == nil { refuseValue(node, .goDuration, path) }
    }
  }
}
