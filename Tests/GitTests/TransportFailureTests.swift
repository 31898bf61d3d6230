import Base
import Foundation
import Git
import Synchronization
import TestSupport
import Testing

/// What goes wrong on the way to a server, each with its typed error and within its deadline.
@Suite(.enabled(if: GitHTTPServer.isAvailable, "needs nginx, fcgiwrap, git-http-backend and openssl"))
struct TransportFailureTests {
  private let place: TestPlace
  private let fixture: GitRepositoryFixture
  private let server: GitHTTPServer

  init() async throws {
    place = await TestPlace.taken()
    fixture = try await GitRepositoryFixture()
    try await fixture.commit(["a.txt": String(repeating: "lorem ipsum ", count: 3)])
    server = try await GitHTTPServer(fixture.servedFolder)
  }

  private static let credentials = GitCredentials.basic(
    username: GitHTTPServer.user, password: SecretValue(GitHTTPServer.password))

  /// The error of a poll and that of a fetch, which must be the same.
  private func refusal(
    _ url: String, _ credentials: GitCredentials? = nil, ca: String? = nil, limits: GitLimits = .patient
  ) async throws -> GitError? {
    let access = GitAccess(credentials: credentials, caCertificate: ca)
    let mirror = try await fixture.mirror(url, access: access, limits: limits)
    let polled = await failure { () async throws(GitError) in try await mirror.poll() }
    let fetched = await failure { () async throws(GitError) in try await mirror.fetch() }
    #expect(polled == fetched)
    await mirror.close()
    return fetched
  }

  @Test func answersOfTheServer() async throws {
    let wrong = GitCredentials.basic(username: GitHTTPServer.user, password: SecretValue("x"))
    let table: [(String, GitCredentials?, GitError)] = [
      (server.url("basic"), nil, .authentication(url: server.url("basic"))),
      (server.url("basic"), wrong, .authentication(url: server.url("basic"))),
      (server.url("bearer"), .bearer(SecretValue("x")), .authentication(url: server.url("bearer"))),
      (server.url("forbidden"), nil, .forbidden(url: server.url("forbidden"))),
      (server.url("open", "none.git"), nil, .notFound(url: server.url("open", "none.git"))),
      (server.url("broken"), nil, .serverFailure(url: server.url("broken"), status: 500)),
      (
        server.url("page"), nil,
        .notARepository(url: server.url("page"), reason: "it answered with content of type text/html")
      ),
    ]
    for (url, credentials, expected) in table {
      #expect(try await refusal(url, credentials) == expected)
    }
  }

  @Test func certificates() async throws {
    let unknown = try await refusal(server.secureURL())
    guard case .untrustedCertificate(let url, _) = unknown else {
      Issue.record("\(String(describing: unknown))")
      return
    }
    #expect(url == server.secureURL())
    let other = try GitRelay(to: server.securePort, host: 2)
    let misnamed = "https://127.0.0.2:\(other.port)/open/config.git"
    let error = try await refusal(misnamed, ca: server.authority)
    guard case .certificateName(misnamed, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    let nonsense = "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n"
    #expect(
      try await refusal(server.secureURL(), ca: nonsense)
        == .invalidSecret(key: "ca.crt", reason: "holds no certificate that can be read"))
  }

  @Test func nobodyListens() async throws {
    let port = try LoopbackPort()
    let url = "http://127.0.0.1:\(port.number)/config.git"
    #expect(try await refusal(url) == .unreachable(url: url, reason: "Connection refused"))
    guard case .unreachable("https://nowhere.invalid/x", _) = try await refusal("https://nowhere.invalid/x")
    else {
      Issue.record("a name that cannot exist was found")
      return
    }
  }

