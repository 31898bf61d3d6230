import Base
import Manifests

/// The text of a dashboard, wherever it stands.
struct ContentText: Sendable {
  let bytes: [UInt8]
  /// What messages call it: `spec.json`.
  let field: String
  /// Where the manifest names it.
  let start: SourceLocation
  /// Where a place in it stands in the repository, and the line there.
  let place: @Sendable (Position, String) -> (SourceLocation, Diagnostic.Excerpt?)
  /// What is odd about how it came.
  var warnings: [Diagnostic] = []
  /// What messages may say of it.
  var discretion = DashboardReader.Discretion.none

  /// A text whose places are nowhere in the repository.
  static func elsewhere(_ bytes: [UInt8], field: String, at start: SourceLocation) -> ContentText {
    ContentText(
      bytes: bytes, field: field, start: start,
      place: { (start, SourceExcerpt.line(of: bytes, at: $0, label: $1)) })
  }

  /// A text that stands in a manifest.
  static func written(_ text: ManifestText, field: String) -> ContentText {
    ContentText(
      bytes: Array((text.text ?? "").utf8), field: field, start: text.location(.start),
      place: { (text.location($0), text.excerpt($0, label: $1)) })
  }
}

/// Why there is no text.
struct ContentProblem: Error {
  let code: String
  let message: String
  var remedy: String?
  let location: SourceLocation
  var excerpt: Diagnostic.Excerpt?

  func diagnostic(_ subject: ObjectReference) -> Diagnostic {
    Diagnostic(
      .error, code: code, subject: subject, at: location, message, remedy: remedy, excerpt: excerpt)
  }
}
