import Documents
import Git
import Platform
import Reconcile
import Report
import Store

/// `sluice apply`.
enum ApplyCommand: Command {
  static let description = CommandDescription(
    path: ["apply"], summary: "Bring everything up to the newest revision once, and tell what was done",
    settings: EnvironmentSettingList.settings, exclusions: EnvironmentSettingList.exclusions,
    requirements: EnvironmentSettingList.requirements, withoutEffect: ["interval", "listen"],
    examples: [
      CommandDescription.Example(
        purpose: "from a pipeline, after a merge",
        line:
          "sluice apply --url https://git.example.org/platform/config.git --path clusters/prod --secrets /run/secrets"
      )
    ],
    exitCodes: [
      CommandDescription.ExitCode(.success, "everything is as the revision wants it"),
      CommandDescription.ExitCode(
        .failure, "something is held back, was refused, waits for an answer or could not be reached"),
    ])

  static func run(_ call: CommandCall) async throws(CommandFailure) -> ExitStatus {
    let environments = try await EnvironmentOptions.environments(call)
    let log = OpenEnvironment.log(call, standardLevel: .error)
    let stopping = Stopping(system: call.system, log: log)
    let (results, wasAsked) = try await stopping.run {
      var opened: [Result<OpenEnvironment, CommandFailure>] = []
      let neighbourhood = Neighbourhood(absent: AbsentNeighbours(StateLocation(call)).read)
      for environment in environments {
        if environment.isSuspended { call.output.tell("\(environment.name) is suspended\n") }
        // A suspended one only says what it wants.
        if !environment.isSuspended || environments.count > 1 {
          opened.append(await open(environment, call, log, neighbourhood))
        }
      }
      // What moves from one environment to another is seen to arrive before it is deleted where it left.
      if opened.count > 1 {
        for case .success(let one) in opened { await one.reconciler.prepare() }
      }
      var results: [Result<Applied, CommandFailure>] = []
      for one in opened where !Task.isCancelled {
        switch one {
        case .success(let one):
          if !one.settings.isSuspended { results.append(.success(await apply(one, call))) }
        case .failure(let failure): results.append(.failure(failure))
        }
      }
      for case .success(let one) in opened { await one.close() }
      return results
    }
    let status = show(results, call)
    if wasAsked { throw CommandFailure("stopped before everything was done; run it again to go on") }
    return status
  }

  private struct Applied: Sendable {
    let report: CycleReport
    let kept: KeptRevisions
  }

  private static func open(
    _ environment: EnvironmentSettings, _ call: CommandCall, _ log: Log, _ neighbourhood: Neighbourhood
  ) async -> Result<OpenEnvironment, CommandFailure> {
    do throws(CommandFailure) {
      return .success(
        try await OpenEnvironment.open(
          environment, call, log: log, isRepeated: false, neighbourhood: neighbourhood))
    } catch {
      return .failure(error)
    }
  }

  private static func apply(_ open: OpenEnvironment, _ call: CommandCall) async -> Applied {
    let environment = open.settings
    let progress = Progress(output: call.output, time: call.system.time)
    let report = await progress.during("\(environment.name): applying \(environment.source.url)") {
      let report = await open.loop.once()
      return report
    }
    let kept = await KeptRevisionsReading.read(
      report.findings, revision: report.revision.text, from: open.state.store)
    return Applied(report: report, kept: kept)
  }

  private static func show(_ results: [Result<Applied, CommandFailure>], _ call: CommandCall) -> ExitStatus {
    let format = call.values[Settings.output] ?? .text
    let details = call.values[Settings.details] ?? .short
    var documents: [JSON] = []
    var isWhole = true
    for result in results {
      switch result {
      case .success(let applied):
        if applied.report.state != .success { isWhole = false }
        documents.append(CycleJSON.document(applied.report, kept: applied.kept))
        guard format == .text else { continue }
        call.output.write(
          (documents.count > 1 ? "\n" : "")
            + CycleText.render(
              applied.report, details: details, kept: applied.kept, now: call.system.time.now,
              style: call.output.standardStyle))
      case .failure(let failure):
        isWhole = false
        call.output.tell(failure.text(style: call.output.errorStyle))
      }
    }
    ResultDocuments.write(
      documents, isList: call.values.isGiven(Settings.sources), as: format, to: call.output)
    return isWhole ? .success : .failure
  }
}
