import Base
import HTTP
import Platform
import TestSupport
import Testing

@Suite struct TLSTests {
  private static let answers = [
    "ok": "HTTP/1.0 200 OK\r\nContent-Length: 6\r\n\r\nsecure",
    "down": "HTTP/1.0 302 Found\r\nLocation: http://127.0.0.1:1/plain\r\nContent-Length: 0\r\n\r\n",
  ]

  private func withServer(
    names: [String], options: [String] = [],
    _ body: (TestAuthority, SecureFileServer) async throws -> Void
  ) async throws {
    let authority = try await TestAuthority()
    let (certificate, key) = try await authority.issue("server", for: names)
    let server = try await SecureFileServer(
      certificate: certificate, key: key, answers: TLSTests.answers, options: options)
    try await body(authority, server)
  }

  private func trust(_ authority: TestAuthority) -> HTTPClient.Authorities {
    .pem((try? FileSystem.read(authority.certificateFile, limit: 10_000)) ?? [])
  }

  private func get(_ server: SecureFileServer, _ name: String = "ok") throws -> HTTPRequest {
    var request = HTTPRequest(.get, try HTTPURL("https://127.0.0.1:\(server.port)/\(name)"))
    request.deadline = .seconds(600)
    request.connectDeadline = .seconds(600)
    return request
  }

  @Test func aPrivateAuthorityIsTrustedWhenGiven() async throws {
    try await withServer(names: ["IP:127.0.0.1"], options: ["-tls1_3"]) { authority, server in
      let known = directClient { $0.authorities = trust(authority) }
      let trusted = try await known.send(try get(server))
      #expect(trusted.text == "secure")
      let anything = directClient { $0.skipsVerification = true }
      #expect(try await anything.send(try get(server)).text == "secure")
    }
  }

  @Test func anUnknownAuthorityIsNamedAsSuch() async throws {
    try await withServer(names: ["IP:127.0.0.1"]) { _, server in
      let error = await failure(of: try get(server), directClient())
      #expect(
        error?.description
          == "GET https://127.0.0.1:\(server.port)/ok: the server's certificate is signed by an authority that is "
          + "not trusted here; give that authority's certificate")
    }
  }

  @Test func authoritiesThatCannotBeReadAreNotBlamedOnTheServer() async throws {
    try await withServer(names: ["IP:127.0.0.1"]) { _, server in
      let nonsense = directClient { $0.authorities = .pem(Array("nonsense".utf8)) }
      guard case .unreadableAuthorities = await failure(of: try get(server), nonsense)?.cause else {
        Issue.record("text without a certificate was taken")
        return
      }
    }
  }

  @Test func aCertificateForAnotherHostIsNamedAsSuch() async throws {
    try await withServer(names: ["DNS:grafana.example.org"]) { authority, server in
      let client = directClient { $0.authorities = trust(authority) }
      let error = await failure(of: try get(server), client)
      #expect(
        error?.description
          == "GET https://127.0.0.1:\(server.port)/ok: the server's certificate is not for 127.0.0.1")
    }
  }

  @Test func aRedirectToPlainHTTPIsRefused() async throws {
    try await withServer(names: ["IP:127.0.0.1"]) { authority, server in
      var request = try get(server, "down")
      request.redirects = .follow(maximum: 3)
      let client = directClient { $0.authorities = trust(authority) }
      let error = await failure(of: request, client)
      #expect(
        error?.description
          == "GET https://127.0.0.1:\(server.port)/down: the redirect to http://127.0.0.1:1/plain is refused: "
          + "it leaves https for http")
    }
  }

  @Test func ourOwnCertificateIsShownWhereItIsAsked() async throws {
    let authority = try await TestAuthority()
    let (certificate, key) = try await authority.issue("server", for: ["IP:127.0.0.1"])
    let own = try await authority.issue("client", for: ["DNS:client"])
    let server = try await SecureFileServer(
      certificate: certificate, key: key, answers: TLSTests.answers,
      options: ["-Verify", "1", "-verify_return_error", "-CAfile", authority.certificateFile, "-tls1_2"])
    let identity = HTTPClient.Identity(
      certificate: try FileSystem.read(own.certificate, limit: 10_000),
      key: SecretValue(try FileSystem.read(own.key, limit: 10_000)))
    let known = directClient {
      $0.authorities = trust(authority)
      $0.identity = identity
    }
    #expect(try await known.send(try get(server)).text == "secure")
    let unknown = directClient { $0.authorities = trust(authority) }
    guard case .tls = await failure(of: try get(server), unknown)?.cause else {
      Issue.record("the server took a client without a certificate")
      return
    }
  }
}
