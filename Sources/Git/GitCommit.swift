/// A commit, without its contents.
public struct GitCommit: Hashable, Sendable {
  /// Who made it, and when.
  public struct Signature: Hashable, Sendable {
    public let name: String
    public let email: String
    /// Seconds since 1970.
    public let time: Int64
    /// Minutes that the author's clock was ahead of UTC.
    public let offset: Int

    public init(name: String, email: String, time: Int64, offset: Int) {
      self.name = name
      self.email = email
      self.time = time
      self.offset = offset
    }
  }

  /// A line such as `Sluice-Allow-Prune: yes` at the end of the message.
  public struct Trailer: Hashable, Sendable {
    public let key: String
    public let value: String

    public init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  public let identifier: GitObjectIdentifier
  public let author: Signature
  public let committer: Signature
  /// The first paragraph on one line.
  public let subject: String
  public let trailers: [Trailer]
  public let parents: [GitObjectIdentifier]

  public init(
    identifier: GitObjectIdentifier, author: Signature, committer: Signature, subject: String,
    trailers: [Trailer] = [], parents: [GitObjectIdentifier] = []
  ) {
    self.identifier = identifier
    self.author = author
    self.committer = committer
    self.subject = subject
    self.trailers = trailers
    self.parents = parents
  }

  /// The value of the last trailer with this key, case aside.
  public func trailer(_ key: String) -> String? {
    trailers.last { $0.key.lowercased() == key.lowercased() }?.value
  }
}
