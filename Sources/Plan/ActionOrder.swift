import Base

/// Puts the actions into the order in which they can succeed.
enum ActionOrder {
  /// Folders from the top downwards, data sources, dashboards; then deletions the other way round. A deletion that
  /// makes room for an object of the same name goes right before it.
  static func sort(_ actions: [Action], identities: [IdentifiedObject], policy: PlanPolicy) -> [Action] {
    let depths = Dictionary(identities.map { ($0.key, $0.depth) }, uniquingKeysWith: { first, _ in first })
    let writes = actions.filter { $0.verb != .delete }.sorted { left, right in
      let one = (left.key.kind, depths[left.key] ?? 0)
      let other = (right.key.kind, depths[right.key] ?? 0)
      if one != other { return one < other }
      return (left.parentTitle, left.title, left.key.uid) < (right.parentTitle, right.title, right.key.uid)
    }
    var deletions = deletions(actions)
    var order: [Action] = []
    for action in writes {
      if action.verb == .create || action.verb == .repair,
        let place = deletions.firstIndex(where: { makesRoom($0, for: action, policy: policy) })
      {
        order.append(deletions.remove(at: place))
      }
      order.append(action)
    }
    return order + deletions
  }

  private static func makesRoom(_ deletion: Action, for action: Action, policy: PlanPolicy) -> Bool {
    guard deletion.key.kind == action.key.kind, deletion.key.kind != .folder else { return false }
    guard policy.titleRule != .free || deletion.key.kind == .datasource else { return false }
    return NaturalKey(
      deletion.key.kind, parentUID: deletion.parentUID, title: deletion.title, rule: policy.titleRule)
      == NaturalKey(action.key.kind, parentUID: action.parentUID, title: action.title, rule: policy.titleRule)
  }

  /// Dashboards first, folders last, and a folder after those that lie in it.
  private static func deletions(_ actions: [Action]) -> [Action] {
    let deletions = actions.filter { $0.verb == .delete }
    let parents = Dictionary(
      deletions.filter { $0.key.kind == .folder }.map { ($0.key.uid, $0.parentUID) },
      uniquingKeysWith: { first, _ in first })
    func depth(_ action: Action) -> Int {
      var depth = 0
      var uid = action.key.uid
      while action.key.kind == .folder, let parent = parents[uid], depth < parents.count {
        depth += 1
        uid = parent
      }
      return depth
    }
    return deletions.map { (depth: depth($0), action: $0) }.sorted { left, right in
      let (one, other) = (left.action, right.action)
      if one.key.kind != other.key.kind { return one.key.kind > other.key.kind }
      return (-left.depth, one.title, one.key.uid) < (-right.depth, other.title, other.key.uid)
    }.map(\.action)
  }
}
