import Base
import HTTP

/// Why a request to an API server did not do what it was to do.
public struct ClusterError: Error, Sendable {
  /// What kind of trouble it is, by which callers decide what to do next.
  public enum Kind: Hashable, Sendable {
    /// The files that say how the cluster is reached are wrong.
    case access(remedy: String?)
    /// The server cannot be reached, or does not answer in time.
    case unreachable
    /// We ended the request ourselves.
    case stopped
    /// It does not take the credentials (401).
    case unauthorized
    /// It takes them, and does not let them do this (403).
    case forbidden
    /// There is no such namespace.
    case namespaceMissing
    /// The object is not there.
    case notFound
    /// Fields belong to others.
    case fieldConflict([FieldConflict])
    /// Somebody else wrote in between, or it is another object by now.
    case conflict
    /// The content is refused, and would be again.
    case invalid(isImmutable: Bool)
    /// The server does not know server-side apply.
    case tooOld
    /// It may work later.
    case passing(retryAfter: Duration?)
    /// Anything else that makes no sense.
    case unexpected
  }

  /// A field that another manager has and that is to get another value.
  public struct FieldConflict: Hashable, Sendable {
    /// `.spec.replicas`.
    public let field: String
    /// Who has it, as the server says: `"kubectl-edit" using apps/v1 at 2026-01-01T00:00:00Z`.
    public let manager: String

    /// It was put back from a copy: nobody else wants it.
    public var isOfRestoring: Bool { manager.hasPrefix("\"\(FieldManager.restoring)\"") }
  }

  public let kind: Kind
  /// `PATCH Secret monitoring/agent-config`.
  public let call: String
  /// The status of the answer; nil where there was none.
  public let status: Int?
  /// One sentence without a final full stop, secrets taken out.
  public let message: String

  init(_ kind: Kind, call: String, status: Int? = nil, _ message: String) {
    self.kind = kind
    self.call = call
    self.status = status
    self.message = message
  }
}

extension ClusterError: CustomStringConvertible {
  /// With what was called.
  public var description: String {
    let code = status.map { " answered \($0)" } ?? ""
    return "\(call)\(code): \(message)"
  }
}

extension ClusterError {
  /// From an exchange that gave no answer.
  init(_ error: HTTPError, call: String) {
    let kind: Kind =
      switch error.cause {
      case .cancelled: .stopped
      // It is there, and what it says of other things can be read.
      case .responseTooLarge: .unexpected
      default: .unreachable
      }
    self.init(kind, call: call, "\(error.cause)")
  }

  /// Worth another try by the same policy as any overload.
  var isPassing: Bool {
    if case .passing = kind { true } else { false }
  }
}
