import Base
import Documents

/// Reads the fields of one mapping by their names, and tells those that nobody asked for.
///
/// Every accessor answers nil for a field that is absent or null, and for one of the wrong type after telling so.
public final class FieldReader {
  /// The document that the fields belong to.
  public let document: DocumentReader
  /// Where the mapping stands in the document: `spec.datasource`; empty for the document itself.
  public let path: String
  public let node: YAMLNode
  /// Fields that were asked for.
  private var known: Set<String> = []
  /// Fields that are accepted without a meaning.
  private var ignored: Set<String> = []
  /// Fields that are refused where they are set.
  private var refused: Set<String> = []
  private var toleratesUnknown = false

  init(_ node: YAMLNode, path: String, document: DocumentReader) {
    self.node = node
    self.path = path
    self.document = document
  }

  // MARK: Reading

  /// The node of a field that is there and not null.
  public func node(_ name: String) -> YAMLNode? {
    known.insert(name)
    guard let value = node[name], !value.isNull else { return nil }
    return value
  }

  public func has(_ name: String) -> Bool { node(name) != nil }

  /// A text. Unquoted `yes`, `1.0` and the like are no texts, as Kubernetes sees it.
  public func string(_ name: String) -> String? {
    guard let value = node(name) else { return nil }
    if case .string(let text)? = value.scalar?.resolved { return text }
    wrongType(name, value, expected: "a string")
    return nil
  }

  public func bool(_ name: String) -> Bool? {
    guard let value = node(name) else { return nil }
    if case .bool(let flag)? = value.scalar?.resolved { return flag }
    wrongType(name, value, expected: "true or false")
    return nil
  }

  public func integer(_ name: String) -> Int? {
    guard let value = node(name) else { return nil }
    if let number = value.scalar?.resolved.intValue { return number }
    wrongType(name, value, expected: "a whole number")
    return nil
  }

  /// A Go duration such as `10m`.
  public func duration(_ name: String) -> Duration? {
    guard let text = string(name) else { return nil }
    if let duration = GoDuration.parse(text), duration >= .zero { return duration }
    error(
      "invalid-value", at: name, "\(qualified(name)) is not a duration: \(text)",
      remedy: "write for example 10m or 1h30m")
    return nil
  }

  /// A duration that is longer than nothing.
  public func positiveDuration(_ name: String) -> Duration? {
    guard let duration = duration(name) else { return nil }
    if duration > .zero { return duration }
    error("invalid-value", at: name, "\(qualified(name)) is zero", remedy: "write for example 10m")
    return nil
  }

  /// Any value, as JSON.
  public func json(_ name: String) -> JSON? { node(name)?.json }

  /// A mapping from texts to texts.
  public func stringMap(_ name: String) -> [String: String]? {
    guard let value = node(name) else { return nil }
    guard let entries = value.mapping else {
      wrongType(name, value, expected: "a mapping")
      return nil
    }
    var map: [String: String] = [:]
    for entry in entries {
      if case .string(let text)? = entry.value.scalar?.resolved {
        map[entry.name] = text
      } else {
        wrongType("\(name).\(entry.name)", entry.value, expected: "a string")
      }
    }
    return map
  }

  /// A mapping from texts to secrets. Nothing that is told of it shows a value.
  public func secretMap(_ name: String) -> [String: SecretValue]? {
    guard let value = node(name) else { return nil }
    guard let entries = value.mapping else {
      wrongType(name, value, expected: "a mapping")
      return nil
    }
    var map: [String: SecretValue] = [:]
    for entry in entries {
      if case .string(let text)? = entry.value.scalar?.resolved {
        map[entry.name] = SecretValue(text)
      } else {
        wrongType("\(name).\(entry.name)", entry.value, expected: "a string")
      }
    }
    return map
  }

  /// A list of texts.
  public func strings(_ name: String) -> [String]? {
    elements(name)?.enumerated().compactMap { index, element in
      if case .string(let text)? = element.scalar?.resolved { return text }
      wrongType("\(name)[\(index)]", element, expected: "a string")
      return nil
    }
  }

  /// The elements of a list.
  public func elements(_ name: String) -> [YAMLNode]? {
    guard let value = node(name) else { return nil }
    guard let elements = value.sequence else {
      wrongType(name, value, expected: "a list")
      return nil
    }
    return elements
  }

  /// A mapping with fields of its own. Fields of it that the closure does not ask for are told.
  public func object<Result>(_ name: String, _ read: (FieldReader) -> Result?) -> Result? {
    guard let value = node(name) else { return nil }
    return fields(of: value, name: name).flatMap { $0.finishing(read) }
  }

