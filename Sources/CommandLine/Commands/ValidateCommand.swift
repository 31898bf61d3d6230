import Manifests
import Render
import Report

/// `sluice validate DIR`.
enum ValidateCommand: Command {
  static let description = CommandDescription(
    path: ["validate"], summary: "Check all manifests of a directory and tell everything that is wrong",
    details: [
      "Documents of other kinds are named on standard error, one line each.",
      DirectoryRendering.whatIsRead
        + " A single file is refused, since what its objects refer to may stand in others.",
      "No workspace is asked. Values of secrets that the directory does not hold are only looked for with --secrets.",
    ],
    arguments: [
      CommandDescription.Argument(
        "DIR", "directory with manifests, such as a clone", completion: .directories)
    ],
    settings: LocalOptions.settings,
    examples: [
      CommandDescription.Example(
        purpose: "in a pipeline, before a merge", line: "sluice validate clusters/prod")
    ],
    exitCodes: [
      CommandDescription.ExitCode(.success, "no errors; there may be warnings"),
      CommandDescription.ExitCode(.failure, "errors, or the directory cannot be read"),
    ])

  static func run(_ call: CommandCall) async throws(CommandFailure) -> ExitStatus {
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
}
