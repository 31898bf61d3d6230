import Apply
import Base
import Plan
import Report
import TestSupport
import Testing

@Suite struct CycleTextTests {
  private func text(_ report: CycleReport, kept: KeptRevisions? = nil) -> String {
    CycleText.render(report, kept: kept, now: Fixture.now)
  }

  @Test func tellsWhatWasDone() {
    let report = Fixture.cycle([Fixture.target(Fixture.outcomes)])
    #expect(Snapshot.difference(text(report), from: "cycle.txt") == nil)
    #expect(report.state == .success)
    #expect(!report.isQuiet)
    #expect(report.counts.changed == 5)
  }

  @Test func tellsWhatFailedAndWhatWaits() {
    let refused = TargetFailure(
      .refused, "POST /api/folders: 403 Forbidden", remedy: "give the token's service account the role Admin")
    let outcomes = [
      Outcome(Fixture.folder, .failed(refused)),
      Outcome(Fixture.nginx, .blocked(by: [NeededObject(Fixture.folder)])),
      Outcome(Fixture.overview, .notTried(reason: "stopped before its turn")), Fixture.written(Fixture.old),
    ]
    let report = Fixture.cycle([Fixture.target(outcomes)], diagnostics: [Fixture.missingRegion])
    let kept = KeptRevisions([Fixture.missingRegion.subject!: "main@sha1:1c9d0aa"])
    #expect(Snapshot.difference(text(report, kept: kept), from: "cycle-failed.txt") == nil)
    #expect(report.state == .failure)
    let document = OutputDocument.json(CycleJSON.document(report, kept: kept))
    #expect(Snapshot.difference(document, from: "cycle-failed.json") == nil)
  }

  @Test func tellsTargetsAndSourcesThatAreAway() {
    let failure = "GET https://g-0a1b2c3d4e.example.org/api/health: no connection within 10s"
    let report = Fixture.cycle(
      [Fixture.target([], equal: 0, failure: failure)], diagnostics: [Fixture.notJSON],
      sourceFailure: "git.example.org: no answer within 30s")
    #expect(Snapshot.difference(text(report), from: "cycle-away.txt") == nil)
    #expect(report.state == .error)
  }

  @Test func aSourceThatWasNeverReadHasNoRevision() {
    let nothing = RevisionSummary(text: "", commit: "", author: "", subject: "", committed: Fixture.now)
    let report = CycleReport(
      environment: "prod", revision: nothing, started: Fixture.now, duration: .seconds(30), targets: [],
      objectCount: 0, sourceFailure: "no answer within 30s")
    let expected = """
      prod · no revision yet

      error: the source: no answer within 30s

      Nothing changed. 0 requests, 30 s.

      """
    #expect(text(report) == expected)
    #expect(report.state == .error)
  }

  @Test func quietCyclesAreQuiet() {
    #expect(Fixture.cycle([Fixture.target([], equal: 217)]).isQuiet)
    let seen = Outcome(
      Fixture.action(.rebaseline, .dashboard, "seen", "Seen", at: "seen.yaml"), .recorded)
    #expect(Fixture.cycle([Fixture.target([seen], equal: 216)]).isQuiet)
    let adopted = Outcome(Fixture.action(.adopt, .dashboard, "a", "A", at: "a.yaml"), .recorded)
    #expect(!Fixture.cycle([Fixture.target([adopted], equal: 216)]).isQuiet)
    let told = Outcome(Fixture.action(.report, .dashboard, "b", "B", at: "b.yaml"), .recorded)
    #expect(!Fixture.cycle([Fixture.target([told], equal: 216)]).isQuiet)
    let warning = Diagnostic(.warning, code: "odd", "odd")
    #expect(Fixture.cycle([Fixture.target([], equal: 217)], diagnostics: [warning]).isQuiet)
    #expect(!Fixture.cycle([Fixture.target([], equal: 216)], diagnostics: [Fixture.notJSON]).isQuiet)
  }

  @Test func anObjectCountsOnceHoweverManyErrorsItHas() {
    let other = Diagnostic(
      .error, code: "other", subject: Fixture.notJSON.subject, at: Fixture.notJSON.location, "something else")
    let file = { (line: Int) in
      Diagnostic(
        .error, code: "yaml",
        at: SourceLocation(file: "broken.yaml", position: Position(line: line, column: 1)), "not YAML")
    }
    let report = Fixture.cycle(
      [Fixture.target([], problems: [Fixture.notJSON, other])],
      diagnostics: [Fixture.notJSON, file(1), file(2)])
    #expect(report.heldBackCount == 2)
    #expect(report.findings.count == 4)
  }

  @Test func theClosingLineIsTrue() {
    func closing(_ report: CycleReport) -> String? { CycleText.closing(report) }
    let errors = [Fixture.notJSON, Fixture.missingRegion]
    let failed = Outcome(Fixture.folder, .failed(TargetFailure(.passing, "502")))
    #expect(closing(Fixture.cycle([Fixture.target([])])) == nil)
    #expect(
      closing(Fixture.cycle([Fixture.target([])], diagnostics: errors))
        == "2 of 217 objects are held back; the other 215 were applied.")
    #expect(
      closing(Fixture.cycle([Fixture.target([])], diagnostics: [Fixture.notJSON], objects: 2))
        == "1 of 2 objects is held back; the other one was applied.")
    #expect(
      closing(Fixture.cycle([Fixture.target([])], diagnostics: [Fixture.notJSON], objects: 1))
        == "1 of 1 object is held back.")
    #expect(
      closing(Fixture.cycle([Fixture.target([failed])], diagnostics: errors))
        == "2 of 217 objects are held back; of the others 1 could not be applied.")
    #expect(
      closing(Fixture.cycle([Fixture.target([], failure: "away")], diagnostics: errors))
        == "2 of 217 objects are held back; a target could not be reached.")
    #expect(
      closing(Fixture.cycle([Fixture.target([])], diagnostics: errors, sourceFailure: "away"))
        == "2 of 217 objects are held back; the other 215 were applied.")
  }
}
