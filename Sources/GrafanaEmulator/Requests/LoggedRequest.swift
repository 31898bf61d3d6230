/// One request that an emulator answered.
public struct LoggedRequest: Hashable, Sendable {
  public let method: String
  /// Path and query as they were sent.
  public let target: String
  /// 0 where the connection was cut.
  public let status: Int
  public let requestBytes: Int
  public let responseBytes: Int
}
