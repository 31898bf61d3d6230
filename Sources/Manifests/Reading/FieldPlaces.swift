import Base
import Documents

/// Remembers where the fields of a mapping stand, down to two levels, and the first elements of its lists, after the document
/// itself is gone.
public struct FieldPlaces: Sendable {
  private let file: String
  private let start: Position
  private let positions: [String: Position]

  init(_ fields: FieldReader) {
    file = fields.document.file
    start = fields.node.position
    var positions: [String: Position] = [:]
    for entry in fields.node.mapping ?? [] {
      positions[entry.name] = entry.key.position
      for inner in entry.value.mapping ?? [] { positions["\(entry.name).\(inner.name)"] = inner.key.position }
      for (index, element) in (entry.value.sequence ?? []).prefix(Self.mostElements).enumerated()
      where element.mapping != nil {
        positions["\(entry.name)[\(index)]"] = element.position
      }
    }
    self.positions = positions
  }

  /// Of longer lists only the list is remembered.
  private static let mostElements = 100

  /// Where a field such as `jsonData.sigV4Region` or `plugins[1]` stands, or the nearest field around it, or the mapping.
  public func location(of path: String) -> SourceLocation {
    var known = path[...]
    while positions[String(known)] == nil, let end = known.lastIndex(where: { $0 == "." || $0 == "[" }) {
      known = known[..<end]
    }
    return SourceLocation(file: file, position: positions[String(known)] ?? start)
  }
}
