import Base

/// What has to be done before what, and the circles in it.
enum ActionDependencies {
  /// Takes back actions that wait for each other in a circle: two objects that swap their titles, or a folder that is
  /// to move into a new one of its own title.
  /// - Returns: whether anything was taken back.
  static func breakCircles(in draft: inout PlanDraft, _ predecessors: [ObjectKey: [ObjectKey]]) -> Bool {
    guard let circle = firstCircle(predecessors) else { return false }
    let actions = circle.sorted().compactMap { draft.actions[$0] }
    let names = actions.map { "\($0.reference) (\($0.origin.fileAndLine))" }.joined(separator: ", ")
    for action in actions {
      draft.drop(
        action.key,
        because: Diagnostic(
          .error, code: "title-circle", subject: action.reference, at: action.origin,
          "\(names) wait for each other to give up a title, which this server has only once",
          remedy: "commit another title for one of them first, and its own after that"))
    }
    return true
  }

  /// The keys of the first circle that a walk in the order of the keys meets.
  private static func firstCircle(_ predecessors: [ObjectKey: [ObjectKey]]) -> [ObjectKey]? {
    var finished: Set<ObjectKey> = []
    for start in predecessors.keys.sorted() where !finished.contains(start) {
      // The way that was walked, with what is still to be looked at from each place. No recursion: ways can be long.
      var way: [(key: ObjectKey, rest: ArraySlice<ObjectKey>)] = [(start, (predecessors[start] ?? [])[...])]
      var places: [ObjectKey: Int] = [start: 0]
      while let last = way.indices.last {
        guard let next = way[last].rest.popFirst() else {
          finished.insert(way[last].key)
          places[way[last].key] = nil
          way.removeLast()
          continue
        }
        if let place = places[next] { return way[place...].map(\.key) }
        if finished.contains(next) { continue }
        places[next] = way.count
        way.append((next, (predecessors[next] ?? [])[...]))
      }
    }
    return nil
  }
}
