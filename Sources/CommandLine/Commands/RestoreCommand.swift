import Base
import Documents
import Git
import Platform
import Reconcile
import Report
import Store

/// `sluice restore KIND/NAME`.
enum RestoreCommand: Command {
  static let description = CommandDescription(
    path: ["restore"], summary: "Put back a copy of what was overwritten or deleted",
    details: [
      "Before an object that somebody else made or changed is overwritten or deleted, a copy of it is kept in the state "
        + "directory. This puts one back, also while the daemon runs, and keeps what it replaces. An object that a "
        + "manifest describes is brought back to the manifest by the next cycle, which says so: a restore is "
        + "remembered in the events and the history of the object.",
      "The options of 'sluice run' say which repository and workspace are meant; use its file.",
    ],
    arguments: [
      CommandDescription.Argument("KIND/NAME", "the object: dashboard/UID, datasource/UID, or with its title")
    ],
    settings: [AnySetting(Settings.dryRun), AnySetting(Settings.copy)] + EnvironmentSettingList.settings,
    exclusions: EnvironmentSettingList.exclusions, requirements: EnvironmentSettingList.requirements,
    withoutEffect: [
      "interval", "status-secret", "status-target-url", "agent-output", "allow-prune", "prune-limit-share",
      "prune-limit-count", "forget-workspace", "listen", "details", "log-format", "log-level",
    ],
    examples: [
      CommandDescription.Example(
        purpose: "which copies there are",
        line: "sluice restore dashboard/node-overview --dry-run --config sluice.yaml"),
      CommandDescription.Example(
        purpose: "an older one", line: "sluice restore dashboard/node-overview --copy 12 --config sluice.yaml"
      ),
    ],
    exitCodes: [
      CommandDescription.ExitCode(.success, "the copy is back, or with --dry-run could be put back"),
      CommandDescription.ExitCode(.failure, "there is no such copy, or it could not be put back"),
    ])

  static func run(_ call: CommandCall) async throws(CommandFailure) -> ExitStatus {
    let environments = try await EnvironmentOptions.environments(call)
    var candidates: [Candidate] = []
    for environment in environments {
      if let memory = try await memory(of: environment, call) {
        for copy in try await CopyQuery(ObjectWord(call.words.first ?? "")).copies(in: memory.store) {
          candidates.append(Candidate(copy: copy, environment: environment, memory: memory))
        }
      }
    }
    let chosen = try choose(candidates, call)
    let isDry = call.values[Settings.dryRun] ?? false
    let restored = isDry ? nil : try await restore(chosen, call)
    show(candidates.map(\.copy), chosen: chosen.copy, restored, call)
    return .success
  }

  private struct Candidate: Sendable {
    let copy: ListedCopy
    let environment: EnvironmentSettings
    let memory: StateReading
  }

  /// Nil where nothing ever ran for the environment.
  private static func memory(
    of environment: EnvironmentSettings, _ call: CommandCall
  ) async throws(CommandFailure) -> StateReading? {
    do throws(StoreError) {
      return try await StateReading.open(StateLocation(call).directory(of: environment.name), isWriting: true)
    } catch {
      if case .missing = error { return nil }
      throw CommandFailure(error.description)
    }
  }

  /// The copy that `--copy` names, or the newest of the one object that is meant.
  private static func choose(_ candidates: [Candidate], _ call: CommandCall) throws(CommandFailure)
    -> Candidate
  {
    let word = call.words.first ?? ""
    if let number = call.values[Settings.copy] {
      guard let chosen = candidates.first(where: { $0.copy.id == number }) else {
        throw CommandFailure(
          "there is no copy \(number) of \(word)", remedy: "--dry-run without --copy lists those there are")
      }
      return chosen
    }
    let objects = Set(
      candidates.map {
        "\($0.copy.copy.key) in \($0.copy.copy.target.environment)/\($0.copy.copy.target.place)"
      })
    guard objects.count < 2 else {
      throw CommandFailure(
        "\(word) means \(objects.count) objects: \(objects.sorted().joined(separator: ", "))",
        remedy: "write the uid, or take one with --copy")
    }
    guard let newest = candidates.max(by: { $0.copy.id < $1.copy.id }) else {
      throw CommandFailure(
        "no copy of \(word) is kept",
        remedy:
          "copies are kept of objects that somebody else made or changed, when they are overwritten or deleted"
      )
    }
    return newest
  }

  private static func restore(_ chosen: Candidate, _ call: CommandCall) async throws(CommandFailure)
    -> Restored
  {
    let scratch = try ScratchDirectory(call)
    defer { scratch.remove() }
    let reconciler = Reconciler(
      chosen.environment, directory: scratch.path,
      store: chosen.memory.store, digestKey: chosen.memory.digestKey, time: call.system.time,
      scrubber: call.scrubber)
    let restored: Restored
    do throws(RestoreFailure) {
      restored = try await reconciler.restore(copy: chosen.copy.id)
    } catch {
      await reconciler.close()
      throw CommandFailure(error.message, remedy: error.remedy)
    }
    await reconciler.close()
    return restored
  }

  /// - Parameter restored: nil for a dry run.
  private static func show(
    _ copies: [ListedCopy], chosen: ListedCopy, _ restored: Restored?, _ call: CommandCall
  ) {
    let list = CopyList(copies: copies, chosen: chosen, restored: restored)
    switch call.values[Settings.output] ?? .text {
    case .text: call.output.write(list.text(now: call.system.time.now))
    case .json: call.output.write(OutputDocument.json(list.document))
    case .yaml: call.output.write(OutputDocument.yaml(list.document))
    }
  }
}
