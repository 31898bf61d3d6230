import Git
import TestSupport
import Testing

@Suite(.enabled("needs name spaces for an unprivileged user, and ip", SilentNameserver.isAvailable))
struct SilentNameserverTests {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  @Test func holdsUpNoDeadlineOfTheMirror() async throws {
    guard SilentNameserver.isHere else {
      return try await SilentNameserver.rerun(filter: "GitTests.SilentNameserverTests")
    }
    let nameserver = try SilentNameserver.Socket()
    let fixture = try await GitRepositoryFixture()
    var limits = GitLimits.patient
    limits.connect = .milliseconds(500)
    let url = "http://\(SilentNameserver.host)/config.git"
    let mirror = try await fixture.mirror(url, limits: limits)
    let clock = ContinuousClock()
    let start = clock.now
    for _ in 0..<2 {
      let error = await failure { () async throws(GitError) in try await mirror.poll() }
      #expect(error == .timedOut(url: url, .connect, after: .milliseconds(500)))
    }
    let fetching = Task { await failure { () async throws(GitError) in try await mirror.fetch() } }
    fetching.cancel()
    #expect(await fetching.value == .cancelled)
    await mirror.close()
    // The name server's silence lasts 30 seconds.
    #expect(clock.now - start < .seconds(15))
    withExtendedLifetime(nameserver) {}
    try SilentNameserver.confirm()
  }
}
