import Apply
import Plan
import Render
import Secrets

/// What all targets of one cycle share.
struct CycleInput: Sendable {
  let rendering: Rendering
  /// Finds the values by which the target is reached.
  var lookup: ValueLookup
  /// Counts renderings, so that a target can see whether anything was rendered anew.
  let renderingNumber: Int
  /// `main@sha1:…`.
  let revision: String
  let origin: ChangeOrigin
  /// `--allow-prune`: the guards are answered for this run.
  let isPruneAllowed: Bool
  let answers: CommitAnswers
  /// Why the revision says nothing about the target.
  var absence: Absence?
  /// The commits that removed files, by file.
  typealias Departures = @Sendable (Set<String>) async -> [String: String]
  let departures: Departures
  /// What other environments say of a target, by its name.
  let neighbours: @Sendable (String) async -> Neighbours
  let bodies: Executor.Bodies

  /// Whether the guards of deletions are answered.
  /// - Parameter converged: the commit that the target was last brought up to.
  func allowsPrune(since converged: String?) async -> Bool {
    if isPruneAllowed { return true }
    return await answers.allowPrune(since: converged)
  }
}
