import Base
import Platform

/// Understands command lines: arguments, environment and configuration file together, without doing anything.
struct CommandParser: Sendable {
  typealias FileReading = @Sendable (String) throws(FileError) -> [UInt8]

  let commands: [CommandDescription]
  let environment: [String: String]
  /// Reads the configuration file.
  let readFile: FileReading

  func parse(_ arguments: [String]) -> ParsedCommandLine {
    let arguments = arguments == ["--version"] ? ["version"] : arguments
    let tokens = ArgumentScanner.tokens(arguments, options: allOptions)
    var words: [String] = []
    var given: [(name: String, value: GivenValue)] = []
    var problems: [String] = []
    for token in tokens {
      switch token {
      case .word(let word): words.append(word)
      case .option(let name, let value): given.append((name, value))
      case .problem(let message): problems.append(message)
      }
    }
    let wantsHelp = given.contains { $0.name == Settings.help.option.name }
    if words.first == "help" { return help(about: Array(words.dropFirst())) }
    switch CommandLookup(commands).find(words) {
    case .command(let command):
      if wantsHelp { return .help(command.path) }
      var assembly = Assembly(
        command: command, commands: commands, environment: environment, readFile: readFile, problems: problems
      )
      return assembly.run(given, words: Array(words.dropFirst(command.path.count)))
    case .group(let path) where wantsHelp: return .help(path)
    case .group(let path):
      if path.isEmpty, words.isEmpty, problems.isEmpty { problems.append("no command is given") }
      if !path.isEmpty {
        let names = CommandLookup(commands).words(after: path).joined(separator: ", ")
        problems.append("\(path.joined(separator: " ")) needs one of: \(names)")
      }
      return .refused(UsageError(problems: problems, path: path))
    case .unknown(let message, let path):
      return .refused(UsageError(problems: [message] + problems, path: path))
    }
  }

  private func help(about words: [String]) -> ParsedCommandLine {
    switch CommandLookup(commands).find(words) {
    case .command(let command): .help(command.path)
    case .group(let path): .help(path)
    case .unknown(let message, let path): .refused(UsageError(problems: [message], path: path))
    }
  }

  /// The options of all commands, each once, by their names.
  private var allOptions: [CommandOption] {
    var seen: Set<String> = []
    return commands.flatMap(\.options).filter { seen.insert($0.name).inserted }
  }
}

/// Finds commands by their words.
struct CommandLookup {
  enum Finding {
    case command(CommandDescription)
    /// Commands begin with these words, and none is named wholly.
    case group([String])
    case unknown(String, path: [String])
  }

  private let commands: [CommandDescription]

  init(_ commands: [CommandDescription]) {
    self.commands = commands
  }

  func find(_ words: [String]) -> Finding {
    var path: [String] = []
    for word in words {
      let next = self.words(after: path)
      guard next.contains(word) else {
        let suggestion = NearestName.suggestion(for: word, among: next)
        let name = (path + [word]).joined(separator: " ")
        return .unknown("unknown command \(name)\(suggestion)", path: path)
      }
      path.append(word)
      if let command = commands.first(where: { $0.path == path }) { return .command(command) }
    }
    return .group(path)
  }

  /// The words that may follow the first words of a command, in the order of the commands.
  func words(after path: [String]) -> [String] {
    var seen: Set<String> = []
    return commands.filter { $0.path.count > path.count && $0.path.starts(with: path) }
      .map { $0.path[path.count] }.filter { seen.insert($0).inserted }
  }
}
