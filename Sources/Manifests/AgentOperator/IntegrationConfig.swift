import Base
import Documents

/// The free-form settings of an integration, with the place of each.
public struct IntegrationConfig: Sendable {
  /// Always an object.
  public let json: JSON
  private let file: String
  private let start: Position
  private let root: YAMLNode?
  /// Where the settings stand as a text inside the manifest, that text.
  private let text: ManifestText?

  /// Reads a mapping, or a text that holds YAML of one, as the proposal's second example has it (RFC 0002).
  init?(_ fields: FieldReader, field: String) {
    guard let node = fields.node(field) else { return nil }
    file = fields.document.file
    start = fields.position(field)
    if node.mapping != nil {
      root = node
      text = nil
    } else if case .string? = node.scalar?.resolved, let text = fields.text(field) {
      guard let root = Self.parse(text, fields, field: field) else { return nil }
      self.root = root
      self.text = text
    } else {
      fields.error(
        "wrong-type", at: field, "\(fields.qualified(field)) must be a mapping, found \(node.json.typeName)",
        remedy: "write the settings of the integration, or {} where it needs none")
      return nil
    }
    json = root?.json ?? [:]
  }

  private init(file: String, start: Position) {
    json = [:]
    self.file = file
    self.start = start
    root = nil
    text = nil
  }

  static func empty(at fields: FieldReader) -> IntegrationConfig {
    IntegrationConfig(file: fields.document.file, start: fields.node.position)
  }

  /// Where a setting stands, or the nearest one around it.
  public func location(of pointer: JSONPointer) -> SourceLocation {
    guard let root else { return SourceLocation(file: file, position: start) }
    if pointer == .root { return SourceLocation(file: file, position: start) }
    let position = root.position(of: pointer)
    return text?.location(position) ?? SourceLocation(file: file, position: position)
  }

  private static func parse(_ text: ManifestText, _ fields: FieldReader, field: String) -> YAMLNode? {
    let name = fields.qualified(field)
    do {
      let documents = try YAMLParser.documents(in: text.text ?? "")
      if documents.count == 1, documents[0].root.mapping != nil { return documents[0].root }
      fields.document.tell(
        .error, code: "wrong-type", at: text.location(.start).position,
        "\(name) must hold one mapping, found \(documents.count == 1 ? documents[0].root.json.typeName : "\(documents.count) documents")",
        remedy: "write the settings of the integration, or {} where it needs none")
    } catch {
      // Without the line itself: settings such as data source names hold passwords.
      fields.document.tell(
        .error, code: "invalid-yaml", at: text.location(end(of: text, orBefore: error.position)).position,
        "\(name) is not YAML: \(error.message)",
        remedy: "mend the text, or write a mapping instead of a text")
    }
    return nil
  }

  /// What the text lacks at its end is told of the line behind it, which the manifest need not have.
  private static func end(of text: ManifestText, orBefore position: Position) -> Position {
    let lines = (text.text ?? "").split(separator: "\n", omittingEmptySubsequences: false)
    guard position.line > lines.count, let last = lines.last else { return position }
    return Position(line: lines.count, column: max(last.utf8.count, 1))
  }
}
