import Base

/// A manifest's object of one kind, by which it is known again.
public struct FormerObject: Hashable, Sendable {
  public let kind: ObjectKind
  public let reference: ObjectReference

  public init(_ kind: ObjectKind, _ reference: ObjectReference) {
    self.kind = kind
    self.reference = reference
  }
}
