import Platform
import Report

/// `sluice why KIND/NAME`.
enum WhyCommand: Command {
  static let description = CommandDescription(
    path: ["why"], summary: "Tell where an object comes from, how it stands and what happens next",
    details: [
      "It is read from the state directory and its mirror, also while the daemon runs.",
      "History and events are those of the object, also from before its manifest was renamed.",
    ],
    arguments: [CommandDescription.Argument("KIND/NAME", "the object: \(ObjectWord.forms)")],
    settings: MemoryOptions.settings,
    examples: [
      CommandDescription.Example(
        purpose: "by the manifest's name", line: "sluice why dashboard/node-overview"),
      CommandDescription.Example(
        purpose: "by the title in Grafana", line: "sluice why 'dashboard/Node overview'"),
    ],
    exitCodes: [
      CommandDescription.ExitCode(.success, "the object is known, however it stands"),
      CommandDescription.ExitCode(
        .failure, "it is not known, several fit, or the state directory cannot be read"),
    ])

  static func run(_ call: CommandCall) async throws(CommandFailure) -> ExitStatus {
    let found = try await ObjectQuery.find(call.words.first ?? "", in: RememberedEnvironment.all(call))
    let directory = StateLocation(call).directory(of: found.environment.name)
    let story = try await StoryReading.story(found, directory: directory)
    switch call.values[Settings.output] ?? .text {
    case .text:
      call.output.write(WhyText.render(story, now: call.system.time.now, style: call.output.standardStyle))
    case .json: call.output.write(OutputDocument.json(WhyText.document(story)))
    case .yaml: call.output.write(OutputDocument.yaml(WhyText.document(story)))
    }
    return .success
  }
}
