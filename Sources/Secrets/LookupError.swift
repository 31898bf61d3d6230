import Base

/// Why a value that a manifest refers to cannot be had.
public struct LookupError: Error, Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// It is nowhere; all places were looked at.
    case missing
    /// The repository has the object that would hold it, with errors: what is in it is not known.
    case heldBack
    /// A name in the reference cannot be the name of a file or of a key.
    case badName
    /// It is there and cannot be read: permissions, size, not a file.
    case unreadable
  }

  public let kind: Kind
  /// What was looked for and every place that was tried, without a final full stop. Never holds a value.
  public let message: String
  public let remedy: String

  init(_ kind: Kind, _ message: String, remedy: String) {
    self.kind = kind
    self.message = message
    self.remedy = remedy
  }
}
