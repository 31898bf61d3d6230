import Base
import Documents

/// Collects what is wrong with one document while its fields are read.
public final class DocumentReader {
  /// Path of the file, for locations.
  public let file: String
  /// Known as soon as kind and name are.
  public internal(set) var subject: ObjectReference?
  public private(set) var diagnostics: [Diagnostic] = []
  let unknownFieldSeverity: Diagnostic.Severity
  /// Hears, for each mapping that was read, its path, the fields that its kind has, and those that have no meaning.
  var fieldObserver: ((_ path: String, _ known: Set<String>, _ ignored: Set<String>) -> Void)?

  init(file: String, unknownFieldSeverity: Diagnostic.Severity) {
    self.file = file
    self.unknownFieldSeverity = unknownFieldSeverity
  }

  public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  func location(_ position: Position) -> SourceLocation { SourceLocation(file: file, position: position) }

  /// Never with an excerpt: a field of any kind may stand on a line with a password.
  func tell(
    _ severity: Diagnostic.Severity, code: String, at position: Position, _ message: String, remedy: String?
  ) {
    diagnostics.append(
      Diagnostic(severity, code: code, subject: subject, at: location(position), message, remedy: remedy))
  }
}
