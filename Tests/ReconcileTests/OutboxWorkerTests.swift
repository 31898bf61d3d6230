import Base
import Documents
import Git
import Glibc
import Platform
import Report
import Secrets
import Store
import Synchronization
import TestSupport
import Testing

@testable import Reconcile

/// How long the outbox tries, what it says of it, and what it counts.
@Suite struct OutboxWorkerTests {
  /// A stand-in for GitHub whose answer a test can change.
  private final class Host: Sendable {
    let answer = Mutex<(status: Int, body: String)>((201, "{}"))

    func serve() throws -> LoopbackServer {
      try LoopbackServer { [self] _ in
        let (status, body) = answer.withLock { $0 }
        return [.answer(status, body)]
      }
    }
  }

  private func worker(
    _ fixture: ReportingFixture, _ time: ManualTime, metrics: SluiceMetrics? = nil,
    store: (any Store)? = nil
  ) -> OutboxWorker {
    let secrets = SecretReader(directory: fixture.environment.secretsDirectory, scrubber: Scrubber())
    return OutboxWorker(
      fixture.environment,
      source: SourceWatch(
        fixture.environment.source, directory: fixture.folder.file("mirror"), secrets: secrets),
      secrets: secrets, store: store ?? fixture.store, log: Log(to: fixture.log, time: time), time: time,
      metrics: metrics)
  }

  private func tell(_ fixture: ReportingFixture, _ commits: String..., at time: ManualTime) async {
    let publisher = fixture.publisher()
    for commit in commits {
      await publisher.tell(ReportingFixture.report(commit), isKnown: false, mirror: nil, now: time.now)
    }
  }

  @Test(arguments: [(401, "renew the token"), (403, "(repo:status)"), (404, "check the repository's name")])
  func whatSomebodyHasToMendIsSentOnceItIsMended(status: Int, advice: String) async throws {
    let host = Host()
    host.answer.withLock { $0 = (status, "{\"message\":\"No\"}") }
    let server = try host.serve()
    let fixture = try await ReportingFixture(address: server.url + "/octo/config")
    let time = ManualTime(at: ReportingFixture.start)
    let worker = worker(fixture, time)
    await tell(fixture, "a1", at: time)
    // Two days of it, with nobody looking.
    var tries = 0
    while time.elapsed < .seconds(2 * 86_400) {
      time.advance(by: await worker.deliver())
      tries += 1
    }
    #expect(tries < 220)
    #expect(fixture.log.lines.count == 1)
    #expect(fixture.log.lines[0].contains("level=warn msg=\"reporting is tried again\""))
    #expect(fixture.log.lines[0].contains(advice))
    host.answer.withLock { $0 = (201, "{}") }
    try fixture.folder.write("ghp_renewed", to: "secrets/sluice/github/token")
    _ = await worker.deliver()
    #expect(server.requests.last?["authorization"] == "Bearer ghp_renewed")
    #expect(try await fixture.store.waitingMessageCount() == 0)
  }

