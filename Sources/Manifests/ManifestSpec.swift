import Base

/// What a kind of manifest says, as a typed value. Adding a kind is one file that conforms to this and one line
/// in `KindRegistry`.
public protocol ManifestSpec: Sendable {
  static var kind: String { get }
  /// All versions that are read, the current one first.
  static var apiVersions: [String] { get }
  /// How bad a field is that the kind does not have.
  static var unknownFieldSeverity: Diagnostic.Severity { get }

  /// Reads the document's fields. What is wrong is told to the reader; nil where too little is left to go on.
  init?(_ document: FieldReader, metadata: ObjectMetadata)
}

extension ManifestSpec {
  public static var unknownFieldSeverity: Diagnostic.Severity { .error }
}
