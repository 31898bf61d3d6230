import Base
import Report
import TestSupport
import Testing

@testable import Reconcile

/// Which commits are told what, over pushes that overtake each other and over restarts.
@Suite struct PublisherTests {
  private static let now = ReportingFixture.start

  private func announce(_ publisher: Publisher, _ commits: String...) async {
    let source =
      commits.count == 2
      ? ReportingFixture.source(commits[0], commits[1]) : ReportingFixture.source(commits[0])
    await publisher.announce(source, targets: ["g-1"], now: Self.now)
  }

  private func tell(
    _ publisher: Publisher, _ commit: String, failure: String? = nil, isKnown: Bool = false
  ) async {
    await publisher.tell(
      ReportingFixture.report(commit, failure: failure), isKnown: isKnown, mirror: nil, now: Self.now)
  }

  @Test func everyCommitOfAPushGetsTheOutcomeOfTheNewest() async throws {
    let fixture = try await ReportingFixture()
    let publisher = fixture.publisher()
    await announce(publisher, "b2", "b1")
    #expect(
      try await fixture.statuses() == [
        "b1": "pending: applying b200000 to g-1", "b2": "pending: applying b200000 to g-1",
      ])
    await tell(publisher, "b2")
    #expect(
      try await fixture.statuses() == [
        "b1": "success: with b200000: 3 equal, 1.2 s", "b2": "success: 3 equal, 1.2 s",
      ])
  }

  /// The first push is overtaken before its cycle has ended: its cycle is given up, and nobody tells how it ended.
  @Test func aPushThatIsOvertakenGetsTheOutcomeOfTheNext() async throws {
    let fixture = try await ReportingFixture()
    let publisher = fixture.publisher()
    await announce(publisher, "a2", "a1")
    await announce(publisher, "b1")
    await tell(publisher, "b1")
    #expect(
      try await fixture.statuses() == [
        "a1": "success: with b100000: 3 equal, 1.2 s", "a2": "success: with b100000: 3 equal, 1.2 s",
        "b1": "success: 3 equal, 1.2 s",
      ])
  }

  @Test(arguments: [false, true])
  func aRestartForgetsNoCommit(isOvertaken: Bool) async throws {
    let fixture = try await ReportingFixture()
    await announce(fixture.publisher(), "a2", "a1")
    try await fixture.deliverAll()
    // Of a revision that was fetched before the restart the source says only its head.
    let next = fixture.publisher()
    await announce(next, isOvertaken ? "b1" : "a2")
    await tell(next, isOvertaken ? "b1" : "a2", failure: "no answer")
    let head = isOvertaken ? "b1" : "a2"
    var expected = ["a1": "error: with \(head)00000: g-1: no answer", head: "error: g-1: no answer"]
    if isOvertaken { expected["a2"] = "error: with b100000: g-1: no answer" }
    #expect(try await fixture.statuses() == expected)
  }

  /// What the process before told last is what counts: the workspace came back while nobody looked.
  @Test func aStateThatEndedDuringARestartIsTold() async throws {
    let fixture = try await ReportingFixture()
    let first = fixture.publisher()
    await announce(first, "a2", "a1")
    await tell(first, "a2", failure: "no answer")
    try await fixture.deliverAll()
    await tell(fixture.publisher(), "a2", isKnown: true)
    #expect(
      try await fixture.statuses() == [
        "a1": "success: with a200000: 3 equal, 1.2 s", "a2": "success: 3 equal, 1.2 s",
      ])
  }

  @Test func aRestartWithoutAChangeTellsNothing() async throws {
    let fixture = try await ReportingFixture()
    let first = fixture.publisher()
    await announce(first, "a1")
    await tell(first, "a1")
    try await fixture.deliverAll()
    let second = fixture.publisher()
    await tell(second, "a1", isKnown: true)
    await tell(second, "a1", isKnown: true)
    #expect(try await fixture.statuses() == [:])
  }

  /// A state directory of before statuses were kept: a quiet cycle is no news.
  @Test func anOldStateDirectoryIsNoNews() async throws {
    let fixture = try await ReportingFixture()
    await tell(fixture.publisher(), "a1", isKnown: true)
    #expect(try await fixture.statuses() == [:])
  }

  /// More commits than the ledger holds get no status at all, rather than one that stays pending.
  @Test func noCommitStaysPendingForWantOfRoom() async throws {
    let fixture = try await ReportingFixture()
    let publisher = fixture.publisher()
    for push in 0..<600 { await announce(publisher, "a" + String(push + 256, radix: 16)) }
    #expect(try await fixture.waitingStates() == ["pending": 500])
    await tell(publisher, "a" + String(599 + 256, radix: 16))
    #expect(try await fixture.waitingStates() == ["success": 501])
  }
}
