/// Something of an object that ends by its manifest: people have to write another end in time.
public struct Expiration: Hashable, Sendable {
  /// For people: `token "deploy"`.
  public let what: String
  public let end: Timestamp

  public init(_ what: String, end: Timestamp) {
    self.what = what
    self.end = end
  }
}
