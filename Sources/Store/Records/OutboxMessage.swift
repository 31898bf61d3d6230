import Base
import Documents

/// Something to tell a host, kept until the host has taken it.
public struct OutboxMessage: Sendable {
  /// What it is about: a newer message of the same kind and subject takes the place of one that still waits. For a
  /// commit status: host, repository, commit and context.
  public let subject: String
  /// Who delivers it: `github-status`, `notes-push`.
  public let kind: String
  /// What to deliver. Never a secret.
  public let payload: JSON
  public let created: Timestamp

  public init(subject: String, kind: String, payload: JSON, created: Timestamp) {
    self.subject = subject
    self.kind = kind
    self.payload = payload
    self.created = created
  }
}

/// A message that waits.
public struct WaitingMessage: Sendable {
  public let id: Int64
  public let message: OutboxMessage
  /// How often it was tried in vain.
  public let attempts: Int
  public let nextAttempt: Timestamp
  /// Why the last attempt failed.
  public let lastFailure: String?
}
