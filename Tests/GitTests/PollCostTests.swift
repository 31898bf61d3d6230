import Foundation
import Git
import TestSupport
import Testing

@Suite(.enabled(if: GitHTTPServer.isAvailable, "needs nginx, fcgiwrap, git-http-backend and openssl"))
struct PollCostTests {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  /// The promise of the issue: at most 1 KB for headers and bodies, both ways, on a kept connection. Counted by a
  /// relay between the two, not by the client.
  @Test func aPollAmongFiveThousandReferencesIsSmall() async throws {
    let fixture = try await GitRepositoryFixture()
    let head = try await fixture.commit(["a": "1"])
    let lines = (0..<5000).map { "create refs/heads/topic/\($0) \(head)\n" }.joined()
    try await fixture.bareGit("update-ref", "--stdin", input: lines)
    let server = try await GitHTTPServer(fixture.servedFolder)
    let relay = try GitRelay(to: server.port)
    let mirror = try await fixture.mirror("http://127.0.0.1:\(relay.port)/open/config.git")
    _ = try await mirror.poll()
    let (sent, received) = (relay.sent, relay.received)
    let heads = try await mirror.poll()
    #expect(heads.revision.commit.description == head)
    let cost = relay.sent + relay.received - sent - received
    #expect(cost <= 1024, "\(relay.sent - sent) bytes out, \(relay.received - received) bytes in")
    let counted = try #require(heads.bytes)
    #expect((0...16).contains(Int64(cost) - counted), "the mirror counts all but the framing of chunks")
    #expect(relay.connections == 1)
    // The first one asked for the capabilities, and did not get the references with them.
    #expect(sent + received < 2048)
    await mirror.close()
  }

  @Test func aHostThatMovedIsAskedAnew() async throws {
    let fixture = try await GitRepositoryFixture()
    let head = try await fixture.commit(["a": "1"])
    let server = try await GitHTTPServer(fixture.servedFolder)
    let target = Target()
    target.base = "http://127.0.0.1:\(server.port)"
    let redirect = try GitSocketServer.redirecting(to: { target.base })
    let mirror = try await fixture.mirror("http://127.0.0.1:\(redirect.port)/open/config.git")
    #expect(try await mirror.poll().revision.commit.description == head)
    let moved = try await GitRepositoryFixture()
    let other = try await moved.commit(["b": "1"])
    let newServer = try await GitHTTPServer(moved.servedFolder)
    try FileManager.default.removeItem(atPath: fixture.bare)
    target.base = "http://127.0.0.1:\(newServer.port)"
    #expect(try await mirror.poll().revision.commit.description == other)
    await mirror.close()
  }
}

private final class Target: @unchecked Sendable {
  // @unchecked: changed only while no request runs.
  var base = ""
}
