import Base

extension Plan {
  /// Objects that differ although Git did not change.
  public var drifted: [Action] { actions.filter { $0.verb == .repair || $0.verb == .report } }

  /// The same plan, where what differs because a copy was put back by hand says so instead of naming an editor.
  public func telling(restorations: [ObjectKey: Timestamp]) -> Plan {
    guard !restorations.isEmpty else { return self }
    let told = actions.map { action in
      guard action.verb == .repair || action.verb == .report, let at = restorations[action.key] else {
        return action
      }
      return action.because("restored by sluice restore at \(at)")
    }
    return Plan(
      actions: told, equalCount: equalCount, problems: problems, pruneStop: pruneStop,
      standingRefusals: standingRefusals)
  }
}
