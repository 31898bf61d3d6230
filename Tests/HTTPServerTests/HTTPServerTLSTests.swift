import Base
import Foundation
import HTTPServer
import TestSupport
import Testing

@Suite("HTTPServer over TLS")
struct HTTPServerTLSTests {
  @Test("speaks TLS 1.3 with the certificate that it was given")
  func serves() async throws {
    let authority = try await TestAuthority()
    let files = try await authority.issue("server", for: ["IP:127.0.0.1"])
    var options = HTTPServerOptions()
    options.tls = HTTPServerOptions.TLS(
      certificateChain: try String(contentsOfFile: files.certificate, encoding: .utf8),
      privateKey: SecretValue(try String(contentsOfFile: files.key, encoding: .utf8)))
    let server = try HTTPServer(options: options) { .text("secret \($0.rawPath)") }
    #expect(server.scheme == "https")
    let answer = try await GitProgram.run(
      "curl", ["-sS", "--tlsv1.3", "--cacert", authority.certificateFile, server.url + "/x"])
    #expect(answer == "secret /x")
  }

  @Test("refuses a key that is none")
  func refuses() throws {
    var options = HTTPServerOptions()
    options.tls = HTTPServerOptions.TLS(certificateChain: "no certificate", privateKey: SecretValue("no key"))
    let error = thrown(HTTPServerError.self) {
      _ = try HTTPServer(options: options) { _ in .text("") }
    }
    #expect(error?.reason == .certificateRefused)
  }
}
