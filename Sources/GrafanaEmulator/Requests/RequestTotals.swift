/// Counts what an emulator was asked, for tests and benchmarks.
public struct RequestTotals: Hashable, Sendable {
  public var requests = 0
  /// Requests with a method other than GET and HEAD.
  public var writes = 0
  /// Of the bodies that came in.
  public var requestBytes = 0
  /// Of the bodies that went out, compressed where they were.
  public var responseBytes = 0

  public init() {}
}
