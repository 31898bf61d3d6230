import Base
import Documents
import HTTP

/// A commit status on its way to GitHub. It holds no token, so that it can wait on disk.
public struct GitHubStatus: Hashable, Sendable {
  public let repository: GitHubRepository
  /// All digits of the commit.
  public let commit: String
  public let status: CommitStatus
  /// Where the status leads who clicks on it.
  public let targetURL: String?

  public init(repository: GitHubRepository, commit: String, status: CommitStatus, targetURL: String?) {
    self.repository = repository
    self.commit = commit
    self.status = status
    self.targetURL = targetURL
  }

  /// Who delivers it, for the outbox.
  public static let outboxKind = "github-status"

  /// What it is about, for the outbox: a newer status about the same takes its place.
  public var outboxSubject: String {
    "\(repository.apiBase)/\(repository.owner)/\(repository.name)/\(commit)/\(status.context)"
  }

  /// For the outbox.
  public var payload: JSON {
    .members(
      ("version", 1), ("apiBase", .string(repository.apiBase)), ("owner", .string(repository.owner)),
      ("repository", .string(repository.name)), ("commit", .string(commit)),
      ("state", .string(status.state.rawValue)), ("context", .string(status.context)),
      ("description", .string(status.description)), ("targetURL", .text(targetURL)))
  }

  /// Back from the outbox; nil where it is not a payload of this version.
  public init?(payload: JSON) {
    guard payload["version"]?.intValue == 1, let base = payload["apiBase"]?.stringValue,
      let owner = payload["owner"]?.stringValue, let name = payload["repository"]?.stringValue,
      let commit = payload["commit"]?.stringValue,
      let state = payload["state"]?.stringValue.flatMap(CommitStatus.State.init(rawValue:)),
      let context = payload["context"]?.stringValue, let description = payload["description"]?.stringValue
    else { return nil }
    self.init(
      repository: GitHubRepository(apiBase: base, owner: owner, name: name), commit: commit,
      status: CommitStatus(state: state, context: context, description: description),
      targetURL: payload["targetURL"]?.stringValue)
  }

  /// The request that brings it (docs.github.com/en/rest/commits/statuses, "Create a commit status").
  func request(token: SecretValue, deadline: Duration) throws(HTTPURL.Malformed) -> HTTPRequest {
    let base = try HTTPURL(repository.apiBase)
    let path = [repository.owner, repository.name, "statuses", commit].map { PercentEncoding.encode($0) }
    let body = JSON.members(
      ("state", .string(status.state.rawValue)), ("target_url", .text(targetURL)),
      ("description", .string(status.description)), ("context", .string(status.context)))
    var request = HTTPRequest(
      .post, try base.appending("repos/" + path.joined(separator: "/")),
      headers: [
        "Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28",
        "Content-Type": "application/json",
      ], body: JSONWriter.bytes(body))
    request.secretHeaders = [.bearer(token.trimmed)]
    request.deadline = deadline
    request.responseLimit = 1 << 20
    // A renamed repository answers 307 with its new address on the same host.
    request.redirects = .follow(maximum: 3)
    return request
  }
}
