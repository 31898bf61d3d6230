import Base
import Documents

/// Finds parts of a document whose values only variables tell, where the text keeps its `${NAME}` for a program that replaces
/// them before it reads.
struct KeptVariables {
  let root: YAMLNode

  /// Whether the key or the part that begins at a place has a variable in it.
  func stand(at position: Position) -> Bool {
    var node = root
    while true {
      switch node.value {
      case .scalar(let scalar): return DeferredVariableCheck.hasVariable(scalar.text)
      case .sequence(let elements):
        guard let element = elements.last(where: { $0.position <= position }) else { return false }
        node = element
      case .mapping(let entries):
        guard let entry = entries.last(where: { $0.key.position <= position }) else { return false }
        if entry.key.position == position {
          return DeferredVariableCheck.hasVariable(entry.name) || Self.stand(in: entry.value)
        }
        node = entry.value
      }
      // A mapping begins where its first key does: what is said of it is about all of it.
      if node.position == position { return Self.stand(in: node) }
    }
  }

  private static func stand(in node: YAMLNode) -> Bool {
    switch node.value {
    case .scalar(let scalar): DeferredVariableCheck.hasVariable(scalar.text)
    case .sequence(let elements): elements.contains(where: stand)
    case .mapping(let entries):
      entries.contains { DeferredVariableCheck.hasVariable($0.name) || stand(in: $0.value) }
    }
  }
}
