import Glibc
import Platform

/// An HTTPS server of one test: `openssl s_server -HTTP`, which answers `GET /name` with the bytes of the file `name`,
/// headers included.
public final class SecureFileServer: Sendable {
  public let port: Int
  private let directory: TemporaryDirectory
  private let running: Task<Void, Never>

  /// - Parameter answers: whole answers by name.
  /// - Parameter options: more of `openssl s_server`'s.
  public init(
    certificate: String, key: String, answers: [String: String], options: [String] = []
  ) async throws {
    let directory = try TemporaryDirectory()
    for (name, answer) in answers { try directory.write(answer, to: name) }
    port = try LoopbackServer.unusedPort()
    self.directory = directory
    var command = ChildProcess(
      "openssl",
      ["s_server", "-HTTP", "-accept", "127.0.0.1:\(port)", "-cert", certificate, "-key", key] + options,
      deadline: .seconds(60))
    command.workingDirectory = directory.path
    let server = command
    running = Task { _ = try? await server.run() }
    guard await eventually({ LoopbackServer.isListening(on: port) }) else {
      running.cancel()
      throw FileError("listen on", "127.0.0.1:\(port) with openssl s_server", .system(ETIMEDOUT))
    }
  }

  /// Ends the server and waits until it is gone.
  public func stop() async {
    running.cancel()
    await running.value
  }
}
