import Base
import Documents
import Git
import Grafana
import Platform
import Reconcile
import Report
import Store

/// `sluice restore KIND/NAME`.
enum RestoreCommand: Command {
  static let withoutEffect = [
    "interval", "status-secret", "status-target-url", "agent-output", "agent-layout", "allow-prune",
    "prune-limit-share", "prune-limit-count", "forget-workspace", "listen", "details", "log-format",
    "log-level",
  ]

  static let description = CommandDescription(
    path: ["restore"], summary: "Put back what was overwritten or deleted",
    details: [
      "Before an object that somebody else made or changed is overwritten or deleted, a copy of it is kept in the state "
        + "directory. This puts one back, also while the daemon runs, and keeps what it replaces. An object that a "
        + "manifest describes is brought back to the manifest by the next cycle, which says so: a restore is "
        + "remembered in the events and the history of the object.",
      "Dashboards also come back from what the workspace remembers by itself: with --at from its version history, and "
        + "where no copy is kept from the trash of Grafana 12. 'sluice history' lists all of it.",
      "The options of 'sluice run' say which repository and workspace are meant; use its file.",
    ],
    arguments: [
      CommandDescription.Argument("KIND/NAME", "the object: dashboard/UID, datasource/UID, or with its title")
    ],
    settings: [AnySetting(Settings.dryRun), AnySetting(Settings.copy), AnySetting(Settings.at)]
      + EnvironmentSettingList.settings,
    exclusions: EnvironmentSettingList.exclusions + [
      CommandDescription.Exclusion(alternatives: [["copy"], ["at"]], advice: "name one state")
    ],
    requirements: EnvironmentSettingList.requirements, withoutEffect: withoutEffect,
    examples: [
      CommandDescription.Example(
        purpose: "which copies there are",
        line: "sluice restore dashboard/node-overview --dry-run --config sluice.yaml"),
      CommandDescription.Example(
        purpose: "an older one", line: "sluice restore dashboard/node-overview --copy 12 --config sluice.yaml"
      ),
      CommandDescription.Example(
        purpose: "as it was with a commit",
        line: "sluice restore dashboard/node-overview --at 1a2b3c4 --config sluice.yaml"
      ),
    ],
    exitCodes: [
      CommandDescription.ExitCode(.success, "the object is back, or with --dry-run could be put back"),
      CommandDescription.ExitCode(
        .failure,
        "there is no such state, or it could not be put back, or not with certainty with its secrets, or without its tokens"
      ),
    ])

  static func run(_ call: CommandCall) async throws(CommandFailure) -> ExitStatus {
    let reading = try await PastReading(call)
    let copies = try await reading.copies()
    let states: [PastState]
    // Only where copies cannot answer is a workspace asked.
    if call.values[Settings.copy] != nil || call.values[Settings.at] == nil && !copies.isEmpty {
      states = copies
    } else {
      states = try await copies + reading.kept()
    }
    let chosen = try await choose(states, call)
    let isDry = call.values[Settings.dryRun] ?? false
    let restored = isDry ? nil : try await restore(chosen, reading)
    let list = CopyList(states: states, chosen: chosen, restored: restored)
    switch call.values[Settings.output] ?? .text {
    case .text: call.output.write(list.text(now: call.system.time.now))
    case .json: call.output.write(OutputDocument.json(list.document))
    case .yaml: call.output.write(OutputDocument.yaml(list.document))
    }
    return restored.map(\.isWhole) ?? true ? .success : .failure
  }

  static func nothing(_ word: String) -> CommandFailure {
    CommandFailure(
      "no copy of \(word) is kept",
      remedy:
        "copies are kept of objects that somebody else made or changed, when they are overwritten or deleted")
  }

  // MARK: Choosing

