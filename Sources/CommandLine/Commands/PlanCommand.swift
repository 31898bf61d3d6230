import Base
import Documents
import Git
import Platform
import Reconcile
import Report
import Secrets
import Store

/// `sluice plan`.
enum PlanCommand: Command {
  static let description = CommandDescription(
    path: ["plan"], summary: "Show what a revision would change, and change nothing",
    details: [
      "What is owned is read from the state directory, also while the daemon runs. Without one every object that is "
        + "there already is shown as to be taken over.",
      "The exit status counts what would be written to a workspace or a file, and deletions that wait for an answer. "
        + "Objects that would be taken over or forgotten without a write, and edits that sluice.dev/drift: report "
        + "leaves alone, are told and do not make it 2. A suspended Kustomization is left out.",
    ],
    settings: EnvironmentSettingList.settings, exclusions: EnvironmentSettingList.exclusions,
    requirements: EnvironmentSettingList.requirements,
    withoutEffect: ["interval", "status-secret", "status-target-url", "listen", "log-format", "log-level"],
    examples: [
      CommandDescription.Example(
        purpose: "what a branch would do to production",
        line:
          "sluice plan --url https://git.example.org/platform/config.git --branch feature --path clusters/prod"
      )
    ],
    exitCodes: [
      CommandDescription.ExitCode(.success, "nothing would be written"),
      CommandDescription.ExitCode(
        .failure, "something is wrong: a manifest, the repository, a workspace, an option"),
      CommandDescription.ExitCode(.different, "something would be written, or waits for an answer"),
    ])

  static func run(_ call: CommandCall) async throws(CommandFailure) -> ExitStatus {
    let environments = try await EnvironmentOptions.environments(call)
    let scratch = try ScratchDirectory(call)
    defer { scratch.remove() }
    let stopping = Stopping(system: call.system, log: OpenEnvironment.log(call, standardLevel: .error))
    let progress = Progress(output: call.output, time: call.system.time)
    let (results, wasAsked) = try await stopping.run {
      let neighbourhood = Neighbourhood(absent: AbsentNeighbours(StateLocation(call)).read)
      var candidates: [Result<Candidate, CommandFailure>] = []
      for environment in environments {
        if environment.isSuspended { call.output.tell("\(environment.name) is suspended\n") }
        // A suspended one only says what it wants.
        if !environment.isSuspended || environments.count > 1 {
          candidates.append(await open(environment, call, scratch, neighbourhood))
        }
      }
      // As in a cycle: what moves from one environment to another is seen to arrive.
      if candidates.count > 1 {
        for case .success(let one) in candidates { await one.reconciler.prepare() }
      }
      var results: [Result<Planned, CommandFailure>] = []
      for candidate in candidates where !Task.isCancelled {
        switch candidate {
        case .success(let one):
          let environment = one.environment
          if environment.isSuspended { continue }
          results.append(
            await progress.during(
              "\(environment.name): comparing \(environment.source.url) with what there is"
            ) { await plan(one, call) })
        case .failure(let failure): results.append(.failure(failure))
        }
      }
      for case .success(let one) in candidates { await one.reconciler.close() }
      return results
    }
    if wasAsked { throw CommandFailure("stopped before the plan was made") }
    return try show(results, call)
  }

  private struct Planned: Sendable {
    let report: PlanReport
    let kept: KeptRevisions
  }

  /// An environment that is about to be planned.
  private struct Candidate: Sendable {
    let environment: EnvironmentSettings
    let store: any Store
    let reconciler: Reconciler
  }

  private static func open(
    _ environment: EnvironmentSettings, _ call: CommandCall, _ scratch: ScratchDirectory,
    _ neighbourhood: Neighbourhood
  ) async -> Result<Candidate, CommandFailure> {
    // A plan that says "equal" has looked at everything.
    let environment = environment.verifyingAll
    do throws(CommandFailure) {
      let memory = try await PlanMemory.open(environment, call, scratch: scratch)
      let reconciler = Reconciler(
        environment, directory: "\(scratch.path)/\(environment.name)", store: memory.store,
        digestKey: memory.digestKey, time: call.system.time, scrubber: call.scrubber,
        neighbourhood: neighbourhood)
      return .success(Candidate(environment: environment, store: memory.store, reconciler: reconciler))
    } catch {
      return .failure(error)
    }
  }

  private static func plan(
    _ candidate: Candidate, _ call: CommandCall
  ) async -> Result<Planned, CommandFailure> {
    let report: PlanReport
    do throws(GitError) {
      report = try await candidate.reconciler.plan()
    } catch {
      let name = candidate.environment.name
      return .failure(CommandFailure("\(name): the source: \(call.scrubber.scrub(error.description))"))
    }
    let kept = await KeptRevisionsReading.read(
      report.findings, revision: report.revision.text, from: candidate.store)
    return .success(Planned(report: report, kept: kept))
  }

  private static func show(
    _ results: [Result<Planned, CommandFailure>], _ call: CommandCall
  ) throws(CommandFailure) -> ExitStatus {
    let format = call.values[Settings.output] ?? .text
    let details = call.values[Settings.details] ?? .short
    var documents: [JSON] = []
    var verdicts: [PlanReport.Verdict] = []
    for result in results {
      switch result {
      case .success(let planned):
        verdicts.append(planned.report.verdict)
        documents.append(PlanJSON.document(planned.report, kept: planned.kept))
        guard format == .text else { continue }
        call.output.write(
          (verdicts.count > 1 ? "\n" : "")
            + PlanText.render(
              planned.report, details: details, kept: planned.kept, now: call.system.time.now,
              style: call.output.standardStyle))
      case .failure(let failure):
        verdicts.append(.error)
        call.output.tell(failure.text(style: call.output.errorStyle))
      }
    }
    ResultDocuments.write(
      documents, isList: call.values.isGiven(Settings.sources), as: format, to: call.output)
    if verdicts.contains(.error) { return .failure }
    return verdicts.contains(.different) ? .different : .success
  }
}

/// What a plan knows of earlier cycles.
private struct PlanMemory: Sendable {
  let store: any Store
  let digestKey: SecretValue

  /// The memory of the state directory, or an empty one in the scratch directory where nothing ever ran.
  static func open(
    _ environment: EnvironmentSettings, _ call: CommandCall, scratch: ScratchDirectory
  ) async throws(CommandFailure) -> PlanMemory {
    do throws(StoreError) {
      do throws(StoreError) {
        let reading = try await StateReading.open(StateLocation(call).directory(of: environment.name))
        return PlanMemory(store: reading.store, digestKey: reading.digestKey)
      } catch {
        guard case .missing = error else { throw error }
        let empty = try await StateDirectory.open(
          "\(scratch.path)/\(environment.name)/state", time: call.system.time, random: call.system.random)
        return PlanMemory(store: empty.store, digestKey: empty.digestKey)
      }
    } catch {
      throw CommandFailure(error.description)
    }
  }
}
