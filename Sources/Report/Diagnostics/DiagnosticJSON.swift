import Base
import Documents

/// Findings for programs: everything that the text has.
public enum DiagnosticJSON {
  /// - Parameter kept: as for `DiagnosticText.render`.
  public static func list(_ diagnostics: [Diagnostic], kept: KeptRevisions? = nil) -> JSON {
    .array(diagnostics.map { object($0, kept: kept) })
  }

  /// The document of `sluice validate -o json`.
  public static func document(_ diagnostics: [Diagnostic], objectCount: Int, skipped: [String] = []) -> JSON {
    .members(
      ("version", 1), ("objects", .whole(objectCount)), ("skipped", .whole(skipped.count)),
      ("skippedDocuments", .lines(skipped)),
      ("diagnostics", list(diagnostics)))
  }

  /// The document of `sluice validate --agent-config FILE -o json`.
  public static func document(_ diagnostics: [Diagnostic], file: String, layout: String) -> JSON {
    .members(
      ("version", 1), ("file", .string(file)), ("layout", .string(layout)),
      ("accepted", .bool(!diagnostics.contains { $0.severity == .error })), ("diagnostics", list(diagnostics))
    )
  }

  static func object(_ diagnostic: Diagnostic, kept: KeptRevisions? = nil) -> JSON {
    let isHeldBack = kept != nil && diagnostic.severity == .error
    return .members(
      ("severity", .string(diagnostic.severity.rawValue)), ("code", .string(diagnostic.code)),
      ("object", diagnostic.subject.map { .reference($0) }), ("file", .text(diagnostic.location?.file)),
      ("line", .whole(diagnostic.location?.position.line)),
      ("column", .whole(diagnostic.location?.position.column)), ("message", .string(diagnostic.message)),
      ("remedy", .text(diagnostic.remedy)), ("excerpt", .text(diagnostic.excerpt?.text)),
      ("expected", diagnostic.excerpt.flatMap { $0.label.isEmpty ? nil : .string($0.label) }),
      ("heldBack", .flag(isHeldBack)), ("keptRevision", .text(kept?.revision(diagnostic.subject))))
  }
}
