import Base

/// Lets contact points and mute timings go only after what becomes of the tree of policies: until then it may name them,
/// and of a contact point servers keep no more than the last receiver.
enum RoutingRule {
  static func enforce(on draft: inout PlanDraft) {
    let leaving = draft.actions.values.filter {
      $0.verb == .delete && ($0.key.kind == .contactPoint || $0.key.kind == .muteTiming)
    }
    for action in leaving.sorted(by: { $0.key < $1.key }) {
      if let tree = draft.refused[.policyTree] {
        draft.drop(action, needing: tree)
      } else if draft.actions[.policyTree]?.verb.isWrite == true {
        draft.require([.policyTree], before: action.key)
      }
    }
  }
}
