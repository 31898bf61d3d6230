/// An HTTPS server of one test: `openssl s_server -HTTP`, which answers `GET /name` with the bytes of the file `name`,
/// headers included.
public final class SecureFileServer: Sendable {
  private let reserved: LoopbackPort
  private let directory: TemporaryDirectory
  private let program: ServerProgram

  public var port: Int { reserved.number }

  /// - Parameter answers: whole answers by name.
  /// - Parameter options: more of `openssl s_server`'s.
  public init(
    certificate: String, key: String, answers: [String: String], options: [String] = []
  ) async throws {
    directory = try TemporaryDirectory()
    for (name, answer) in answers { try directory.write(answer, to: name) }
    reserved = try LoopbackPort()
    program = try ServerProgram(
      "openssl",
      ["s_server", "-HTTP", "-accept", "127.0.0.1:\(reserved.number)", "-cert", certificate, "-key", key]
        + options,
      directory: directory.path)
    try await reserved.waitForServer()
  }
}
