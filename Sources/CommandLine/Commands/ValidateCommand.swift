import Manifests
import Render
import Report

/// `sluice validate DIR` and `sluice validate --agent-config FILE`.
enum ValidateCommand: Command {
  static let description = CommandDescription(
    path: ["validate"], summary: "Check all manifests of a directory and tell everything that is wrong",
    details: [
      "Documents of other kinds are named on standard error, one line each.",
      DirectoryRendering.whatIsRead
        + " A single file is refused, since what its objects refer to may stand in others.",
      "No workspace is asked. Values of secrets that the directory does not hold are only looked for with --secrets.",
      "With --agent-config it is told what a Grafana Agent of version 0.44 in static mode would refuse, never do or drop "
        + "without a word, ours or not; docs/agent-configuration.md says how. It takes the place of DIR.",
    ],
    arguments: [
      CommandDescription.Argument(
        "DIR", "directory with manifests, such as a clone",
        replacement: Settings.agentConfiguration.option.name,
        completion: .directories)
    ],
    settings: [
      AnySetting(Settings.agentConfiguration), AnySetting(Settings.layout),
      AnySetting(Settings.expandEnvironment),
    ] + LocalOptions.settings,
    exclusions: [
      CommandDescription.Exclusion(
        alternatives: [["agent-config"], ["secrets", "timeout", "allow-address", "grafana-com"]],
        advice: "a configuration of an agent is read alone")
    ],
    companions: [
      CommandDescription.Companions(names: ["layout", "expand-env"], leader: "agent-config")
    ],
    examples: [
      CommandDescription.Example(
        purpose: "in a pipeline, before a merge", line: "sluice validate clusters/prod"),
      CommandDescription.Example(
        purpose: "before an agent gets a new configuration", line: "sluice validate --agent-config agent.yml"),
      CommandDescription.Example(
        purpose: "the same as it is committed",
        line: "git show HEAD:agent.yml | sluice validate --agent-config -"),
    ],
    exitCodes: [
      CommandDescription.ExitCode(.success, "no errors; there may be warnings"),
      CommandDescription.ExitCode(.failure, "errors, or what is to be checked cannot be read"),
    ])

  static func run(_ call: CommandCall) async throws(CommandFailure) -> ExitStatus {
    if let file = call.values[Settings.agentConfiguration] { return try check(file, call) }
    let directory = try await DirectoryRendering.read(call)
    let skipped = directory.rendering.skipped.map(\.line)
    let document = DiagnosticJSON.document(
      directory.findings, objectCount: directory.objectCount, skipped: skipped)
    switch call.values[Settings.output] ?? .text {
    case .text:
      call.output.tell(directory.skippedLines)
      let text = DiagnosticText.render(directory.findings, style: call.output.standardStyle)
      let summary = DiagnosticText.summary(
        directory.findings, objectCount: directory.objectCount, skippedCount: skipped.count)
      call.output.write(text + (text.isEmpty ? "" : "\n") + summary + "\n")
    case .json: call.output.write(OutputDocument.json(document))
    case .yaml: call.output.write(OutputDocument.yaml(document))
    }
    return directory.hasErrors ? .failure : .success
  }

  private static func check(_ file: String, _ call: CommandCall) throws(CommandFailure) -> ExitStatus {
    let reading = try AgentConfigurationReading(file, call)
    switch call.values[Settings.output] ?? .text {
    case .text:
      let text = DiagnosticText.render(reading.findings, style: call.output.standardStyle)
      call.output.write(text + (text.isEmpty ? "" : "\n") + reading.summary + "\n")
    case .json: call.output.write(OutputDocument.json(reading.document))
    case .yaml: call.output.write(OutputDocument.yaml(reading.document))
    }
    return reading.isAccepted ? .success : .failure
  }
}
