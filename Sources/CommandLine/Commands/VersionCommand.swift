import Documents
import Report

/// `sluice version`.
enum VersionCommand: Command {
  /// Of this program.
  static let release = "0.1.0"

  static let description = CommandDescription(
    path: ["version"], summary: "Print the version of this program",
    settings: [AnySetting(Settings.output), AnySetting(Settings.help)],
    exitCodes: [CommandDescription.ExitCode(.success, "always")])

  static func run(_ call: CommandCall) async throws(CommandFailure) -> ExitStatus {
    let document: JSON = ["version": 1, "program": "sluice", "release": .string(release)]
    switch call.values[Settings.output] ?? .text {
    case .text: call.output.write("sluice \(release)\n")
    case .json: call.output.write(OutputDocument.json(document))
    case .yaml: call.output.write(OutputDocument.yaml(document))
    }
    return .success
  }
}
