import Glibc
import Platform

/// A port of the loopback address that is kept for one server: bound, but not listened on, so that the system gives it
/// to nobody else, while a server that sets SO_REUSEADDR can have it. Until then it refuses connections.
public final class LoopbackPort: Sendable {
  public let number: Int
  private let descriptor: Int32

  public init() throws {
    (descriptor, number) = try LoopbackSocket.bound(isReusable: true)
  }

  deinit { close(descriptor) }

  /// Waits until something accepts connections.
  public func waitForServer() async throws {
    let isThere = await eventually {
      guard let connection = try? LoopbackSocket.connected(to: number) else { return false }
      close(connection)
      return true
    }
    if !isThere { throw FileError("reach a server at", "127.0.0.1:\(number)", .system(ETIMEDOUT)) }
  }
}
