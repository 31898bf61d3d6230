import Foundation

/// Ports and waiting, for servers on the loopback address.
public enum GitLoopback {
  /// A port that nobody listened on a moment ago.
  public static func freePort() throws -> Int {
    let listener = try GitSocketServer.listen()
    defer { close(listener.socket) }
    return listener.port
  }

  /// Waits until something accepts connections on a port.
  public static func waitForPort(_ port: Int, seconds: Double = 20) throws {
    let end = Date().addingTimeInterval(seconds)
    while Date() < end {
      if let socket = try? GitSocketServer.connect(port: port) {
        close(socket)
        return
      }
      usleep(10_000)
    }
    throw GitProgram.Failure(description: "nothing listens on port \(port) after \(seconds) s")
  }
}
