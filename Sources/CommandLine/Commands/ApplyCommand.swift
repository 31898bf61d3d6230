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
    requirements: EnvironmentSettingList.requirements, withoutEffect: ["interval"],
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
    let environments = try await EnvironmentOptions.environments(call.values)
    let log = OpenEnvironment.log(call, standardLevel: .error)
    let stopping = Stopping(system: call.system, log: log)
    let progress = Progress(output: call.output, time: call.system.time)
    let format = call.values[Settings.output] ?? .text
    var documents: [JSON] = []
    var isWhole = true
    for environment in environments {
      if environment.isSuspended {
        call.output.tell("\(environment.name) is suspended\n")
        continue
      }
      let open = try await OpenEnvironment.open(environment, call, log: log, isRepeated: false)
      let (report, wasAsked) = await stopping.run {
        await progress.during("\(environment.name): applying \(environment.source.url)") {
          let report = await open.loop.once()
          await open.reconciler.close()
          return report
        }
      }
      let kept = await KeptRevisionsReading.read(
        report.findings, revision: report.revision.text, from: open.state.store)
      documents.append(CycleJSON.document(report, kept: kept))
      if format == .text {
        call.output.write(
          (documents.count > 1 ? "\n" : "")
            + CycleText.render(
              report, details: call.values[Settings.details] ?? .short, kept: kept,
              now: call.system.time.now, style: call.output.standardStyle))
      }
      if report.state != .success { isWhole = false }
      if wasAsked { throw CommandFailure("stopped before everything was done; run it again to go on") }
    }
    ResultDocuments.write(
      documents, isList: call.values.isGiven(Settings.sources), as: format, to: call.output)
    return isWhole ? .success : .failure
  }
}
