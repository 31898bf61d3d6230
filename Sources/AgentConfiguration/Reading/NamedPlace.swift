import Base
import Documents

/// Something that may have its name only once.
struct NamedPlace: Sendable {
  let name: String
  /// The name as messages show it.
  let shown: String
  let position: Position
  let path: ConfigurationPath

  /// - Parameters:
  ///   - shown: where it is not the name.
  ///   - position: where a message about the name points to.
  init(_ name: String, shown: String? = nil, at position: Position, _ path: ConfigurationPath) {
    self.name = name
    self.shown = shown ?? name
    self.position = position
    self.path = path
  }

  /// The scalar under a key of a mapping; nil where it is not written, null, empty or no scalar.
  init?(_ key: String, of node: YAMLNode, _ path: ConfigurationPath, _ reader: SchemaReader) {
    guard let entry = node.entry(key), let scalar = entry.value.scalar, !scalar.isNull, !scalar.text.isEmpty
    else { return nil }
    self.init(scalar.text, shown: reader.shown(entry.value), at: entry.key.position, path.key(key))
  }
}
