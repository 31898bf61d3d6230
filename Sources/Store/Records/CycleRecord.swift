import Base
import Documents

/// One run from revision to report.
public struct CycleRecord: Sendable {
  public let environment: String
  /// As Flux writes it: `main@sha1:…`.
  public let revision: String
  public let started: Timestamp
  public let duration: Duration
  /// `success`, `failure`, `error`, as the commit status says it.
  public let state: String
  /// Objects by what happened to them.
  public let counts: JSON
  public let requests: Int
  public let writes: Int
  /// Headers and bodies.
  public let bytesSent: Int
  public let bytesReceived: Int

  public init(
    environment: String, revision: String, started: Timestamp, duration: Duration, state: String,
    counts: JSON,
    requests: Int, writes: Int, bytesSent: Int, bytesReceived: Int
  ) {
    self.environment = environment
    self.revision = revision
    self.started = started
    self.duration = duration
    self.state = state
    self.counts = counts
    self.requests = requests
    self.writes = writes
    self.bytesSent = bytesSent
    self.bytesReceived = bytesReceived
  }
}
