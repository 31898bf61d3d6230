/// Scripts that let a shell complete commands, options and their values.
struct CompletionScript {
  enum Shell: String, CaseIterable, Sendable {
    case bash, zsh, fish
  }

  private let commands: [CommandDescription]

  init(_ commands: [CommandDescription]) {
    self.commands = commands
  }

  func text(for shell: Shell) -> String {
    switch shell {
    case .bash: bash
    case .zsh: "autoload -U +X bashcompinit && bashcompinit\n" + bash
    case .fish: fish
    }
  }

  // MARK: bash

  private var bash: String {
    let cases = (groups.map { ($0, group($0)) } + commands.map { ($0.path, bashWords($0)) })
      .map { path, words in "    \"\(path.joined(separator: " "))\") words=\"\(words)\" ;;\n" }.joined()
    return """
      # bash completion for sluice; load it with: source <(sluice completion bash)
      _sluice() {
        local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" path="" words="" word
        for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
          case "$path $word" in
      \(commandCases)    esac
        done
        path="${path# }"
        case "$path:$previous" in
      \(valueCases)  esac
        case "$path" in
      \(cases)  esac
        COMPREPLY=($(compgen -W "$words" -- "$current"))
      }
      complete -F _sluice sluice

      """
  }

  /// The words that lead from one part of a command to the next.
  private var commandCases: String {
    var seen: Set<String> = []
    let prefixes = commands.flatMap { command in
      command.path.indices.map { Array(command.path[...$0]) }
    }.filter { seen.insert($0.joined(separator: " ")).inserted }
    return prefixes.map { "      \"\($0.prefixed)\") path=\"\($0.prefixed)\" ;;\n" }.joined()
  }

  private var valueCases: String {
    commands.flatMap { command in
      command.options.compactMap { option -> String? in
        guard option.takesValue else { return nil }
        let names = (["--\(option.name)"] + (option.letter.map { ["-\($0)"] } ?? []))
        let patterns = names.map { "\"\(command.name):\($0)\"" }.joined(separator: "|")
        let offer =
          switch option.completion {
          case .files: "-f"
          case .directories: "-d"
          case .nothing:
            option.choices.isEmpty ? "-W \"\"" : "-W \"\(option.choices.joined(separator: " "))\""
          }
        return "    \(patterns)) COMPREPLY=($(compgen \(offer) -- \"$current\")); return ;;\n"
      }
    }.joined()
  }

  private func bashWords(_ command: CommandDescription) -> String {
    let arguments = command.arguments.flatMap(\.choices)
    return (arguments + Self.flags(of: command)).joined(separator: " ")
  }

  // MARK: fish

  private var fish: String {
    var lines = [
      "# fish completion for sluice; load it with: sluice completion fish | source", "complete -c sluice -f",
    ]
    for path in groups {
      let condition =
        path.isEmpty ? "__fish_use_subcommand" : "__fish_seen_subcommand_from \(path.joined(separator: " "))"
      for word in CommandLookup(commands).words(after: path) {
        let summary = commands.first { $0.path == path + [word] }?.summary ?? "more commands"
        lines.append("complete -c sluice -n '\(condition)' -a \(word) -d \(Self.quoted(summary))")
      }
    }
    for command in commands {
      let condition = "__fish_seen_subcommand_from \(command.path.last ?? "")"
      for choice in command.arguments.flatMap(\.choices) {
        lines.append("complete -c sluice -n '\(condition)' -a \(choice)")
      }
      for option in command.options {
        let letter = option.letter.map { " -s \($0)" } ?? ""
        let value =
          !option.takesValue
          ? ""
          : option.completion != .nothing
            ? " -r -F"
            : option.choices.isEmpty ? " -x" : " -x -a \(Self.quoted(option.choices.joined(separator: " ")))"
        lines.append(
          "complete -c sluice -n '\(condition)' -l \(option.name)\(letter)\(value) -d \(Self.quoted(option.summary))"
        )
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.map { $0 == "'" ? "\\'" : String($0) }.joined() + "'"
  }

  // MARK: Both

  /// The program itself, and words such as `emulate` that need another one.
  private var groups: [[String]] {
    var seen: Set<[String]> = [[]]
    return [[]]
      + commands.flatMap { command in
        command.path.indices.dropLast().map { Array(command.path[...$0]) }
      }.filter { seen.insert($0).inserted }
  }

  private func group(_ path: [String]) -> String {
    (CommandLookup(commands).words(after: path)
      + (path.isEmpty ? ["help", "--help", "--version"] : ["--help"]))
      .joined(separator: " ")
  }

  private static func flags(of command: CommandDescription) -> [String] {
    command.options.flatMap { option in
      ["--\(option.name)"] + (option.isNegatable ? ["--no-\(option.name)"] : [])
        + (option.letter.map { ["-\($0)"] } ?? [])
    }
  }
}

extension [String] {
  /// Each word after a blank, as the script puts them together.
  fileprivate var prefixed: String { map { " " + $0 }.joined() }
}
