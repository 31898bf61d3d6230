import Base
import Documents

/// A metrics instance; one that is null is read as one without keys, as the agent does.
struct InstanceReading {
  let node: YAMLNode
  let path: ConfigurationPath

  /// Nil for what is no mapping, which is told elsewhere.
  init?(_ node: YAMLNode, _ path: ConfigurationPath) {
    guard node.isNull || node.mapping != nil else { return nil }
    self.node = node
    self.path = path
  }

  var name: String {
    guard let scalar = node["name"]?.scalar, !scalar.isNull else { return "" }
    return scalar.text
  }

  var namePosition: Position { node.keyPosition("name") }

  func elements(_ key: String) -> [YAMLNode] { node[key]?.sequence ?? [] }

  func position(_ key: String) -> Position { node.keyPosition(key) }

  func goDuration(_ key: String) -> Duration? {
    guard let entry = node.entry(key), !entry.value.isNull else { return nil }
    return MappingReading(node: node, path: path, entries: [key: entry]).goDuration(key)
  }
}
