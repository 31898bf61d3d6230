/// A command line that makes sense.
struct Invocation: Sendable {
  let command: CommandDescription
  let values: OptionValues
  /// The words after the command.
  let words: [String]
  /// Worth a line, nothing is wrong.
  let warnings: [String]
}

/// What a command line asks for.
enum ParsedCommandLine: Sendable {
  case run(Invocation)
  /// Help about the commands below a path; the empty path is the program itself.
  case help([String])
  case refused(UsageError)
}

/// Everything that is wrong with one command line.
struct UsageError: Error, Hashable, Sendable {
  /// Each a whole message.
  let problems: [String]
  /// The command that was meant, as far as it is known; its help is recommended.
  let path: [String]

  var description: String {
    let lines = problems.map { "error: \($0)\n" }.joined()
    return lines + "see '\((["sluice"] + path + ["--help"]).joined(separator: " "))'\n"
  }
}
