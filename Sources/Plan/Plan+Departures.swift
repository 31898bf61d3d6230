import Base

extension Plan {
  /// The files that held what is to be deleted.
  public var formerFiles: Set<String> {
    Set(actions.filter { $0.verb == .delete }.map(\.origin.file))
  }

  /// The same plan, with deletions that say which commit removed their file.
  ///
  /// - Parameter commits: for people, by file.
  public func telling(departures commits: [String: String]) -> Plan {
    guard !commits.isEmpty else { return self }
    let told = actions.map { action in
      guard action.verb == .delete, let commit = commits[action.origin.file] else { return action }
      return action.because("\(action.reason) since \(commit)")
    }
    return Plan(
      actions: told, equalCount: equalCount, problems: problems, pruneStop: pruneStop,
      standingRefusals: standingRefusals)
  }
}
