import Base

/// A finding whose place is still one in the expanded text.
struct FoundProblem: Sendable {
  let severity: Diagnostic.Severity
  let code: String
  let position: Position
  /// With the path of the key in front.
  let message: String
  let remedy: String

  init(
    _ severity: Diagnostic.Severity, _ code: String, at position: Position, _ message: String, remedy: String
  ) {
    self.severity = severity
    self.code = code
    self.position = position
    self.message = message
    self.remedy = remedy
  }
}
