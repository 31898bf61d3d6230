import Base
import Platform

/// Puts together what arguments, environment and file say for one command, and gathers everything that is wrong.
struct Assembly {
  let command: CommandDescription
  let commands: [CommandDescription]
  let environment: [String: String]
  let readFile: CommandParser.FileReading
  var problems: [String]
  private var warnings: [String] = []
  private var values: [String: [GivenValue]] = [:]

  init(
    command: CommandDescription, commands: [CommandDescription], environment: [String: String],
    readFile: @escaping CommandParser.FileReading, problems: [String]
  ) {
    self.command = command
    self.commands = commands
    self.environment = environment
    self.readFile = readFile
    self.problems = problems
  }

  mutating func run(_ given: [(name: String, value: GivenValue)], words: [String]) -> ParsedCommandLine {
    takeArguments(given)
    takeEnvironment()
    takeFile()
    applyReplacements(words)
    applyExclusions()
    checkValues()
    checkRequirements()
    checkCompanions()
    checkWords(words)
    guard problems.isEmpty else { return .refused(UsageError(problems: problems, path: command.path)) }
    return .run(
      Invocation(command: command, values: OptionValues(values), words: words, warnings: warnings))
  }

  // MARK: Origins

  private mutating func takeArguments(_ given: [(name: String, value: GivenValue)]) {
    for (name, value) in given {
      guard let option = command.options.first(where: { $0.name == name }) else {
        let owners = commands.filter { $0.options.contains { $0.name == name } }.map { "'sluice \($0.name)'" }
        problems.append(
          "\(value.origin.spelling) is no option of 'sluice \(command.name)'; it belongs to \(Sentence.list(owners))"
        )
        continue
      }
      if let before = values[name]?.first, !option.isRepeated, before.text != value.text {
        problems.append(
          "\(before.spelled(for: option)) and \(value.spelled(for: option)) are both given; keep one of them")
      }
      values[name] = option.isRepeated ? (values[name] ?? []) + [value] : [value]
    }
  }

  private mutating func takeEnvironment() {
    for option in command.options where values[option.name] == nil && option.name != Settings.help.option.name
    {
      let name = option.environmentName
      guard let text = environment[name], !text.isEmpty else { continue }
      let texts =
        option.isRepeated ? text.split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init) : [text]
      values[option.name] = texts.map { GivenValue(text: $0, origin: .environment(name)) }
    }
    warnOfUnreadVariables()
  }

  /// A variable with a slip in its name would be without effect in silence. Others of the prefix are none of ours:
  /// Kubernetes sets `SLUICE_SERVICE_HOST` and the like beside a service of that name.
  private mutating func warnOfUnreadVariables() {
    let known = Set(commands.flatMap(\.options).map(\.environmentName))
    for name in environment.keys.sorted()
    where name.hasPrefix(CommandOption.environmentPrefix) && !known.contains(name) {
      guard let nearest = NearestName.find(name, among: known.sorted(), atMost: 1) else { continue }
      warnings.append("the environment variable \(name) is not read, did you mean \(nearest)?")
    }
  }

  private mutating func takeFile() {
    let option = Settings.configuration.option
    guard command.options.contains(where: { $0.name == option.name }), let given = values[option.name]?.last
    else { return }
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try readFile(given.text)
    } catch {
      problems.append("\(given.origin.name(of: option)): \(error)")
      return
    }
    let file = ConfigurationFile(bytes, path: given.text, options: commands.flatMap(\.options))
    problems += file.problems
    for option in command.options where values[option.name] == nil {
      values[option.name] = file.values[option.name]
    }
  }

  // MARK: Checks

  /// A word holds before an option that would take its place, unless both are on the command line.
  private mutating func applyReplacements(_ words: [String]) {
    for (argument, _) in zip(command.arguments, words) {
      guard let name = argument.replacement, let value = values[name]?.last else { continue }
      if case .argument = value.origin {
        problems.append("\(argument.name) and --\(name) exclude each other; keep one of them")
      } else {
        values[name] = nil
      }
    }
  }

  private mutating func checkCompanions() {
    for companions in command.companions where values[companions.leader] == nil {
      for name in companions.names {
        guard let value = values[name]?.last, case .argument(let spelling) = value.origin else { continue }
        problems.append("\(spelling) means nothing without --\(companions.leader)")
      }
    }
  }

  /// Of alternatives the one of the stronger origin holds; within one origin two exclude each other.
  private mutating func applyExclusions() {
    for exclusion in command.exclusions {
      let present = exclusion.alternatives.map { names in names.compactMap { values[$0]?.last } }
      guard let rank = present.joined().map(\.origin.rank).min() else { continue }
      var kept: [(option: CommandOption, value: GivenValue)] = []
      for alternative in exclusion.alternatives {
        let members = alternative.compactMap { name -> (option: CommandOption, value: GivenValue)? in
          guard let option = command.options.first(where: { $0.name == name }), let value = values[name]?.last
          else { return nil }
          return (option, value)
        }
        if let strongest = members.first(where: { $0.value.origin.rank == rank }) {
          kept.append(strongest)
        } else {
          for member in members { values[member.option.name] = nil }
        }
      }
      if kept.count > 1 {
        let spelled = kept.map { $0.value.spelled(for: $0.option) }
        problems.append("\(Sentence.list(spelled)) exclude each other; \(exclusion.advice)")
      }
    }
  }

  private mutating func checkValues() {
    for setting in command.settings {
      for value in values[setting.option.name] ?? [] {
        guard let problem = setting.problem(value.text) else { continue }
        problems.append("\(value.spelled(for: setting.option)) \(problem.reason)")
      }
    }
  }

  private mutating func checkRequirements() {
    for requirement in command.requirements where requirement.anyOf.allSatisfy({ values[$0] == nil }) {
      let names = requirement.anyOf.map { "--\($0)" }.joined(separator: " or ")
      problems.append("\(names) is missing; \(requirement.advice)")
    }
  }

  private mutating func checkWords(_ words: [String]) {
    for argument in command.arguments.dropFirst(words.count) where argument.isRequired {
      if let name = argument.replacement, values[name] != nil { continue }
      problems.append("\(argument.name) is missing: \(argument.summary)")
    }
    for word in words.dropFirst(command.arguments.count) {
      problems.append("unexpected argument \(word); usage: \(command.usage)")
    }
    for (argument, word) in zip(command.arguments, words)
    where !argument.choices.isEmpty && !argument.choices.contains(word) {
      problems.append("\(argument.name) \(word) is not known; write \(Sentence.choice(argument.choices))")
    }
  }
}

extension ValueOrigin {
  /// The option as it was spelled on the command line.
  fileprivate var spelling: String {
    if case .argument(let spelling) = self { spelling } else { "" }
  }
}
