/// One option of the command line, as the help, the parser and the shell completion know it.
struct CommandOption: Sendable {
  /// What may follow the name.
  enum Form: Hashable, Sendable {
    /// Nothing: the option is there or not. With `negatable` there is `--no-NAME` beside it.
    case flag(negatable: Bool)
    /// One value, called so in the help.
    case value(String)
    /// One value, and the option may be given again.
    case repeated(String)
  }

  /// What a shell offers after the option.
  enum Completion: Hashable, Sendable {
    case nothing, files, directories
  }

  /// Without the two hyphens.
  let name: String
  /// The short form: `o` for `-o`.
  let letter: Character?
  let form: Form
  let group: OptionGroup
  /// What it is for, without a final full stop.
  let summary: String
  /// What holds where nobody says otherwise, as it would be written; nil where there is no such text.
  let standard: String?
  /// All values, where they are few.
  let choices: [String]
  let completion: Completion
  /// False for what only makes sense on the command line, such as `--config`.
  let isInFile: Bool
  /// Whether messages may show a value that was refused; false where people put passwords by mistake.
  let showsValue: Bool

  init(
    _ name: String, letter: Character? = nil, _ form: Form, in group: OptionGroup, _ summary: String,
    standard: String? = nil, choices: [String] = [], completion: Completion = .nothing,
    isInFile: Bool = true, showsValue: Bool = true
  ) {
    self.name = name
    self.letter = letter
    self.form = form
    self.group = group
    self.summary = summary
    self.standard = standard
    self.choices = choices
    self.completion = completion
    self.isInFile = isInFile
    self.showsValue = showsValue
  }

  /// `SLUICE_PRUNE_LIMIT_SHARE`.
  var environmentName: String {
    Self.environmentPrefix + name.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
  }

  static let environmentPrefix = "SLUICE_"

  var takesValue: Bool {
    if case .flag = form { false } else { true }
  }

  var isRepeated: Bool {
    if case .repeated = form { true } else { false }
  }

  var isNegatable: Bool { form == .flag(negatable: true) }
}
