import Base
import Foundation
import Git
import TestSupport
import Testing

@Suite(.enabled(if: GitSSHServer.isAvailable, "needs sshd, ssh and ssh-keygen"))
struct SSHMirrorTests {
  private let place: TestPlace
  private let fixture: GitRepositoryFixture
  private let head: String

  init() async throws {
    place = await TestPlace.taken()
    fixture = try await GitRepositoryFixture()
    head = try await fixture.commit(["a.txt": "one"])
  }

  private func access(
    _ server: GitSSHServer, hostKeys: [GitSSHServer.Key], identity: String, passphrase: String? = nil
  ) throws -> GitAccess {
    GitAccess(
      credentials: .ssh(
        GitCredentials.SSHKey(
          identity: SecretValue(identity), knownHosts: try server.knownHosts(hostKeys),
          passphrase: passphrase.map { SecretValue($0) })))
  }

  private func refusal(_ url: String, _ access: GitAccess, limits: GitLimits = .patient) async throws
    -> GitError?
  {
    let mirror = try await fixture.mirror(url, access: access, limits: limits)
    let error = await failure { () async throws(GitError) in try await mirror.poll() }
    await mirror.close()
    #expect(try keyFolders().isEmpty)
    return error
  }

  private func keyFolders() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: fixture.folder.file("mirror")).filter {
      $0.hasPrefix("ssh-")
    }
  }

  @Test(arguments: GitSSHServer.Key.allCases, GitSSHServer.Key.allCases)
  func clones(hostKey: GitSSHServer.Key, userKey: GitSSHServer.Key) async throws {
    let server = try await GitSSHServer(hostKeys: [hostKey], userKeys: [userKey])
    let access = try access(server, hostKeys: [hostKey], identity: try server.identity(userKey))
    let mirror = try await fixture.mirror(server.url(fixture.bare), access: access)
    #expect(try await mirror.poll().revision.commit.description == head)
    let fetched = try await mirror.fetch()
    #expect(fetched.revision.description == "main@sha1:\(head)")
    #expect(try await mirror.tree(at: fetched.revision.commit).bytes(at: "a.txt") == Array("one".utf8))
    let next = try await fixture.commit(["a.txt": "two"], time: 1_700_000_500)
    #expect(try await mirror.fetch().revision.commit.description == next)
    #expect(try keyFolders().isEmpty)
    await mirror.close()
  }

  @Test func knowsOneOfTwoHostKeys() async throws {
    let server = try await GitSSHServer(hostKeys: [.ed25519, .rsa])
    let access = try access(server, hostKeys: [.rsa], identity: try server.identity(.ed25519))
    #expect(try await refusal(server.url(fixture.bare), access) == nil)
  }

  @Test func opensALockedKey() async throws {
    let server = try await GitSSHServer()
    let identity = try server.lockedIdentity()
    let good = try access(
      server, hostKeys: [.ed25519], identity: identity, passphrase: GitSSHServer.passphrase)
    #expect(try await refusal(server.url(fixture.bare), good) == nil)
    let wrong = try access(server, hostKeys: [.ed25519], identity: identity, passphrase: "wrong")
    #expect(
      try await refusal(server.url(fixture.bare), wrong) == .authentication(url: server.url(fixture.bare)))
    let closed = try access(server, hostKeys: [.ed25519], identity: identity)
    #expect(
      throws: GitError.invalidSecret(
        key: "password", reason: "is missing although identity is an encrypted key")
    ) {
      try GitSource(url: try GitURL(server.url(fixture.bare)), reference: .branch("main"), access: closed)
    }
  }

  @Test func refusesAnUnknownHost() async throws {
    let server = try await GitSSHServer()
    let other = try await GitSSHServer()
    let access = try access(other, hostKeys: [.ed25519], identity: try server.identity(.ed25519))
    #expect(
      try await refusal(server.url(fixture.bare), access) == .hostKeyUnknown(host: "127.0.0.1:\(server.port)")
    )
  }

  @Test func refusesAChangedHostKey() async throws {
    let before = try await GitSSHServer()
    let known = try before.knownHosts([.ed25519])
    let identity = try before.identity(.ed25519)
    let port = before.reserved
    await before.stop()
    let after = try await GitSSHServer(port: port)
    let key = GitCredentials.SSHKey(identity: SecretValue(identity), knownHosts: known)
    let error = try await refusal(after.url(fixture.bare), GitAccess(credentials: .ssh(key)))
    #expect(error == .hostKeyChanged(host: "127.0.0.1:\(port.number)"))
  }

  @Test func refusesAStrangeKeyAndAMissingRepository() async throws {
    let server = try await GitSSHServer()
    let strange = try access(server, hostKeys: [.ed25519], identity: try server.strangeIdentity())
    #expect(
      try await refusal(server.url(fixture.bare), strange) == .authentication(url: server.url(fixture.bare)))
    let good = try access(server, hostKeys: [.ed25519], identity: try server.identity(.ed25519))
    let missing = server.url("/no/such/repository's.git")
    #expect(try await refusal(missing, good) == .notFound(url: missing))
    let broken = try access(server, hostKeys: [.ed25519], identity: "not a key")
    guard case .sshKeyUnusable = try await refusal(server.url(fixture.bare), broken) else {
      Issue.record("a broken key was taken")
      return
    }
  }

  @Test func boundsASilentServer() async throws {
    let silent = try GitSocketServer { socket in while GitSocketServer.readRequest(socket) != nil {} }
    let server = try await GitSSHServer()
    var limits = GitLimits.patient
    limits.connect = .seconds(1)
    limits.stall = .seconds(1)
    let access = try access(server, hostKeys: [.ed25519], identity: try server.identity(.ed25519))
    let url = "ssh://git@127.0.0.1:\(silent.port)/x.git"
    #expect(
      try await refusal(url, access, limits: limits) == .timedOut(url: url, .connect, after: .seconds(1)))
  }

  @Test func pushesNotes() async throws {
    let server = try await GitSSHServer()
    let access = try access(server, hostKeys: [.ed25519], identity: try server.identity(.ed25519))
    let mirror = try await fixture.mirror(server.url(fixture.bare), access: access)
    let commit = try #require(GitObjectIdentifier(head))
    try await mirror.notes().write("success", on: commit, author: .test)
    #expect(try await mirror.notes().push() == .pushed(attempts: 1))
    #expect(try await fixture.bareGit("notes", "--ref=sluice", "show", head) == "success")
    await mirror.close()
  }
}
