import Base

/// Keeps environments that share a target from undoing each other's work: what is another's is neither taken over nor
/// written, and who had it first keeps it.
struct NeighbourRule {
  private let input: PlanInput

  init(_ input: PlanInput) {
    self.input = input
  }

  func enforce(on draft: inout PlanDraft) {
    for action in draft.actions.values where touches(action) {
      guard let claim = input.neighbours.claims[action.key], !comesFirst(action.key, claim) else { continue }
      draft.drop(action.key, because: problem(action, claim))
    }
  }

  /// A folder that only its title asks for is used by whoever names it.
  private func touches(_ action: Action) -> Bool {
    if action.isImplicit { return false }
    return switch action.verb {
    case .create, .update, .move, .repair, .adopt: true
    case .delete, .forget, .rebaseline, .report: false
    }
  }

  /// Both may say that they own it where their memories are from different times; then who made it, else the first by
  /// name: all that matters is that both come to the same answer.
  private func comesFirst(_ key: ObjectKey, _ claim: Neighbours.Claim) -> Bool {
    let entry = input.inventory[key]
    let isOwned = entry != nil
    if isOwned != claim.isOwned { return isOwned }
    let isAdopted = entry?.isAdopted ?? false
    if isAdopted != claim.isAdopted { return !isAdopted }
    return input.neighbours.environment < claim.environment
  }

  private func problem(_ action: Action, _ claim: Neighbours.Claim) -> Diagnostic {
    Diagnostic(
      .error, code: "other-environment", subject: action.reference, at: action.origin,
      "the \(action.key.kind.name) \"\(action.title)\" (uid \(action.key.uid)) is the one of environment "
        + "\(claim.environment): \(claim.reference) (\(claim.origin.fileAndLine))",
      remedy:
        "keep it in one environment, or give this one another uid and title; where \(claim.environment) is no "
        + "longer run, remove its directory from the state directory")
  }
}
