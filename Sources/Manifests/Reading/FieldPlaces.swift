import Base
import Documents

/// Remembers where the fields of a mapping stand, down to two levels, after the document itself is gone.
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
    }
    self.positions = positions
  }

  /// Where a field such as `jsonData.sigV4Region` stands, or the nearest field around it, or the mapping.
  public func location(of path: String) -> SourceLocation {
    var known = path[...]
    while positions[String(known)] == nil, let dot = known.lastIndex(of: ".") { known = known[..<dot] }
    return SourceLocation(file: file, position: positions[String(known)] ?? start)
  }
}
