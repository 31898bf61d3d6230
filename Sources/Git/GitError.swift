/// Why something with a Git repository could not be done.
///
/// Addresses in it never hold a user's password, and no case holds a secret.
public enum GitError: Error, Equatable, Sendable {
  /// Which of the deadlines of `GitLimits` passed.
  public enum Deadline: String, Sendable {
    case connect
    case stall
    case total
  }

  // What was asked for.
  case invalidURL(String, reason: String)
  case credentialsInURL(String)
  case invalidReference(String, reason: String)
  case invalidSecret(key: String, reason: String)
  case unsuitableCredentials(String, reason: String)

  // What the other side answered.
  case authentication(url: String)
  case forbidden(url: String)
  case notFound(url: String)
  case serverFailure(url: String, status: Int)
  case notARepository(url: String, reason: String)
  case emptyRepository(url: String)
  case unknownReference(GitReference, url: String, nearest: [String])
  case remoteMessage(url: String, String)
  case pushRejected(reference: String, url: String, reason: String)
  /// Others wrote at the same time, in each of several tries.
  case pushRaced(reference: String, url: String)

  // The way there.
  case unreachable(url: String, reason: String)
  case untrustedCertificate(url: String, reason: String)
  case certificateName(url: String, reason: String)
  case hostKeyUnknown(host: String)
  case hostKeyChanged(host: String)
  case sshKeyUnusable(host: String, reason: String)
  case redirectRefused(from: String, to: String, reason: String)
  case timedOut(url: String, Deadline, after: Duration)
  case connectionCut(url: String, reason: String)

  // This machine.
  case diskFull(path: String)
  case fileSystem(path: String, reason: String)
  /// The system's list of authorities that certificates are checked against.
  case authoritiesMissing(url: String, reason: String)
  case inUse(directory: String)
  case programMissing(String)

  // Contents.
  case overLimit(String, limit: Int64)
  case tooManyEntries(limit: Int)
  case tooDeep(String)
  case corrupt(String)
  case unknownCommit(GitObjectIdentifier)
  /// Without a commit: among files that are not in Git.
  case pathNotFound(String, commit: GitObjectIdentifier?)
  case notAFile(String)
  case notADirectory(String)
  case isSubmodule(String)
  case symbolicLinkEscapes(path: String, target: String)
  case symbolicLinkLoop(path: String)

  case cancelled
  case closed
  /// Anything else that libgit2 says.
  case library(String)
}

extension GitError {
  /// True where another try may help without anybody changing anything.
  public var isTransient: Bool {
    switch self {
    case .serverFailure(_, let status): status == 429 || status >= 500
    case .unreachable, .timedOut, .connectionCut, .remoteMessage, .pushRaced, .diskFull, .corrupt, .cancelled,
      .closed:
      true
    default: false
    }
  }
}
