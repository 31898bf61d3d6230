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

  private let text: [UInt8]

  /// - Parameter text: the file's content, from which excerpts are taken.
  init(file: String, text: [UInt8], unknownFieldSeverity: Diagnostic.Severity) {
    self.file = file
    self.text = text
    self.unknownFieldSeverity = unknownFieldSeverity
  }

  public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  func location(_ position: Position) -> SourceLocation { SourceLocation(file: file, position: position) }

  func tell(
    _ severity: Diagnostic.Severity, code: String, at position: Position, _ message: String, remedy: String?,
    excerptLabel: String? = nil
  ) {
    diagnostics.append(
      Diagnostic(
        severity, code: code, subject: subject, at: location(position), message, remedy: remedy,
        excerpt: excerptLabel.map { SourceExcerpt.line(of: text, at: position, label: $0) }))
  }
}
