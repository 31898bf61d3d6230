import Base

/// What came of rendering beside the text.
struct RenderingRecord: Sendable {
  var diagnostics: [Diagnostic] = []
  /// The values that the text points to, to be written as files.
  var files: [ValueReference: SecretValue] = [:]
  /// Everything that was looked up, with what came of it: the text holds as long as the answers do.
  var answers: [ValueReference: ValueAnswer] = [:]

  /// Whether values stand for others that are somewhere else.
  var hasUnknownValues: Bool { answers.values.contains(.unknown) }

  mutating func add(_ other: RenderingRecord) {
    diagnostics += other.diagnostics
    if !other.files.isEmpty { files.merge(other.files) { first, _ in first } }
    if !other.answers.isEmpty { answers.merge(other.answers) { first, _ in first } }
  }
}
