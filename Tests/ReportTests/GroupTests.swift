import Apply
import Base
import Platform
import TestSupport
import Testing

@testable import Plan
@testable import Report

/// One cause with many consequences is told once.
@Suite struct GroupTests {
  private static let folder = Fixture.action(.create, .folder, "team", "Team", at: "team.yaml")
  private static let refused = TargetFailure(
    .refused, "POST /api/folders answered 403: no", remedy: "give it the role Admin")

  private static func board(_ index: Int) -> Action {
    Fixture.action(.create, .dashboard, "d\(index)", "D\(index)", in: "Team", at: "d\(index).yaml")
  }

  private func finding(_ code: String, _ action: Action, _ message: String, remedy: String) -> Diagnostic {
    Diagnostic(
      .error, code: code, subject: action.reference, at: action.origin, message, remedy: remedy)
  }

  /// The folder was refused before, and so many dashboards need it; one of them a folder that others need in turn.
  private func findings(_ count: Int) -> [Diagnostic] {
    let inner = Fixture.action(.create, .folder, "inner", "Inner", in: "Team", at: "inner.yaml")
    func consequence(_ action: Action, of cause: Action) -> Diagnostic {
      finding(
        Refusal.consequenceCode, action, NeededObject.cause([NeededObject(cause)]),
        remedy: "see what is said of the folder")
    }
    let boards = (0..<count).map { consequence(Self.board($0), of: $0 == 0 ? inner : Self.folder) }
    return
      (boards + [consequence(inner, of: Self.folder)]
      + [finding(Refusal.findingCode, Self.folder, Self.refused.message, remedy: "give it the role Admin")])
      .sorted()
  }

  private let rest =
    "and 301 objects that need it: GrafanaDashboard monitoring/d0 (d0.yaml:1), GrafanaDashboard monitoring/d1 "
    + "(d1.yaml:1), GrafanaDashboard monitoring/d10 (d10.yaml:1) and 298 more"

