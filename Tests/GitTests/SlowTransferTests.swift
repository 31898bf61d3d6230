import Foundation
import Git
import TestSupport
import Testing

/// A pack that takes its time.
@Suite(.enabled(if: GitHTTPServer.isAvailable, "needs nginx, fcgiwrap, git-http-backend and openssl"))
struct SlowTransferTests {
  private let place: TestPlace
  private let fixture: GitRepositoryFixture
  private let server: GitHTTPServer

  init() async throws {
    place = await TestPlace.taken()
    fixture = try await GitRepositoryFixture()
    try await fixture.commitNoise(bytes: 600_000)
    server = try await GitHTTPServer(fixture.servedFolder)
  }

  /// The sizes of the nameless files in a folder that this process has open.
  private func spools(in folder: String) throws -> [Int] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { number in
      let link = "/proc/self/fd/\(number)"
      guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: link),
        target.hasPrefix(folder), target.hasSuffix("(deleted)")
      else { return nil }
      var status = stat()
      return stat(link, &status) == 0 ? Int(status.st_size) : nil
    }
  }

  @Test func isKeptInAFileWhileItArrives() async throws {
    let relay = try GitRelay(to: server.port, .hold(after: 300_000))
    let mirror = try await fixture.mirror("http://127.0.0.1:\(relay.port)/open/config.git")
    let fetching = Task { try await mirror.fetch() }
    let folder = fixture.folder.file("mirror")
    // All but what is on its way through the relay and libcurl.
    #expect(await eventually { (try? spools(in: folder).max() ?? 0) ?? 0 > 200_000 })
    #expect(try fixture.packs().isEmpty)
    relay.goOn()
    #expect(try await fetching.value.movement == .first)
    #expect(try spools(in: folder).isEmpty)
    await mirror.close()
  }

  /// Bytes that keep coming, too slowly, stall nothing and still end.
  @Test func endsAtTheDeadlineOfTheWhole() async throws {
    let relay = try GitRelay(to: server.port, .drip(microseconds: 50_000))
    var limits = GitLimits.patient
    limits.total = .milliseconds(1500)
    let url = "http://127.0.0.1:\(relay.port)/open/config.git"
    let mirror = try await fixture.mirror(url, limits: limits)
    let error = await failure { () async throws(GitError) in try await mirror.fetch() }
    #expect(error == .timedOut(url: url, .total, after: .milliseconds(1500)))
    #expect(relay.received > 1000)
    #expect(try fixture.packs().isEmpty)
    await mirror.close()
  }
}