  /// A list of mappings with fields of their own.
  public func objects<Result>(_ name: String, _ read: (FieldReader) -> Result?) -> [Result]? {
    elements(name)?.enumerated().compactMap { index, element in
      fields(of: element, name: "\(name)[\(index)]").flatMap { $0.finishing(read) }
    }
  }

  // MARK: Telling

  /// An error at a field, or at the mapping where the field is absent.
  public func error(_ code: String, at name: String? = nil, _ message: String, remedy: String) {
    document.tell(.error, code: code, at: position(name), message, remedy: remedy)
  }

  public func warning(_ code: String, at name: String? = nil, _ message: String, remedy: String? = nil) {
    document.tell(.warning, code: code, at: position(name), message, remedy: remedy)
  }

  /// Tells that a field is needed, with the reason.
  public func missing(_ name: String, because reason: String? = nil, remedy: String) {
    error(
      "missing-field", at: nil, "\(qualified(name)) is missing" + (reason.map { " " + $0 } ?? ""),
      remedy: remedy)
  }

  /// A field that exists upstream and that Sluice does not honour: where it is set, that is an error by name.
  public func refuse(_ name: String, because reason: String, remedy: String) {
    refused.insert(name)
    guard has(name) else { return }
    error("refused-field", at: name, "\(qualified(name)) is not supported: \(reason)", remedy: remedy)
  }

  /// Fields that have no meaning here and do no harm: accepted in silence, listed in docs/manifests.md.
  public func ignore(_ names: String...) { ignored.formUnion(names) }

  /// Accepts all further fields, for a document that is not read for its content.
  public func ignoreRest() { toleratesUnknown = true }

  /// The path of a field from the top of the document.
  public func qualified(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  /// Where a field's key stands; the mapping itself where it is absent.
  public func position(_ name: String?) -> Position {
    name.flatMap { node.entry($0)?.key.position } ?? node.position
  }

  /// Runs the closure and then tells every field that nobody asked for.
  func finishing<Result>(_ read: (FieldReader) -> Result?) -> Result? {
    let result = read(self)
    document.fieldObserver?(path, known.union(ignored), ignored)
    guard !toleratesUnknown else { return result }
    for entry in node.mapping ?? [] where !known.contains(entry.name) && !ignored.contains(entry.name) {
      tellUnknown(entry)
    }
    return result
  }

  private func tellUnknown(_ entry: YAMLEntry) {
    let name = shown(entry.name, entry.value)
    let suggestion =
      name == entry.name ? NearestName.suggestion(for: name, among: known.union(ignored).sorted()) : ""
    document.tell(
      document.unknownFieldSeverity, code: "unknown-field", at: entry.key.position,
      "\(path.isEmpty ? "" : "\(path): ")unknown field \(name)\(suggestion)",
      remedy: name == entry.name
        ? suggestion.isEmpty ? remedyForUnknown : nil : "write a blank behind the colon")
  }

  private var remedyForUnknown: String {
    let honoured = known.subtracting(ignored).subtracting(refused).sorted()
    guard (1...Self.mostListedFields).contains(honoured.count) else { return "remove it" }
    return "remove it, or write one of \(honoured.joined(separator: ", "))"
  }

  /// `{password:x}` without a blank is one key without a value, and what stands behind its colon may be a secret.
  private func shown(_ name: String, _ value: YAMLNode) -> String {
    value.isNull ? String(name.prefix { $0 != ":" }) : name
  }

  /// A longer list is not read by anybody.
  private static let mostListedFields = 12

  private func fields(of value: YAMLNode, name: String) -> FieldReader? {
    guard value.mapping != nil else {
      wrongType(name, value, expected: "a mapping")
      return nil
    }
    return FieldReader(value, path: qualified(name), document: document)
  }

  /// Never with the value, which may be a password whatever the field is called.
  private func wrongType(_ name: String, _ value: YAMLNode, expected: String) {
    let remedy: String
    if expected == "a string", value.isNull {
      remedy = "write a value, \"\" for an empty one, or remove the line"
    } else if expected == "a string", value.scalar != nil {
      remedy = "write the value in quotes"
    } else {
      remedy = "write \(expected) here"
    }
    document.tell(
      .error, code: "wrong-type", at: value.position,
      "\(qualified(shown(name, value))) must be \(expected), found \(value.json.typeName)", remedy: remedy)
  }
}
