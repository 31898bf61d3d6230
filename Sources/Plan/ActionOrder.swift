import Base

/// Puts the actions into the order in which they can succeed.
enum ActionOrder {
  /// Folders from the top downwards, data sources, dashboards; then deletions the other way round. What makes room for an
  /// object's title goes right before it.
  static func sort(_ draft: PlanDraft, identities: [IdentifiedObject]) -> [Action] {
    let depths = Dictionary(identities.map { ($0.key, $0.depth) }, uniquingKeysWith: { first, _ in first })
    let writes = draft.actions.values.filter { $0.verb != .delete }.sorted { left, right in
      let one = (left.key.kind, depths[left.key] ?? 0)
      let other = (right.key.kind, depths[right.key] ?? 0)
      if one != other { return one < other }
      return (left.parentTitle, left.title, left.key.uid) < (right.parentTitle, right.title, right.key.uid)
    }
    return requirementsFirst(writes + deletions(draft))
  }

  /// Pulls forward what an action of the same kind requires, and what only another API makes an object of an earlier kind:
  /// the dashboard that the workspace is to show first. There are no circles: they have been taken back.
  private static func requirementsFirst(_ actions: [Action]) -> [Action] {
    let byKey = Dictionary(actions.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    var order: [Action] = []
    var done: Set<ObjectKey> = []
    for action in actions {
      // A stack instead of recursion: five hundred dashboards may take over each other's numbers.
      var stack = [action]
      var waiting: Set<ObjectKey> = [action.key]
      while let top = stack.last {
        let open = top.requires.first { required in
          required.kind == top.key.kind || required.declared.kind < min(required.kind, top.key.kind)
            ? byKey[required] != nil && !done.contains(required) && !waiting.contains(required) : false
        }
        if let open, let required = byKey[open] {
          stack.append(required)
          waiting.insert(open)
        } else {
          stack.removeLast()
          if done.insert(top.key).inserted { order.append(top) }
        }
      }
    }
    return order
  }

  /// Dashboards first, folders last, and a folder after those that lie in it.
  private static func deletions(_ draft: PlanDraft) -> [Action] {
    let deletions = draft.actions.values.filter { $0.verb == .delete }
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
