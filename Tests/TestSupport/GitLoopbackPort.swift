import Foundation

/// A port of the loopback address that is kept for one server: bound, but not listened on, so that the system gives it
/// to nobody else, while a server that sets SO_REUSEADDR can have it. Until then it refuses connections.
public final class GitLoopbackPort: Sendable {
  public let number: Int
  private let socket: Int32

  public init() throws {
    (socket, number) = try GitSocketServer.bound(reusable: true)
  }

  deinit { close(socket) }

  /// Waits until something accepts connections.
  public func waitForServer(seconds: Double = 60) throws {
    let end = Date().addingTimeInterval(seconds)
    while Date() < end {
      if let socket = try? GitSocketServer.connect(port: number) {
        close(socket)
        return
      }
      usleep(10_000)
    }
    throw GitProgram.Failure(description: "nothing listens on port \(number) after \(seconds) s")
  }
}
