import Base

/// Lets pods come after what they mount, and go before it: of the objects that one manifest gives to a cluster, Secrets are
/// written first and deleted last. One that fails keeps those of its own manifest waiting, and no others.
enum ClusterOrderRule {
  static func enforce(on draft: inout PlanDraft) {
    let objects = draft.actions.values.filter { $0.verb.isWrite && $0.key.kind == .clusterObject }
    for siblings in Dictionary(grouping: objects, by: \.reference).values {
      let ranked = siblings.compactMap { action in
        ClusterObjectName(uid: action.key.uid).map { (action: action, rank: $0.rank) }
      }
      for one in ranked {
        let isDeleted = one.action.verb == .delete
        let before = ranked.filter { other in
          (other.action.verb == .delete) == isDeleted
            && (isDeleted ? other.rank > one.rank : other.rank < one.rank)
        }
        draft.require(before.map(\.action.key).sorted(), before: one.action.key)
      }
    }
  }
}
