/// What a poll found at the remote.
public struct GitHeads: Hashable, Sendable {
  /// The commit that the source's reference names now.
  public let revision: Revision
  /// HTTP headers and bodies, both ways, without the framing of chunks; nil where the poll did not go over HTTP.
  public let bytes: Int64?

  public init(revision: Revision, bytes: Int64? = nil) {
    self.revision = revision
    self.bytes = bytes
  }
}
