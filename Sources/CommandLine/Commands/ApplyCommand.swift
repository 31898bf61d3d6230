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
      var results: [Result<Applied, CommandFailure>] = []
      for environment in environments where !Task.isCancelled {
        if environment.isSuspended {
          call.output.tell("\(environment.name) is suspended\n")
        } else {
          results.append(await apply(environment, call, log))
        }
      }
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

  private static func apply(
    _ environment: EnvironmentSettings, _ call: CommandCall, _ log: Log
  ) async -> Result<Applied, CommandFailure> {
    let open: OpenEnvironment
    do throws(CommandFailure) {
      open = try await OpenEnvironment.open(environment, call, log: log, isRepeated: false)
    } catch {
      return .failure(error)
    }
    let progress = Progress(output: call.output, time: call.system.time)
    let report = await progress.during("\(environment.name): applying \(environment.source.url)") {
      let report = await open.loop.once()
      return report
    }
    let kept = await KeptRevisionsReading.read(
      report.findings, revision: report.revision.text, from: open.state.store)
    await open.close()
    return .success(Applied(report: report, kept: kept))
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
