/// Bounds of what a repository may cost.
public struct GitLimits: Hashable, Sendable {
  /// The whole mirror on disk, in bytes.
  public var repositoryBytes: Int64 = 1 << 30
  /// One received pack, or one other answer of the server, in bytes.
  public var packBytes: Int64 = 1 << 29
  /// One file that is read, in bytes.
  public var blobBytes: Int64 = 16 << 20
  /// Entries that one listing may have.
  public var treeEntries = 200_000
  /// For the name lookup, the TCP connection and the TLS or ssh handshake together.
  public var connect: Duration = .seconds(10)
  /// For a peer that sends nothing; rounded up to whole seconds over http.
  public var stall: Duration = .seconds(30)
  /// For one operation from its beginning to its end.
  public var total: Duration = .seconds(600)

  public init() {}
}

extension Duration {
  /// Rounded down, at least 1.
  var milliseconds: Int64 {
    max(1, components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000)
  }

  /// Rounded up, at least 1.
  var wholeSeconds: Int { Int((milliseconds + 999) / 1000) }
}
