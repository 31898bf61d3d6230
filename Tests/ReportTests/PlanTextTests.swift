import Base
import Documents
import Report
import TestSupport
import Testing

@testable import Plan

@Suite struct PlanTextTests {
  private func text(
    _ report: PlanReport, _ details: PlanDetails = .short, kept: KeptRevisions? = nil,
    style: TextStyle = .plain
  ) -> String {
    PlanText.render(report, details: details, kept: kept, now: Fixture.now, style: style)
  }

  @Test func showsEveryActionWithItsReason() {
    let report = Fixture.planReport(Fixture.plan(Fixture.actions))
    #expect(Snapshot.difference(text(report), from: "plan.txt") == nil)
    #expect(Snapshot.difference(text(report, .none), from: "plan-none.txt") == nil)
    #expect(report.verdict == .different)
  }

  @Test func showsAllChangesOnlyWhenAsked() {
    let changes = (1...9).map { Change("panel \"\($0)\": title", before: "a\($0)", after: "b\($0)\nmore") }
    let seen = Fixture.action(
      .rebaseline, .dashboard, "seen", "Seen", at: "seen.yaml",
      because: "the server shows it otherwise than it was written")
    let big = Fixture.action(.update, .dashboard, "big", "Big", at: "big.yaml", changes: changes)
    let report = Fixture.planReport(Fixture.plan([big, seen]))
    #expect(Snapshot.difference(text(report), from: "plan-many-changes-short.txt") == nil)
    #expect(Snapshot.difference(text(report, .full), from: "plan-many-changes-full.txt") == nil)
  }

  @Test func saysWhatIsTakenOverLeftAloneAndForgotten() {
    let actions = [
      Fixture.action(
        .adopt, .folder, "shared", "Shared", at: "shared.yaml", because: "is there already, as wanted"),
      Fixture.action(
        .update, .datasource, "logs", "logs", at: "logs.yaml",
        because: "is there already, otherwise than wanted", changes: [Change("url", before: "a", after: "b")],
        keepsCopy: true),
      Fixture.action(
        .report, .dashboard, "hand", "Made by hand", at: "hand.yaml",
        because: "edited in Grafana by bob at 2026-11-19T09:30:00Z",
        changes: [Change("title", before: "Mine", after: "Made by hand")]),
      Fixture.action(
        .forget, .dashboard, "kept", "Kept", at: "kept.yaml",
        because: "no longer in Git; stays, by its prune annotation"),
      Fixture.action(
        .move, .folder, "inner", "Inner", from: "Platform", at: "inner.yaml"),
    ]
    let report = Fixture.planReport(Fixture.plan(actions), skipped: 3)
    #expect(Snapshot.difference(text(report), from: "plan-without-writes.txt") == nil)
    let full = text(report, .full)
    #expect(
      full.contains(
        """

        deploy/web.yaml:1: Deployment web of apps/v1 is skipped
        deploy/web.yaml:2: Deployment web of apps/v1 is skipped
        deploy/web.yaml:3: Deployment web of apps/v1 is skipped

        2 changes
        """), "\(full)")
  }

  @Test func givesEachOfSeveralTargetsASection() {
    let agent = Fixture.action(
      .update, .agentFile, "monitoring/agent/agent.yml", "monitoring/agent/agent.yml", at: "agent.yaml",
      changes: [Change("global scrape_interval", before: "60s", after: "15s")])
    let files = PlannedTarget(
      name: "agent:/etc/agent", label: "agent files", server: nil, plan: Fixture.plan([agent], equal: 2),
      cost: Fixture.cost(0))
    let away = PlannedTarget(
      name: "g-1", label: "g-1", failure: "GET https://g-1.example.org/api/health: no connection within 10s",
      remedy: "see that this machine can reach it", manifest: Fixture.grafana, cost: Fixture.cost(1))
    let report = Fixture.planReport(Fixture.plan([]), further: [files, away])
    #expect(Snapshot.difference(text(report), from: "plan-targets.txt") == nil)
    #expect(report.verdict == .error)
  }

  @Test func tellsAStoppedPruneAndFindings() {
    let stop = Fixture.stop(.count(limit: 20), candidates: 22, owned: 217)
    let report = Fixture.planReport(
      Fixture.plan([Fixture.folder], problems: [Fixture.missingRegion], stop: stop),
      diagnostics: [Fixture.notJSON])
    let kept = KeptRevisions([Fixture.missingRegion.subject!: "main@sha1:1c9d0aa"])
    #expect(Snapshot.difference(text(report, kept: kept), from: "plan-stopped.txt") == nil)
    #expect(report.verdict == .error)
    #expect(report.heldBackCount == 2)
  }

  @Test func isShortWhereEverythingIsEqual() {
    let report = Fixture.planReport(Fixture.plan([], equal: 217))
    let expected = """
      prod · main@sha1:3f2c9e1 "raise CPU alert to 85%" (Ada, 4 minutes ago) → g-0a1b2c3d4e (Grafana 12.4.0)

      Nothing to change. 217 equal. 9 requests, 0.3 s.

      """
    #expect(text(report) == expected)
    #expect(report.verdict == .equal)
    let seen = Fixture.action(.rebaseline, .dashboard, "seen", "Seen", at: "seen.yaml")
    #expect(Fixture.planReport(Fixture.plan([seen], equal: 216)).verdict == .equal)
    #expect(text(Fixture.planReport(Fixture.plan([seen], equal: 216))) == expected)
  }

  @Test func aWaitingPruneIsADifference() {
    #expect(Fixture.planReport(Fixture.plan([], stop: Fixture.stop())).verdict == .different)
  }

  @Test func coloursAndCutsOnATerminalOnly() {
    let terminal = TextStyle(isTerminal: true, width: 60, environment: ["TERM": "xterm"])
    let report = Fixture.planReport(Fixture.plan(Fixture.actions))
    #expect(Snapshot.difference(text(report, style: terminal), from: "plan-terminal.txt") == nil)
    let plain = TextStyle(isTerminal: true, width: nil, environment: ["NO_COLOR": "1"])
    #expect(text(report, style: plain) == text(report))
  }

  @Test func titlesOfStrangersCannotSteerTheTerminal() {
    let action = Fixture.action(
      .update, .dashboard, "evil", "a\u{1B}[2Jb\nc\u{202E}d", in: "F\u{7}", at: "x\u{1B}.yaml",
      changes: [Change("panel \"\u{9B}1m\"", before: "x\u{8}", after: "y\r\nz")])
    let rendered = text(Fixture.planReport(Fixture.plan([action])))
    #expect(rendered.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value != 0x7F })
    #expect(rendered.contains("F\u{FFFD} / a\u{FFFD}[2Jb c\u{FFFD}d"))
  }

  @Test func jsonHasEverythingThatTheTextHas() throws {
    let stop = Fixture.stop(.share(limit: 0.5))
    let away = PlannedTarget(
      name: "g-1", label: "g-1", failure: "away", remedy: "wait", manifest: Fixture.grafana,
      cost: Fixture.cost(1))
    let report = Fixture.planReport(
      Fixture.plan(Fixture.actions, stop: stop), further: [away], diagnostics: [Fixture.notJSON], skipped: 2)
    let document = PlanJSON.document(
      report, kept: KeptRevisions([Fixture.notJSON.subject!: "main@sha1:1c9d0aa"]))
    #expect(Snapshot.difference(OutputDocument.json(document), from: "plan.json") == nil)
    #expect(Snapshot.difference(OutputDocument.yaml(document), from: "plan.yaml") == nil)
    #expect(document["version"]?.intValue == 1)
  }
}
