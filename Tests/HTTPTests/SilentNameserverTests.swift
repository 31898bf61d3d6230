import Base
import HTTP
import TestSupport
import Testing

@Suite(.enabled("needs name spaces for an unprivileged user, and ip", SilentNameserver.isAvailable))
struct SilentNameserverTests {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  /// libcurl asks the name server on a thread of its own, and waits for that thread's end unless told not to.
  @Test func holdsUpNoDeadlineAndNobodyElse() async throws {
    guard SilentNameserver.isHere else {
      return try await SilentNameserver.rerun(filter: "HTTPTests.SilentNameserverTests")
    }
    let nameserver = try SilentNameserver.Socket()
    let server = try LoopbackServer { _ in [.answer(200)] }
    let client = directClient()
    let clock = ContinuousClock()
    let start = clock.now
    var unresolved = HTTPRequest(.get, try HTTPURL("http://\(SilentNameserver.host)/"))
    unresolved.connectDeadline = .milliseconds(200)
    let error = await failure(of: unresolved, client)
    #expect(error?.cause == .timedOut(.connect(.milliseconds(200))))
    #expect(try await client.send(try server.request()).status == 200)
    unresolved.connectDeadline = .seconds(60)
    unresolved.deadline = .seconds(60)
    let waiting = unresolved
    let cancelled = Task { await failure(of: waiting, client) }
    cancelled.cancel()
    #expect(await cancelled.value?.cause == .cancelled)
    #expect(try await client.send(try server.request()).status == 200)
    // The name server's silence lasts 30 seconds.
    #expect(clock.now - start < .seconds(15))
    withExtendedLifetime(nameserver) {}
    try SilentNameserver.confirm()
  }
}
