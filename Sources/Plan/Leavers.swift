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
    seemsToLeave(entry) && input.doubt(about: entry.key) == nil
  }

  /// What is said of those of which nobody can know.
  var doubts: [Diagnostic] {
    input.inventory.values.sorted { $0.key < $1.key }.compactMap { entry in
      guard let doubt = input.doubt(about: entry.key), seemsToLeave(entry) else { return nil }
      let whose = doubt.environment.map { " of environment \($0)" } ?? ""
      return Diagnostic(
        .warning, code: "in-doubt", subject: entry.reference, at: entry.origin,
        "\(entry.key.kind.name) \"\(entry.title)\" is no longer in Git, unless \(doubt.file)\(whose), which has "
          + "errors, means it: it stays until that is known",
        remedy: "mend \(doubt.file)")
    }
  }

  private func seemsToLeave(_ entry: InventoryEntry) -> Bool {
    !wanted.contains(entry.key) && !kept.contains(entry.reference)
      && !kept.contains(entry.reference.manifest) && !input.isInDoubt(entry)
  }
}

extension PlanInput {
  /// Whether a file that cannot be read may hold the object: it came from there, or its name stands there.
  func isInDoubt(_ entry: InventoryEntry) -> Bool {
    unreadableFiles.contains(entry.origin.file) || doubtfulNames.contains(entry.reference.manifest.name)
  }
}
