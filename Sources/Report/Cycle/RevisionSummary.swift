import Base

/// The commit that a plan or a cycle is about.
public struct RevisionSummary: Hashable, Sendable {
  /// As Flux writes it: `main@sha1:` and all digits of the commit.
  public let text: String
  /// All digits.
  public let commit: String
  public let author: String
  /// First line of the commit's message.
  public let subject: String
  public let committed: Timestamp

  public init(text: String, commit: String, author: String, subject: String, committed: Timestamp) {
    self.text = text
    self.commit = commit
    self.author = author
    self.subject = subject
    self.committed = committed
  }

  /// For people: `main@sha1:3f2c9e1`.
  public var short: String {
    text.hasSuffix(commit) ? String(text.dropLast(commit.count)) + shortCommit : text
  }

  /// `3f2c9e1`.
  public var shortCommit: String { RevisionSummary.short(commit) }

  /// The first seven digits of a commit.
  static func short(_ commit: String) -> String { String(commit.prefix(7)) }
}