  @Test func afterAWeekItIsGivenUpAloud() async throws {
    let host = Host()
    host.answer.withLock { $0 = (401, "{\"message\":\"Bad credentials\"}") }
    let server = try host.serve()
    let fixture = try await ReportingFixture(address: server.url + "/octo/config")
    let time = ManualTime(at: ReportingFixture.start)
    let worker = worker(fixture, time)
    await tell(fixture, "a1", at: time)
    _ = await worker.deliver()
    time.advance(by: OutboxWorker.patience)
    _ = await worker.deliver()
    #expect(try await fixture.store.waitingMessageCount() == 1)
    time.advance(by: .seconds(1000))
    _ = await worker.deliver()
    #expect(try await fixture.store.waitingMessageCount() == 0)
    let last = try #require(fixture.log.lines.last)
    #expect(
      last.contains(
        "level=error msg=\"reporting is given up\" kind=github-status commit=a100000 state=success tries=3 "
          + "since=2026-11-21T14:07:11Z error="), "\(last)")
    #expect(last.contains("answered 401: Bad credentials; renew the token"))
  }

  /// A host that is silent would cost a whole deadline for every commit.
  @Test func aHostThatIsAwayIsAskedOnceARound() async throws {
    let server = try LoopbackServer { _ in [.close] }
    let fixture = try await ReportingFixture(address: server.url + "/octo/config")
    let time = ManualTime(at: ReportingFixture.start)
    let worker = worker(fixture, time)
    await tell(fixture, "a1", "b1", "c1", at: time)
    let wait = await worker.deliver()
    #expect(wait == .seconds(5))
    #expect(server.requests.count == 1)
    #expect(try await fixture.store.waitingMessageCount() == 3)
    #expect(fixture.log.lines.count == 1)
  }

  @Test func deliveriesAndWhatWaitsAreMeasured() async throws {
    let host = Host()
    let server = try host.serve()
    let fixture = try await ReportingFixture(address: server.url + "/octo/config")
    let time = ManualTime(at: ReportingFixture.start)
    let metrics = Metrics()
    let worker = worker(fixture, time, metrics: SluiceMetrics(metrics, version: "1.0.0"))
    for (status, expected) in [
      (503, ["waiting{environment=\"prod\"} 1", "result=\"postponed\"} 1"]),
      (201, ["waiting{environment=\"prod\"} 0", "result=\"delivered\"} 2", "result=\"postponed\"} 1"]),
      (422, ["waiting{environment=\"prod\"} 0", "result=\"given_up\"} 1"]),
    ] {
      host.answer.withLock { $0 = (status, "{}") }
      await tell(fixture, "a\(status % 10)", at: time)
      _ = await worker.deliver()
      time.advance(by: .seconds(10))
      let page = metrics.exposition()
      for part in expected { #expect(page.contains(part), "\(status): \(part) in \(page)") }
    }
  }

  /// A remote that takes pushes over its own file system, but not into a work tree.
  @Test func notesThatCannotBePushedAreToldOnce() async throws {
    let fixture = try await ReportingFixture()
    let repository = try await GitRepositoryFixture()
    try await repository.commit(["a.yaml": "a: 1"], message: "first")
    var settings = fixture.environment
    settings.status = nil
    settings.source = SourceSettings(
      url: try GitURL("file://" + repository.work), reference: .branch("main"))
    let secrets = SecretReader(directory: nil, scrubber: Scrubber())
    let source = SourceWatch(settings.source, directory: fixture.folder.file("mirror"), secrets: secrets)
    let time = ManualTime(at: ReportingFixture.start)
    let worker = OutboxWorker(
      settings, source: source, secrets: secrets, store: fixture.store, log: Log(to: fixture.log, time: time),
      time: time)
    let publisher = Publisher(settings, store: fixture.store, log: Log(to: fixture.log, time: time))
    let state = try await source.refresh()
    let head = state.revision.commit.description
    for failure in ["away", nil, "away", nil] {
      let report = ReportingFixture.report(head, failure: failure)
      await publisher.tell(report, isKnown: false, mirror: await source.openMirror, now: time.now)
      _ = await worker.deliver()
      time.advance(by: .seconds(60))
    }
    await source.close()
    #expect(fixture.log.lines.count == 1, "\(fixture.log.lines)")
    #expect(
      fixture.log.lines[0].contains("level=warn msg=\"the remote takes no notes, they stay in the mirror\""))
    #expect(try await fixture.store.waitingMessageCount() == 0)
  }

  /// A push brings all notes, so nothing is left to wait for, and a remote that answers again is asked at once.
  @Test(arguments: [false, true])
  func notesAreThereOnceTheRemoteIsBack(isTold: Bool) async throws {
    let fixture = try await ReportingFixture()
    let repository = try await GitRepositoryFixture()
    try await repository.commit(["a.yaml": "a: 1"], message: "first")
    var settings = fixture.environment
    settings.status = nil
    settings.source = SourceSettings(url: try GitURL(repository.fileURL), reference: .branch("main"))
    let secrets = SecretReader(directory: nil, scrubber: Scrubber())
    let source = SourceWatch(settings.source, directory: fixture.folder.file("mirror"), secrets: secrets)
    let time = ManualTime(at: ReportingFixture.start)
    let worker = OutboxWorker(
      settings, source: source, secrets: secrets, store: fixture.store, log: Log(to: fixture.log, time: time),
      time: time)
    let publisher = Publisher(settings, store: fixture.store, log: Log(to: fixture.log, time: time))
    let head = try await source.refresh().revision.commit.description
    let away = repository.bare + ".away"
    #expect(rename(repository.bare, away) == 0)
    let failed = ReportingFixture.report(head, failure: "away")
    await publisher.tell(failed, isKnown: false, mirror: await source.openMirror, now: time.now)
    let wait = await worker.deliver()
    #expect(wait == .seconds(30))
    #expect(try await fixture.store.failingMessages(limit: 9).count == 1)
    #expect(rename(away, repository.bare) == 0)
    time.advance(by: .seconds(1))
    if isTold {
      await worker.remoteIsBack()
    } else {
      let report = ReportingFixture.report(head)
      await publisher.tell(report, isKnown: false, mirror: await source.openMirror, now: time.now)
    }
    _ = await worker.deliver()
    #expect(try await fixture.store.waitingMessageCount() == 0)
    await source.close()
  }
}