  @Test func whatFollowsFromARefusalIsOneLine() {
    let report = Fixture.cycle([Fixture.target([], problems: findings(300))], objects: 302)
    let text = CycleText.render(report, now: Fixture.now)
    #expect(
      text.contains(
        "\nerror: GrafanaFolder monitoring/team: POST /api/folders answered 403: no\n  team.yaml:1:1\n"
          + "  give it the role Admin\n  \(rest)\n\n"), "\(text)")
    #expect(text.split(separator: "error:").count == 2)
    let plan = Fixture.planReport(Fixture.plan([], problems: findings(300)))
    #expect(PlanText.render(plan, now: Fixture.now).contains("\n  \(rest)\n"))
    // Programs get them all, and they all count.
    #expect(CycleJSON.document(report)["diagnostics"]?.arrayValue?.count == 302)
    #expect(report.heldBackCount == 302)
    let entry = NoteEntry(report)
    #expect(entry.errors.map(\.what) == ["held back", "held back"])
    #expect(entry.errors.last?.message == rest)
  }

  @Test func whatIsNotTriedForAFailureIsOneLine() {
    let outcomes =
      [Outcome(Self.folder, .failed(Self.refused))]
      + (0..<300).map { Outcome(Self.board($0), .blocked(by: [NeededObject(Self.folder)])) }
    let report = Fixture.cycle([Fixture.target(outcomes)])
    let line =
      "not created: it needs folder \"Team\" (team.yaml:1), which failed: dashboard Team / D0 (d0.yaml:1), "
      + "dashboard Team / D1 (d1.yaml:1), dashboard Team / D2 (d2.yaml:1) and 297 more"
    let text = CycleText.render(report, now: Fixture.now)
    #expect(text.split(separator: "\n").count { $0.hasPrefix("  x ") } == 2, "\(text)")
    #expect(text.contains("  x 300 dashboards") && text.contains(line), "\(text)")
    let full = CycleText.render(report, details: .full, now: Fixture.now)
    #expect(full.split(separator: "\n").count { $0.hasPrefix("  x ") } == 301)
    #expect(NoteEntry(report).errors.map(\.message).last == "300 dashboards \(line)")
    #expect(CycleJSON.document(report)["targets"]?[0]?["outcomes"]?.arrayValue?.count == 301)
  }

  /// A single consequence says more by itself, and a cause that is not among the findings leaves the first in its place.
  @Test func fewStandForThemselves() {
    let consequences = findings(3).filter {
      $0.code == Refusal.consequenceCode && $0.location?.file != "inner.yaml"
    }
    #expect(FindingGroup.make(findings(0)).map(\.others.count) == [0, 0])
    let groups = FindingGroup.make(consequences)
    #expect(groups.map(\.first.location?.file) == ["d0.yaml", "d1.yaml", "d2.yaml"])
    #expect(FindingGroup.make([Fixture.notJSON, Fixture.missingRegion]).map(\.rest) == [nil, nil])
  }

  /// What a broken workspace holds back.
  private static func heldBack(_ index: Int) -> Diagnostic {
    Diagnostic(
      .error, code: Diagnostic.heldBackInstance, subject: board(index).reference, at: board(index).origin,
      "its workspace, \(broken.subject?.description ?? ""), is held back", remedy: "mend the workspace")
  }

  private static let broken = Diagnostic(
    .error, code: "missing-field", subject: ObjectReference(kind: "Grafana", namespace: "m", name: "prod"),
    at: SourceLocation(file: "grafana.yaml", position: .start), "spec.external is missing", remedy: "write it"
  )

  @Test func whatAWorkspaceHoldsBackIsToldWithIt() {
    let groups = FindingGroup.make([Self.heldBack(0), Self.broken, Self.heldBack(1)])
    #expect(groups.map(\.first) == [Self.broken])
    #expect(
      groups.first?.rest
        == "and 2 objects that need it: GrafanaDashboard monitoring/d0 (d0.yaml:1), GrafanaDashboard monitoring/d1 (d1.yaml:1)"
    )
    #expect(
      FindingGroup.make([Self.broken, Self.heldBack(0)]).first?.rest
        == "and 1 object that needs it: GrafanaDashboard monitoring/d0 (d0.yaml:1)")
  }

  /// Where the workspace was broken before and is not told again, nothing needs the first of what is new.
  @Test func whatIsHeldBackWithoutItsCauseNeedsTheSame() {
    let two = FindingGroup.make([Self.heldBack(0), Self.heldBack(1)])
    #expect(two.map(\.first) == [Self.heldBack(0)])
    #expect(
      two.first?.rest
        == "and 1 object more that needs the same: GrafanaDashboard monitoring/d1 (d1.yaml:1)")
    #expect(
      FindingGroup.make((0..<3).map { Self.heldBack($0) }).first?.rest?.hasPrefix(
        "and 2 objects more that need the same: GrafanaDashboard monitoring/d1 (d1.yaml:1), ") == true)
  }

  /// As many as nobody has: with a look through all findings for each this would take minutes.
  @Test(.timeLimit(.minutes(1))) func manyAreGroupedAtOnce() {
    let findings = (0..<40_000).map { Self.heldBack($0) } + [Self.broken]
    #expect(FindingGroup.make(findings).map(\.others.count) == [40_000])
  }

  @Test func eventsOfOneCauseAreOneRowAndAllInTheDocument() {
    func event(_ name: String, _ message: String, _ at: Timestamp = Fixture.now) -> EventFact {
      EventFact(
        at: at, level: .error, environment: "prod",
        object: ObjectReference(kind: "GrafanaDashboard", namespace: "m", name: name), reason: "create",
        message: message)
    }
    let cause = event("team", "create failed: 403")
    let events =
      [cause] + (0..<300).map { event("d\($0)", "create failed: it needs it") } + [
        event("d0", "create failed: it needs it", Fixture.now + .seconds(1))
      ]
    let grouped = EventFact.grouped(events)
    #expect(grouped.map(\.alike.count) == [0, 299, 0])
    let text = EventText.render(grouped, now: Fixture.now)
    #expect(
      text.contains(
        "create failed: it needs it; and the same of 299 objects more: GrafanaDashboard/m/d1, GrafanaDashboard/m/d2, "
          + "GrafanaDashboard/m/d3 and 296 more\n"), "\(text)")
    #expect(EventText.document(grouped)["events"]?.arrayValue?.count == 302)
    #expect(EventFact.grouped([cause, event("a", "x"), event("b", "x")]).count == 3)
  }

  /// A cycle that was ended from here says so, and nothing of the target.
  @Test func aCutCycleBlamesNobody() {
    let cut = TargetFailure(.ended, "POST /api/folders: stopped before it was answered")
    let target = TargetReport(
      name: "g-1", label: "g-1", server: nil,
      outcomes: [Fixture.written(Fixture.nginx), Outcome(Self.folder, .failed(cut))], end: .cut)
    let report = Fixture.cycle([target])
    #expect(report.state == .failure)
    #expect(report.counts.failed == 0 && report.counts.notDone == 1)
    #expect(
      NoteEntry(report).errors == [
        NotedError("cut short", "g-1: the cycle was ended before its work was done")
      ])
  }
}
