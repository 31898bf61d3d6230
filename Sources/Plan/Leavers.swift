import Base

/// Tells which owned objects have left Git, as far as that can be known.
struct Leavers {
  private let wanted: Set<ObjectKey>
  private let kept: Set<ObjectReference>
  private let input: PlanInput

  init(_ input: PlanInput, _ identities: Identities) {
    self.input = input
    wanted = Set(identities.objects.map(\.key))
    kept = input.heldBack.union(identities.unidentified)
      .union(input.desired.filter(\.isSuspended).map(\.reference))
  }

  func contains(_ entry: InventoryEntry) -> Bool {
    !wanted.contains(entry.key) && !kept.contains(entry.reference) && !input.isInDoubt(entry)
  }
}

extension PlanInput {
  /// Whether a file that cannot be read may hold the object: it came from there, or its name stands there.
  func isInDoubt(_ entry: InventoryEntry) -> Bool {
    unreadableFiles.contains(entry.origin.file) || doubtfulNames.contains(entry.reference.name)
  }
}