  @Test func silentServer() async throws {
    let silent = try GitSocketServer { socket in
      while GitSocketServer.readRequest(socket) != nil {}
    }
    var limits = GitLimits.patient
    limits.stall = .seconds(1)
    let url = "http://127.0.0.1:\(silent.port)/config.git"
    #expect(try await refusal(url, limits: limits) == .timedOut(url: url, .stall, after: .seconds(1)))
    // TLS that never answers counts as connecting.
    limits.connect = .seconds(1)
    limits.stall = .seconds(30)
    let secure = "https://127.0.0.1:\(silent.port)/config.git"
    #expect(try await refusal(secure, limits: limits) == .timedOut(url: secure, .connect, after: .seconds(1)))
    limits.total = .milliseconds(500)
    #expect(try await refusal(url, limits: limits) == .timedOut(url: url, .total, after: .milliseconds(500)))
  }

  @Test func cutInMidPack() async throws {
    try await fixture.commitNoise(bytes: 400_000)
    let relay = try GitRelay(to: server.port, .cut(after: 100_000))
    let url = "http://127.0.0.1:\(relay.port)/open/config.git"
    let mirror = try await fixture.mirror(url)
    let error = await failure { () async throws(GitError) in try await mirror.fetch() }
    guard case .connectionCut(url, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try fixture.packs().isEmpty)
    await mirror.close()
  }

  @Test func redirects() async throws {
    let (plain, secure) = ("http://127.0.0.1:\(server.port)", "https://127.0.0.1:\(server.securePort)")
    let toPlain = try GitSocketServer.redirecting(to: { plain })
    let toSecure = try GitSocketServer.redirecting(to: { secure })
    let from = "http://127.0.0.1:\(toPlain.port)/open/config.git"
    #expect(try await refusal(from) == nil)
    #expect(
      try await refusal("http://127.0.0.1:\(toSecure.port)/open/config.git", ca: server.authority) == nil)
    let down = server.secureURL("down")
    #expect(
      try await refusal(down, ca: server.authority)
        == .redirectRefused(from: down, to: server.url(), reason: "it would leave TLS"))
    #expect(
      try await refusal(from, Self.credentials)
        == .redirectRefused(
          from: from, to: server.url(),
          reason: "the credentials are for port \(toPlain.port) of 127.0.0.1, not for port \(server.port)"))
    let circle = Circle()
    let loop = try GitSocketServer.redirecting(to: { circle.base })
    circle.base = "http://127.0.0.1:\(loop.port)"
    let looping = "http://127.0.0.1:\(loop.port)/open/config.git"
    guard case .redirectRefused(looping, looping, _) = try await refusal(looping) else {
      Issue.record("a circle was followed")
      return
    }
  }

  @Test func overTheLimit() async throws {
    try await fixture.commitNoise(bytes: 300_000)
    var limits = GitLimits.patient
    limits.repositoryBytes = 100_000
    for url in [server.url(), fixture.fileURL] {
      let mirror = try await fixture.mirror(url, limits: limits)
      let error = await failure { () async throws(GitError) in try await mirror.fetch() }
      #expect(error == .overLimit("the repository \(url)", limit: 100_000))
      await mirror.close()
      #expect(try fixture.packs().isEmpty)
      try FileManager.default.removeItem(atPath: fixture.folder.file("mirror"))
    }
  }

  @Test func cancelling() async throws {
    let asked = Asked()
    let silent = try GitSocketServer { socket in
      while GitSocketServer.readRequest(socket) != nil { asked.count.withLock { $0 += 1 } }
    }
    let mirror = try await fixture.mirror("http://127.0.0.1:\(silent.port)/config.git")
    let task = Task { await failure { () async throws(GitError) in try await mirror.fetch() } }
    // The mirror does one thing after another: what comes second waits for the first, whatever becomes of it.
    #expect(await eventually { asked.count.withLock { $0 } == 1 })
    let waiting = Task { await failure { () async throws(GitError) in try await mirror.poll() } }
    task.cancel()
    #expect(await task.value == .cancelled)
    await mirror.close()
    let error = await waiting.value
    #expect(error == .cancelled || error == .closed)
    #expect(await failure { () async throws(GitError) in try await mirror.poll() } == .closed)
  }
}

/// How many requests came.
private final class Asked: Sendable {
  let count = Mutex(0)
}

private final class Circle: @unchecked Sendable {
  // @unchecked: set once before the first request.
  var base = ""
}
