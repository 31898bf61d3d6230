public import Base

/// One document of a YAML stream.
public struct YAMLDocument: Sendable {
  public let root: YAMLNode
  /// The document's place in the stream, counted from 0; documents without content count as well.
  public let index: Int
  /// The `---` that begins the document, or its first node.
  public let position: Position
  /// Whether nothing was written: no node at all, which is not the same as a written `null`.
  public let isEmpty: Bool
}
