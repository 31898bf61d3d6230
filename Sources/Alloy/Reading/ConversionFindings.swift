import AgentConfiguration
import Base
import Documents

/// Collects what a conversion has to say. What is told twice is kept once: parts of a configuration that several
/// components inherit are read several times.
final class ConversionFindings {
  static let lossCode = "alloy-not-carried-over"

  let file: String
  private(set) var diagnostics: [Diagnostic] = []
  /// Whether the input is no configuration of its kind, so that nothing can be made of it.
  private(set) var isRefused = false
  /// Components whose labels were taken.
  private(set) var numbered: [NumberedComponents] = []
  /// What is carried over here, and left out without a word or refused by Alloy's own converter.
  private(set) var extras: [Diagnostic] = []
  private var known: Set<Diagnostic> = []
  /// The text that places are in; nil where it is the file's own.
  private let text: AgentConfigurationText?
  let variables: LeftVariables

  init(file: String, text: AgentConfigurationText? = nil, variables: LeftVariables = .none) {
    self.file = file
    self.text = text
    self.variables = variables
  }

  /// What stands in the place of a name that a variable brought in.
  static let nameFromVariable = "(brought in by a variable)"

  /// The name of a key for messages. What a variable brought in may be a part of a secret and is not shown.
  func shownName(_ entry: YAMLEntry) -> String {
    let start = entry.key.position
    let value = entry.value.position
    let end = value > start && value.line == start.line ? value : Position(line: start.line + 1, column: 1)
    return isSecret(from: start, to: end) ? Self.nameFromVariable : entry.name
  }

  /// The text of a scalar for messages, or words for it where a variable brought it in.
  func shownText(_ node: YAMLNode) -> String {
    let text = node.scalar?.text ?? ""
    // Two more for the quotes.
    let end = Position(line: node.position.line, column: node.position.column + text.utf8.count + 2)
    return isSecret(from: node.position, to: end) ? Self.nameFromVariable : text
  }

  /// Whether a variable's value stands between two places of the text that is read.
  func isSecret(from start: Position, to end: Position) -> Bool {
    text?.isSubstituted(from: start, to: end) ?? false
  }

  /// The input is wrong: no agent would take it.
  func refuse(_ message: String, at position: Position?, remedy: String? = nil) {
    isRefused = true
    add(.error, code: AlloyConversion.inputCode, message, at: position, remedy)
  }

  /// A value is none that may stand in its place.
  func refuse(value: YAMLNode?, _ message: String, at position: Position?, remedy: String? = nil) {
    switch variables {
    case .deferred where Self.hasVariable(value):
      refuseVariable(
        "\(message); it holds a variable, which Alloy can only look up in texts", at: position,
        remedy: "write the value")
    case .kept where Self.hasVariable(value): break
    case .none, .deferred, .kept: refuse(message, at: position, remedy: remedy)
    }
  }

  private static func hasVariable(_ value: YAMLNode?) -> Bool {
    value?.scalar.map { DeferredVariableCheck.hasVariable($0.text) } ?? false
  }

  /// A variable stands where Alloy cannot look it up.
  func refuseVariable(_ message: String, at position: Position?, remedy: String) {
    isRefused = true
    add(.error, code: AlloyConversion.variableCode, message, at: position, remedy)
  }

  /// The input is of another program.
  func refuse(_ other: AlloySource, insteadOf source: AlloySource, at position: Position?) {
    isRefused = true
    add(
      .error, code: AlloyConversion.sourceCode,
      "this is a configuration of \(other.program), not of \(source.program)", at: position,
      "give --from \(other.rawValue)")
  }

  /// The input says what its program passes over, or what does little.
  func note(_ message: String, at position: Position?, remedy: String? = nil) {
    add(.warning, code: AlloyConversion.inputCode, message, at: position, remedy)
  }

  /// Something cannot be carried over.
  func lose(_ message: String, at position: Position?, remedy: String? = nil) {
    add(.error, code: Self.lossCode, message, at: position, remedy)
  }

  /// A whole section is none of what is converted.
  func exclude(
    _ message: String, at position: Position?,
    remedy: String = "take it out, or convert with --bypass-errors to go without it"
  ) {
    add(.error, code: AlloyConversion.excludedSection, message, at: position, remedy)
  }

  /// A variable stands for nothing, which may be what is meant.
  func tell(_ variable: AgentConfigurationText.UnsetVariable) {
    diagnostics.append(
      Diagnostic(
        .warning, code: "alloy-changed", at: SourceLocation(file: file, position: variable.position),
        "the variable \(variable.name) is not set and stands for nothing",
        remedy: "set it, or give it a default: ${\(variable.name):-value}"))
  }

  /// Something is carried over in another way, or is not needed any more.
  func warn(_ message: String, at position: Position?, remedy: String? = nil) {
    add(.warning, code: "alloy-changed", message, at: position, remedy)
  }

  /// Something is carried over that Alloy's own converter leaves out, or refuses.
  func carryFurther(
    _ path: String, at position: Position?, because reason: String = "Alloy's own converter leaves it out"
  ) {
    extras.append(
      Diagnostic(
        .error, code: Self.lossCode, at: position.map(place), "\(path) cannot be carried over: \(reason)"))
  }

  /// Something is written that Alloy's own converter refuses for a value.
  func acceptFurther(
    value: YAMLNode?, _ message: String, refused problem: String, at position: Position?, remedy: String
  ) {
    if variables == .kept, Self.hasVariable(value) { return }
    warn(message, at: position, remedy: remedy)
    extras.append(
      Diagnostic(.error, code: AlloyConversion.inputCode, at: position.map(place), problem, remedy: remedy))
  }

  /// Components of one part got other labels than they would have had.
  func number(_ group: ConfigurationAssembly.Numbered) {
    numbered.append(
      NumberedComponents(
        components: group.components, location: group.position.map(place), others: group.others.map(place)))
  }

  /// A place of the text that is read, in the file.
  private func place(_ position: Position) -> SourceLocation {
    SourceLocation(file: file, position: text?.original(position) ?? position)
  }

  private func add(
    _ severity: Diagnostic.Severity, code: String, _ message: String, at position: Position?,
    _ remedy: String?
  ) {
    let diagnostic = Diagnostic(
      severity, code: code, at: position.map(place), message,
      remedy: remedy)
    if known.insert(diagnostic).inserted { diagnostics.append(diagnostic) }
  }
}
