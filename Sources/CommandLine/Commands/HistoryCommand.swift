import Platform
import Report

/// `sluice history KIND/NAME`.
enum HistoryCommand: Command {
  static let description = CommandDescription(
    path: ["history"], summary: "List the states that an object once had and that 'restore' can bring back",
    details: [
      "These are the copies that were kept before something was overwritten or deleted, and for dashboards what the "
        + "workspace remembers by itself: its version history, and from Grafana 12 on its trash.",
      "The options of 'sluice run' say which repository and workspace are meant; use its file.",
    ],
    arguments: [
      CommandDescription.Argument("KIND/NAME", "the object: dashboard/UID, datasource/UID, or with its title")
    ],
    settings: EnvironmentSettingList.settings,
    exclusions: EnvironmentSettingList.exclusions, requirements: EnvironmentSettingList.requirements,
    withoutEffect: RestoreCommand.withoutEffect + ["agent-cluster", "agent-context"],
    examples: [
      CommandDescription.Example(
        purpose: "what there is of a dashboard",
        line: "sluice history dashboard/node-overview --config sluice.yaml")
    ],
    exitCodes: [
      CommandDescription.ExitCode(.success, "at least one state is listed"),
      CommandDescription.ExitCode(.failure, "there is none, or the workspace could not be asked"),
    ])

  static func run(_ call: CommandCall) async throws(CommandFailure) -> ExitStatus {
    let reading = try await PastReading(call)
    let states = try await reading.copies() + reading.kept()
    guard !states.isEmpty else { throw RestoreCommand.nothing(call.words.first ?? "") }
    let list = PastList(states)
    switch call.values[Settings.output] ?? .text {
    case .text: call.output.write(list.text(now: call.system.time.now))
    case .json: call.output.write(OutputDocument.json(list.document))
    case .yaml: call.output.write(OutputDocument.yaml(list.document))
    }
    return .success
  }
}
