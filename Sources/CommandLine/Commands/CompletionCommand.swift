/// `sluice completion SHELL`.
enum CompletionCommand: Command {
  static let description = CommandDescription(
    path: ["completion"], summary: "Print a script that completes commands and options in a shell",
    arguments: [
      CommandDescription.Argument(
        "SHELL", "bash, zsh or fish", choices: CompletionScript.Shell.allCases.map(\.rawValue))
    ],
    settings: [AnySetting(Settings.help)],
    examples: [
      CommandDescription.Example(purpose: "in this shell", line: "source <(sluice completion bash)"),
      CommandDescription.Example(
        purpose: "for all of bash", line: "sluice completion bash > /etc/bash_completion.d/sluice"),
    ],
    exitCodes: [
      CommandDescription.ExitCode(.success, "the script is printed"),
      CommandDescription.ExitCode(.failure, "the shell is not known"),
    ])

  static func run(_ call: CommandCall) async throws(CommandFailure) -> ExitStatus {
    guard let shell = call.words.first.flatMap({ CompletionScript.Shell(rawValue: $0) }) else {
      return .failure
    }
    call.output.write(CompletionScript(Program.descriptions).text(for: shell))
    return .success
  }
}
