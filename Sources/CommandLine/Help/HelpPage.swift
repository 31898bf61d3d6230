import Report

/// Writes the help of commands and groups of commands.
struct HelpPage {
  private let commands: [CommandDescription]
  private let style: TextStyle
  private let width: Int

  /// Wider lines are hard to read.
  private static let widest = 110
  private static let usualWidth = 100

  init(_ commands: [CommandDescription], style: TextStyle) {
    self.commands = commands
    self.style = style
    width = min(style.width ?? Self.usualWidth, Self.widest)
  }

  /// The help of a command, of a group of commands, or of the program, whose path is empty.
  func text(about path: [String]) -> String {
    let lines = commands.first { $0.path == path }.map { command($0) } ?? group(path)
    return lines.map { $0 + "\n" }.joined()
  }

  // MARK: Groups

  private func group(_ path: [String]) -> [String] {
    let members = commands.filter { $0.path.starts(with: path) }
    let name = (["sluice"] + path).joined(separator: " ")
    var lines =
      path.isEmpty
      ? TextWrap.lines(
        "sluice keeps Grafana workspaces and Grafana Agent configurations equal to a Git repository.",
        width: width)
      : []
    lines += ["", "Usage: \(name) COMMAND [options]", "", heading("Commands")]
    lines += table(members.map { ($0.path.dropFirst(path.count).joined(separator: " "), $0.summary) })
    lines += ["", "'\(name) COMMAND --help' says more about one command."]
    return lines.first == "" ? Array(lines.dropFirst()) : lines
  }

  // MARK: Commands

  private func command(_ command: CommandDescription) -> [String] {
    var lines = TextWrap.lines(command.summary + ".", width: width)
    lines += ["", "Usage: \(command.usage)"]
    for paragraph in command.details { lines += [""] + TextWrap.lines(paragraph, width: width) }
    if !command.arguments.isEmpty {
      lines += ["", heading("Arguments")] + table(command.arguments.map { ($0.name, $0.summary) })
    }
    for group in OptionGroup.allCases {
      let options = command.options.filter {
        $0.group == group && !command.withoutEffect.contains($0.name)
      }
      guard !options.isEmpty else { continue }
      lines += ["", heading(group.rawValue)] + table(options.map { ($0.usage, explanation($0)) })
    }
    if !command.withoutEffect.isEmpty {
      let names = Sentence.list(command.withoutEffect.map { "--\($0)" })
      lines += [""]
      lines += TextWrap.lines(
        "Taken as well, so that one command line or file serves run, apply and plan; without effect here: \(names).",
        width: width)
    }
    if !command.examples.isEmpty {
      lines += ["", heading("Examples")]
      for example in command.examples { lines += ["  # \(example.purpose)", "  \(example.line)"] }
    }
    lines += ["", heading("Exit status")]
    lines += table(command.exitCodes.map { (String($0.status.rawValue), $0.meaning) })
    return lines
  }

  private func explanation(_ option: CommandOption) -> String {
    var text = option.summary
    if let standard = option.standard { text += " (default: \(standard))" }
    if option.isRepeated { text += "; may be repeated" }
    if option.name != Settings.help.option.name { text += " [\(option.environmentName)]" }
    return text
  }

  private func heading(_ text: String) -> String { style.paint(text, .strong) }

  /// Names on the left, explanations beside them, or below where the name is long or the terminal narrow.
  private func table(_ rows: [(name: String, text: String)]) -> [String] {
    let names = rows.map(\.name.count)
    let column = min(max(names.max() ?? 0, 4), 30) + 4
    return rows.flatMap { name, text -> [String] in
      let wrapped = TextWrap.lines(text, width: max(width - column, 24))
      let indent = String(repeating: " ", count: column)
      let rest = wrapped.dropFirst().map { indent + $0 }
      guard name.count + 4 <= column else { return ["  \(name)"] + wrapped.map { indent + $0 } }
      let padding = String(repeating: " ", count: column - 2 - name.count)
      return ["  \(name)\(padding)\(wrapped.first ?? "")"] + rest
    }
  }
}

extension CommandOption {
  /// `-o, --output FORMAT`, `--[no-]allow-prune`.
  fileprivate var usage: String {
    let short = letter.map { "-\($0), " } ?? ""
    let long = isNegatable ? "--[no-]\(name)" : "--\(name)"
    return short + long + (takesValue ? " \(placeholder)" : "")
  }
}
