import Base

/// Tells which manifest an object is from so far, where one of another name goes on with it.
public struct Succession: Sendable {
  private let standing: Set<ObjectReference>
  private let input: PlanInput

  public init(_ input: PlanInput) {
    self.input = input
    standing = input.heldBack.union(input.desired.map(\.reference))
  }

  /// Nil where the object has no other manifest behind it, or that one is there and keeps what is remembered of it.
  public func predecessor(of desired: DesiredObject, _ entry: InventoryEntry?) -> ObjectReference? {
    guard let entry, entry.reference != desired.reference, !standing.contains(entry.reference),
      !standing.contains(entry.reference.manifest), !input.isInDoubt(entry)
    else { return nil }
    return entry.reference
  }
}
