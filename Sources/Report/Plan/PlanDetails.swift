/// How much of each change is shown.
public enum PlanDetails: String, Sendable, CaseIterable {
  /// Only which objects change.
  case none
  /// The first changes of each object.
  case short
  /// Everything, also objects of which only the memory changes.
  case full
}
