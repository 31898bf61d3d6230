import Base
import Git
import TestSupport
import Testing

@Suite(.enabled(if: GitHTTPServer.isAvailable, "needs nginx, fcgiwrap, git-http-backend and openssl"))
struct HTTPMirrorTests {
  private let place: TestPlace
  private let fixture: GitRepositoryFixture
  private let server: GitHTTPServer
  private let head: String

  init() async throws {
    place = await TestPlace.taken()
    fixture = try await GitRepositoryFixture()
    head = try await fixture.commit(["a.txt": "one"])
    server = try await GitHTTPServer(fixture.servedFolder)
  }

  private static let basic = GitCredentials.basic(
    username: GitHTTPServer.user, password: SecretValue(GitHTTPServer.password))
  private static let wrong = GitCredentials.basic(username: GitHTTPServer.user, password: SecretValue("x"))
  private static let bearer = GitCredentials.bearer(SecretValue(GitHTTPServer.token))

  private func check(_ url: String, _ credentials: GitCredentials? = nil, trusted: Bool = false) async throws
  {
    let access = GitAccess(credentials: credentials, caCertificate: trusted ? server.authority : nil)
    let mirror = try await fixture.mirror(url, access: access)
    #expect(try await mirror.poll().revision.description == "main@sha1:\(head)")
    let fetched = try await mirror.fetch()
    #expect(fetched.revision.description == "main@sha1:\(head)")
    #expect(try await mirror.tree(at: fetched.revision.commit).bytes(at: "a.txt") == Array("one".utf8))
    let next = try await fixture.commit(["a.txt": "two"], time: 1_700_000_500)
    #expect(try await mirror.poll().revision.commit.description == next)
    #expect(try await mirror.fetch().movement == .advanced)
    await mirror.close()
  }

  @Test func plain() async throws { try await check(server.url()) }
  @Test func oldProtocol() async throws { try await check(server.url("old")) }
  @Test func basic() async throws { try await check(server.url("basic"), Self.basic) }
  @Test func bearer() async throws { try await check(server.url("bearer"), Self.bearer) }
  @Test func onlyTLS13() async throws { try await check(server.secureURL(), trusted: true) }
  @Test func basicOverTLS() async throws {
    try await check(server.secureURL("basic"), Self.basic, trusted: true)
  }
}
