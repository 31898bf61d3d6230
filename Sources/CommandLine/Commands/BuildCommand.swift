import Documents
import Manifests
import Render
import Report

/// `sluice build DIR`.
enum BuildCommand: Command {
  static let description = CommandDescription(
    path: ["build"], summary: "Print what a directory renders to",
    details: [
      "The result is a stream of YAML documents, one for each folder, data source and dashboard of each workspace in "
        + "the order in which they are written, and one for each file of an agent. With -o json it is one object. "
        + "Secrets read (secret). Uids are those that an empty workspace would get.",
      DirectoryRendering.whatIsRead,
      "What is wrong with manifests is told on standard error; everything else is printed all the same.",
    ],
    arguments: [
      CommandDescription.Argument(
        "DIR", "directory with manifests, such as a clone", completion: .directories)
    ],
    settings: LocalOptions.settings,
    examples: [
      CommandDescription.Example(
        purpose: "what a change does to the result", line: "diff <(sluice build old) <(sluice build new)")
    ],
    exitCodes: [
      CommandDescription.ExitCode(.success, "everything was rendered"),
      CommandDescription.ExitCode(.failure, "some objects have errors, or the directory cannot be read"),
    ])

  static func run(_ call: CommandCall) async throws(CommandFailure) -> ExitStatus {
    let directory = try await DirectoryRendering.read(call)
    let documents: BuildDocuments
    do throws(SourceTreeError) {
      documents = try await BuildDocuments.make(directory)
    } catch {
      throw CommandFailure(error.message)
    }
    switch call.values[Settings.output] ?? .text {
    case .text, .yaml: call.output.write(YAMLWriter.string(stream: documents.objects + documents.agentFiles))
    case .json:
      call.output.write(
        OutputDocument.json([
          "version": 1, "objects": .array(documents.objects), "agentFiles": .array(documents.agentFiles),
          "diagnostics": DiagnosticJSON.list(directory.findings),
        ]))
    }
    call.output.tell(directory.skippedLines)
    if !directory.findings.isEmpty {
      call.output.tell(DiagnosticText.render(directory.findings, style: call.output.errorStyle))
    }
    return directory.hasErrors ? .failure : .success
  }
}