  /// The state that the options name, or the newest of the one object that is meant.
  private static func choose(
    _ states: [PastState], _ call: CommandCall
  ) async throws(CommandFailure) -> PastState {
    let word = call.words.first ?? ""
    if let number = call.values[Settings.copy] {
      let chosen = states.first { state in
        if case .copy(let copy) = state.source { copy.id == number } else { false }
      }
      guard let chosen else {
        throw CommandFailure(
          "there is no copy \(number) of \(word)", remedy: "--dry-run without --copy lists those there are")
      }
      return chosen
    }
    let objects = Set(states.map { "\($0.key) in \($0.target.environment)/\($0.target.place)" })
    guard objects.count < 2 else {
      throw CommandFailure(
        "\(word) means \(objects.count) objects: \(objects.sorted().joined(separator: ", "))",
        remedy: "write the uid, or take one with --copy")
    }
    guard let moment = call.values[Settings.at] else {
      guard let newest = states.first(where: { isGone($0) }) else { throw nothing(word) }
      return newest
    }
    guard let chosen = try await state(at: moment, among: states, call) else {
      throw CommandFailure(
        "no state of \(word) is kept for \(moment.text)",
        remedy: "sluice history \(word) lists those there are")
    }
    return chosen
  }

  /// A copy, or what lies in the trash: what the object is now is no answer to somebody who wants it back.
  private static func isGone(_ state: PastState) -> Bool {
    switch state.source {
    case .copy: true
    case .workspace(let version, _): version.place == .trash
    }
  }

  /// For a commit the newest state that was saved for it or for one before it; for a time the newest state that is not
  /// later.
  private static func state(
    at moment: PastMoment, among states: [PastState], _ call: CommandCall
  ) async throws(CommandFailure) -> PastState? {
    switch moment {
    case .revision(let digits):
      let saved = states.filter { $0.commit != nil }
      if let state = saved.first(where: {
        $0.commit.map { $0.hasPrefix(digits) || digits.hasPrefix($0) } ?? false
      }) {
        return state
      }
      guard let environment = saved.first?.environment else { return nil }
      let commits = try await commits(
        Set(saved.compactMap(\.commit)), before: digits,
        StateLocation(call).directory(of: environment.name) + "/mirror", call)
      return saved.first { $0.commit.map(commits.contains) ?? false }
    case .time(let time, _):
      let earlier = states.filter { $0.at.map { $0 <= time } ?? false }
      // States of one second stand newest first.
      let newest = earlier.compactMap(\.at).max()
      return earlier.first { $0.at == newest }
    case .version(let number): return states.first { $0.version == number }
    }
  }

  /// Those of the commits that are another one, or lie in its history.
  private static func commits(
    _ words: Set<String>, before digits: String, _ mirror: String, _ call: CommandCall
  ) async throws(CommandFailure) -> Set<String> {
    let list = "sluice history \(call.words.first ?? "") lists them"
    let ancestry: MirrorHistory.Ancestry
    do throws(GitError) {
      ancestry = try await MirrorHistory.commits(named: words, inHistoryOf: digits, in: mirror)
    } catch {
      throw CommandFailure(
        "what came before the commit \(digits) cannot be looked up: \(error)",
        remedy: "name a version in place of the commit: \(list)")
    }
    switch ancestry {
    case .holds(let commits): return commits
    case .unknownCommit:
      throw CommandFailure(
        "the mirror knows no commit \(digits)",
        remedy: "name a commit that the environment has followed, or a version: \(list)")
    case .ambiguous:
      throw CommandFailure(
        "several commits begin with \(digits)", remedy: "write more digits of the one that you mean")
    }
  }

  private static func restore(
    _ chosen: PastState, _ reading: PastReading
  ) async throws(CommandFailure) -> Restored {
    try await reading.withReconciler(chosen.environment, chosen.memory) {
      reconciler async throws(RestoreFailure) -> Restored in
      switch chosen.source {
      case .copy(let copy): try await reconciler.restore(copy: copy.id)
      case .workspace(let version, _):
        try await reconciler.restore(version, of: chosen.key, in: chosen.target)
      }
    }
  }
}
