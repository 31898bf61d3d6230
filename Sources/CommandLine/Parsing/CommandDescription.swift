/// What one command is called, takes and answers: all that the parser and the help need.
struct CommandDescription: Sendable {
  /// A word after the command that is no option.
  struct Argument: Sendable {
    let name: String
    let summary: String
    let isRequired: Bool
    /// An option that takes its place, so that one of both is needed.
    let replacement: String?
    /// All values, where they are few.
    let choices: [String]
    let completion: CommandOption.Completion

    init(
      _ name: String, _ summary: String, isRequired: Bool = true, replacement: String? = nil,
      choices: [String] = [], completion: CommandOption.Completion = .nothing
    ) {
      self.name = name
      self.summary = summary
      self.isRequired = isRequired
      self.replacement = replacement
      self.choices = choices
      self.completion = completion
    }

    /// `DIR`, or `[KIND/NAME]` where it may be left out.
    var usage: String { isRequired && replacement == nil ? name : "[\(name)]" }
  }

  struct Example: Sendable {
    let purpose: String
    let line: String
  }

  struct ExitCode: Sendable {
    let status: ExitStatus
    let meaning: String

    init(_ status: ExitStatus, _ meaning: String) {
      self.status = status
      self.meaning = meaning
    }
  }

  /// Alternatives of which one may be used: an option of one excludes those of the others.
  struct Exclusion: Sendable {
    let alternatives: [[String]]
    let advice: String
  }

  /// Options that mean nothing without another.
  struct Companions: Sendable {
    let names: [String]
    let leader: String
  }

  /// Of these options at least one is needed.
  struct Requirement: Sendable {
    let anyOf: [String]
    /// What to give, after `--url or --sources is missing: `.
    let advice: String
  }

  /// `["emulate", "grafana"]`.
  let path: [String]
  /// One line without a final full stop.
  let summary: String
  /// What a reader has to know beside that; paragraphs.
  var details: [String] = []
  var arguments: [Argument] = []
  var settings: [AnySetting]
  var exclusions: [Exclusion] = []
  var requirements: [Requirement] = []
  var companions: [Companions] = []
  /// Options that the command takes and that mean nothing to it, so that a command line of another command, or its
  /// file, can be used unchanged.
  var withoutEffect: [String] = []
  var examples: [Example] = []
  var exitCodes: [ExitCode]

  /// `emulate grafana`.
  var name: String { path.joined(separator: " ") }

  var options: [CommandOption] { settings.map(\.option) }

  /// `sluice restore KIND/NAME [options]`.
  var usage: String {
    (["sluice"] + path + arguments.map(\.usage) + ["[options]"]).joined(separator: " ")
  }
}
