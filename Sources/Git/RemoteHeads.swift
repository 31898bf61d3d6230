internal import Base

/// Finds out what the references of the remote name, as cheaply as the host allows. Belongs to the mirror's thread.
final class RemoteHeads {
  private let source: GitSource
  private let http: HTTPSession?
  /// Whether the host speaks version 2; nil before it was asked. Asked once, because the answer to a version-0
  /// question holds every reference.
  private var speaksVersion2: Bool?

  init(source: GitSource, http: HTTPSession?) {
    self.source = source
    self.http = http
  }

  /// The references that begin with one of the prefixes (others may be among them); tags lead to their commits.
  func list(_ prefixes: [String], repository: Repository, operation: RemoteOperation) throws(GitError)
    -> ReferenceListing.Heads
  {
    guard let http else { return try listAll(repository, operation) }
    let listing = ReferenceListing(session: http, url: source.url)
    if speaksVersion2 == true {
      do throws(GitError) {
        if let heads = try listing.list(prefixes) { return heads }
        throw operation.error(-1)
      } catch {
        guard error.mayMeanAnotherServer else { throw error }
        operation.restart()
        http.forgetRedirect()
        speaksVersion2 = nil
      }
    }
    if speaksVersion2 == nil {
      guard let answer = try listing.speaksVersion2() else { throw operation.error(-1) }
      speaksVersion2 = answer
    }
    guard speaksVersion2 == true else { return try listAll(repository, operation) }
    guard let heads = try listing.list(prefixes) else { throw operation.error(-1) }
    return heads
  }

  /// The whole list by libgit2, which speaks versions 0 and 1.
  private func listAll(_ repository: Repository, _ operation: RemoteOperation) throws(GitError)
    -> ReferenceListing.Heads
  {
    Self.peeled(try RemoteConnection(repository, operation, for: .fetch).list())
  }

  /// Replaces what an annotated tag names by its commit.
  static func peeled(_ heads: ReferenceListing.Heads) -> ReferenceListing.Heads {
    var peeled = heads.filter { !$0.key.hasSuffix("^{}") }
    for (name, commit) in heads where name.hasSuffix("^{}") { peeled[String(name.dropLast(3))] = commit }
    return peeled
  }

  /// The error for a reference that the remote has not, with names that were perhaps meant.
  static func absence(of reference: GitReference, url: GitURL, among heads: ReferenceListing.Heads)
    -> GitError
  {
    if heads.isEmpty { return .emptyRepository(url: url.description) }
    guard let wanted = reference.remoteName else {
      return .unknownReference(reference, url: url.description, nearest: [])
    }
    let prefix =
      switch reference {
      case .branch: "refs/heads/"
      case .tag: "refs/tags/"
      case .commit, .name: "refs/"
      }
    let isFull = prefix == "refs/"
    var known = heads.keys.filter { $0.hasPrefix(prefix) }.map {
      isFull ? $0 : String($0.dropFirst(prefix.count))
    }
    known.sort()
    let name = isFull ? wanted : String(wanted.dropFirst(prefix.count))
    var nearest: [String] = []
    var rest = known
    while nearest.count < 3, let found = NearestName.find(name, among: rest) {
      nearest.append(found)
      rest.removeAll { $0 == found }
    }
    if nearest.isEmpty, known.count <= 5 { nearest = known }
    return .unknownReference(reference, url: url.description, nearest: nearest)
  }
}

extension GitError {
  /// A host that was asked in a way that worked before answers so when it was replaced or moved.
  fileprivate var mayMeanAnotherServer: Bool {
    switch self {
    case .notFound, .notARepository, .redirectRefused, .connectionCut: true
    case .serverFailure(_, let status): status < 500
    default: false
    }
  }
}
