import Apply
import Base
import Git
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
  /// What an earlier commit wanted of a target; nil where nobody can know.
  let pastWants: @Sendable (String, GitObjectIdentifier) async -> Wants?
  /// Why the revision says nothing about the target.
  var absence: Absence?
  /// The commits that removed files, by file.
  typealias Departures = @Sendable (Set<String>) async -> [String: String]
  let departures: Departures
  /// What other environments say of a target, by its name, and of what seems to have left it.
  let neighbours: @Sendable (String, [InventoryEntry]) async -> Neighbours
  /// Lets objects that other environments give up, by the name of the target, come with what is known of them.
  let takeOver: @Sendable (String, [ObjectKey: Neighbours.Claim]) async -> Void
  let broken: BrokenFiles?
  let bodies: Executor.Bodies

  /// What the guards of deletions are answered, in a policy.
  /// - Parameter converged: the commit that the target was last brought up to.
  func answer(
    _ policy: inout PlanPolicy, since converged: String?, of target: String,
    owned: [ObjectKey: InventoryEntry]
  ) async {
    policy.isPruneAllowed = isPruneAllowed
    guard !isPruneAllowed, let commit = await answers.newestAllowingPrune(since: converged) else { return }
    if commit == answers.head {
      policy.isPruneAllowed = true
    } else if let wants = await pastWants(target, commit) {
      // What left later was not meant.
      policy.answered = Set(owned.values.filter { !wants.holds($0) }.map(\.key))
    }
  }
}
