import Base

/// Collects what a conversion has to say. What is told twice is kept once: parts of a configuration that several
/// components inherit are read several times.
final class ConversionFindings {
  static let lossCode = "alloy-not-carried-over"

  let file: String
  private(set) var diagnostics: [Diagnostic] = []
  /// Whether the input is no configuration of its kind, so that nothing can be made of it.
  private(set) var isRefused = false
  /// The paths of components whose labels were taken.
  var numbered: [String] = []
  /// What is carried over here, and left out without a word by Alloy's own converter.
  private(set) var extras: [Diagnostic] = []
  private var known: Set<Diagnostic> = []

  init(file: String) {
    self.file = file
  }

  /// The input is wrong: no agent would take it.
  func refuse(_ message: String, at position: Position?, remedy: String? = nil) {
    isRefused = true
    add(.error, code: "alloy-input", message, at: position, remedy)
  }

  /// Something cannot be carried over.
  func lose(_ message: String, at position: Position?, remedy: String? = nil) {
    add(.error, code: Self.lossCode, message, at: position, remedy)
  }

  /// A whole section is none of what is converted.
  func exclude(_ message: String, at position: Position?) {
    add(
      .error, code: AlloyConversion.excludedSection, message, at: position,
      "take it out, or convert with --bypass-errors to go without it")
  }

  /// Something is carried over in another way, or is not needed any more.
  func warn(_ message: String, at position: Position?, remedy: String? = nil) {
    add(.warning, code: "alloy-changed", message, at: position, remedy)
  }

  /// Something is carried over that Alloy's own converter leaves out.
  func carryFurther(_ path: String, at position: Position?) {
    extras.append(
      Diagnostic(
        .error, code: Self.lossCode, at: position.map { SourceLocation(file: file, position: $0) },
        "\(path) cannot be carried over: Alloy's own converter leaves it out"))
  }

  private func add(
    _ severity: Diagnostic.Severity, code: String, _ message: String, at position: Position?,
    _ remedy: String?
  ) {
    let diagnostic = Diagnostic(
      severity, code: code, at: position.map { SourceLocation(file: file, position: $0) }, message,
      remedy: remedy)
    if known.insert(diagnostic).inserted { diagnostics.append(diagnostic) }
  }
}
