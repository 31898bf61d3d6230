import Base

/// A finding whose place is still one in the expanded text.
struct FoundProblem: Sendable {
  let severity: Diagnostic.Severity
  let code: String
  let position: Position
  /// Nil for what concerns the text as a whole.
  let path: ConfigurationPath?
  /// Without the path.
  let problem: String
  let remedy: String

  init(
    _ severity: Diagnostic.Severity, _ code: String, _ path: ConfigurationPath? = nil, at position: Position,
    _ problem: String, remedy: String
  ) {
    self.severity = severity
    self.code = code
    self.path = path
    self.position = position
    self.problem = problem
    self.remedy = remedy
  }

  /// With the path of the key in front.
  var message: String { path.map { "\($0) \(problem)" } ?? problem }
}
