import Apply
import Base
import Platform
import Report
import Store
import TestSupport
import Testing

@testable import Plan
@testable import Reconcile

/// What is wrong is told when it begins, when it changes and when it is over: in the log and among the events.
@Suite struct ToldOnceTests {
  private static let board = ObjectReference(kind: "GrafanaDashboard", namespace: "m", name: "a")
  private static let origin = SourceLocation(file: "a.yaml", position: Position(line: 4, column: 1))

  private static func action(_ verb: Action.Verb, _ reason: String) -> Action {
    Action(
      verb: verb, key: ObjectKey(.dashboard, "a"), reference: board, origin: origin, title: "A",
      parentTitle: "", parentUID: "", formerParentTitle: nil, reason: reason, changes: [], keepsCopy: false,
      version: nil, desiredDigest: nil, observedDigest: nil, marker: nil, isAdopted: false, isPruned: true,
      isImplicit: false, requires: [])
  }

  private static func failed(_ message: String) -> Outcome {
    Outcome(action(.create, "new in Git"), .failed(TargetFailure(.refused, message)))
  }

  private static let refusedBefore = Diagnostic(
    .error, code: Refusal.findingCode, subject: board, at: origin, "400 no", remedy: "again in 10m")
  private static let drift = Outcome(action(.report, "edited in Grafana by alice"), .recorded)
  private static let created = Outcome(
    action(.create, "new in Git"), .written(Written(digest: Digest(of: "a"), version: 1)))

  /// A cycle of one target.
  private static func cycle(
    _ outcomes: [Outcome] = [], problems: [Diagnostic] = [], failure: String? = nil, source: String? = nil,
    end: TargetEnd = .reached
  ) -> CycleReport {
    let quiet = ReportingFixture.report("a1")
    return CycleReport(
      environment: "prod", revision: quiet.revision, started: quiet.started, duration: quiet.duration,
      targets: [
        TargetReport(
          name: "g-1", label: "g-1", server: nil, outcomes: outcomes, equalCount: 3, problems: problems,
          failure: failure, end: end)
      ], objectCount: 4, sourceFailure: source)
  }

  /// The lines of the log above debug without time, and the events as `level what: message`, of each cycle.
  private func tell(_ cycles: [CycleReport]) async throws -> (lines: [[String]], events: [[String]]) {
    let fixture = try await ReportingFixture()
    var cycleLog = CycleLog(Log(to: fixture.log))
    let archive = CycleArchive(fixture.store)
    var watch = IssueWatch()
    var lines: [[String]] = []
    var events: [[String]] = []
    var seen = (lines: 0, events: 0)
    for cycle in cycles {
      let news = watch.take(cycle)
      cycleLog.tell(cycle, news)
      try await archive.keep(cycle, news, now: ReportingFixture.start)
      let all = fixture.log.lines.map { String($0.drop { $0 != " " }.dropFirst()) }
      lines.append(
        all.dropFirst(seen.lines).filter {
          !$0.contains("converged\" revision") && !$0.contains("msg=converged")
        })
      let told = try await fixture.store.events(about: nil, limit: 1000)
      events.append(
        told.prefix(told.count - seen.events).reversed().map {
          "\($0.level.rawValue) \($0.reason): \($0.message)"
        })
      seen = (all.count, told.count)
    }
    return (lines, events)
  }

  @Test func aRefusalIsOneStoryFromBeginningToEnd() async throws {
    let (lines, events) = try await tell([
      Self.cycle([Self.failed("400 no")]), Self.cycle(problems: [Self.refusedBefore]),
      Self.cycle([Self.failed("400 no")]), Self.cycle([Self.failed("409 taken")]), Self.cycle([Self.created]),
    ])
    let head = "level=error msg=\"could not create dashboard\" object=GrafanaDashboard/m/a title=A"
    #expect(
      lines == [
        ["\(head) workspace=g-1 reason=\"new in Git\" error=\"400 no\""], [], [],
        ["\(head) workspace=g-1 reason=\"new in Git\" error=\"409 taken\""],
        [
          "level=info msg=\"created dashboard\" object=GrafanaDashboard/m/a title=A workspace=g-1 reason=\"new in Git\" version=1"
        ],
      ])
    #expect(
      events == [
        ["error create: create failed: 400 no"], [], [], ["error create: create failed: 409 taken"],
        ["info create: create: new in Git"],
      ])
  }

  @Test func driftThatIsLeftAloneIsToldOnce() async throws {
    let (lines, events) = try await tell([
      Self.cycle([Self.drift]), Self.cycle([Self.drift]), Self.cycle(), Self.cycle(),
      Self.cycle([Self.drift]),
    ])
    let told =
      "level=info msg=\"reported dashboard\" object=GrafanaDashboard/m/a title=A workspace=g-1 reason=\"edited in Grafana by alice\""
    let over = "level=info msg=\"as committed again\" object=GrafanaDashboard/m/a workspace=g-1"
    #expect(lines == [[told], [], [over], [], [told]])
    #expect(
      events == [
        ["info report: report: edited in Grafana by alice"], [], ["info mended: g-1: as committed again"], [],
        ["info report: report: edited in Grafana by alice"],
      ])
  }

  @Test func aTargetThatIsAwayIsToldOnceAndHidesNothingAsMended() async throws {
    let (lines, events) = try await tell([
      Self.cycle(problems: [Self.refusedBefore]), Self.cycle(failure: "no answer"),
      Self.cycle(failure: "no answer"), Self.cycle(failure: "503"),
      Self.cycle(problems: [Self.refusedBefore]),
      Self.cycle(),
    ])
    #expect(
      lines == [
        [
          "level=warn msg=\"held back\" object=GrafanaDashboard/m/a file=a.yaml line=4 workspace=g-1 error=\"400 no\" remedy=\"again in 10m\""
        ], ["level=error msg=\"not converged\" workspace=g-1 error=\"no answer\""], [],
        ["level=error msg=\"not converged\" workspace=g-1 error=503"],
        ["level=info msg=\"the target can be worked with again\" workspace=g-1"],
        ["level=info msg=\"no longer refused\" object=GrafanaDashboard/m/a workspace=g-1"],
      ])
    #expect(
      events.map(\.count) == [1, 1, 0, 1, 1, 1])
    #expect(events[1] == ["error target-failed: g-1: no answer"])
    #expect(events[4] == ["info mended: g-1: the target can be worked with again"])
  }

  /// A workspace whose manifest leaves while it is away has not come back, also when it is forgotten.
  @Test func aTargetThatIsLeftIsNotCalledMended() async throws {
    let left = WorkspaceNotice.left.finding("no Grafana manifest names it any more")
    let (lines, events) = try await tell([
      Self.cycle(problems: [Self.refusedBefore]), Self.cycle(failure: "no answer"),
      Self.cycle(problems: [left], end: .left), Self.cycle(problems: [left], end: .left),
      ReportingFixture.report("a1"),
    ])
    #expect(
      lines.dropFirst(2) == [
        ["level=warn msg=warning workspace=g-1 error=\"no Grafana manifest names it any more\""], [], [],
      ])
    #expect(events.dropFirst(2) == [["info workspace-left: no Grafana manifest names it any more"], [], []])
  }

  /// One refusal that keeps many objects from being made is one line, and an event of each object.
  @Test func whatFollowsFromOneCauseIsOneLine() async throws {
    let folder = NeededObject(action("f", .folder, "Team"))
    let blocked = (0..<300).map {
      Outcome(action("d\($0)", .dashboard, "D\($0)"), .blocked(by: [folder]))
    }
    let (lines, events) = try await tell([Self.cycle(blocked), Self.cycle(blocked), Self.cycle()])
    #expect(
      lines[0] == [
        "level=error msg=\"could not create 300 dashboards\" objects=\"dashboard D0 (d0.yaml:1), dashboard D1 "
          + "(d1.yaml:1), dashboard D2 (d2.yaml:1) and 297 more\" workspace=g-1 "
          + "error=\"it needs folder \\\"Team\\\" (f.yaml:1), which failed\""
      ])
    #expect(lines[1].isEmpty)
    #expect(events[0].count == 300 && Set(events[0]).count == 1)
  }

  /// The log and the events say of a target that cannot be worked with which manifest names it and what to do.
  @Test func aTargetThatIsAwayIsToldWithItsRemedy() async throws {
    let quiet = ReportingFixture.report("a1")
    let grafana = ObjectReference(kind: "Grafana", namespace: "m", name: "prod")
    let target = TargetReport(
      name: "g-1", label: "g-1", server: nil, failure: "answered 401", remedy: "renew the token",
      manifest: TargetManifest(
        grafana, at: SourceLocation(file: "grafana.yaml", position: Position(line: 7, column: 1))))
    let (lines, events) = try await tell([
      CycleReport(
        environment: "prod", revision: quiet.revision, started: quiet.started, duration: quiet.duration,
        targets: [target], objectCount: 0)
    ])
    #expect(
      lines == [
        [
          "level=error msg=\"not converged\" workspace=g-1 object=Grafana/m/prod file=grafana.yaml line=7 "
            + "error=\"answered 401\" remedy=\"renew the token\""
        ]
      ])
    #expect(
      events == [["error target-failed: g-1: answered 401 (Grafana m/prod, grafana.yaml:7); renew the token"]]
    )
  }

  /// What one thing no longer keeps from being as committed, and another still does, is not called mended.
  @Test func whatIsStillHeldBackIsNotMended() async throws {
    let folder = action("f", .folder, "Team")
    let blocked = Outcome(Self.action(.create, "new in Git"), .blocked(by: [NeededObject(folder)]))
    func finding(_ code: String, _ message: String) -> Diagnostic {
      Diagnostic(.error, code: code, subject: Self.board, at: Self.origin, message)
    }
    let (lines, _) = try await tell([
      Self.cycle([Self.failed("400 no")]), Self.cycle([blocked]),
      Self.cycle(problems: [
        finding(Refusal.consequenceCode, "it needs folder \"Team\" (f.yaml:1), which failed")
      ]),
      Self.cycle([blocked]), Self.cycle(problems: [finding("folder-missing", "its folder is gone")]),
      Self.cycle([Self.failed("400 no")]),
      Self.cycle([Outcome(Self.action(.create, "new in Git"), .notTried(reason: "stopped"))]), Self.cycle(),
    ])
    let head =
      "level=error msg=\"could not create dashboard\" object=GrafanaDashboard/m/a title=A workspace=g-1"
    #expect(
      lines == [
        ["\(head) reason=\"new in Git\" error=\"400 no\""],
        [
          "\(head) reason=\"new in Git\" error=\"it needs folder \\\"Team\\\" (f.yaml:1), which failed\""
        ],
        [], [],
        [
          "level=warn msg=\"held back\" object=GrafanaDashboard/m/a file=a.yaml line=4 workspace=g-1 "
            + "error=\"its folder is gone\""
        ],
        ["\(head) reason=\"new in Git\" error=\"400 no\""], [],
        ["level=info msg=\"no longer refused\" object=GrafanaDashboard/m/a workspace=g-1"],
      ])
  }

  private func action(_ uid: String, _ kind: ObjectKind, _ title: String) -> Action {
    Action(
      verb: .create, key: ObjectKey(kind, uid),
      reference: ObjectReference(kind: "GrafanaFolder", namespace: "m", name: uid),
      origin: SourceLocation(file: "\(uid).yaml", position: .start), title: title, parentTitle: "",
      parentUID: "", formerParentTitle: nil, reason: "new in Git", changes: [], keepsCopy: false,
      version: nil, desiredDigest: nil, observedDigest: nil, marker: nil, isAdopted: false, isPruned: true,
      isImplicit: false, requires: [])
  }

  @Test func aSourceThatIsAwayIsToldOnce() async throws {
    let (lines, events) = try await tell([
      Self.cycle(source: "no route"), Self.cycle(source: "no route"), Self.cycle(),
    ])
    #expect(
      lines == [
        ["level=error msg=\"the source cannot be asked\" error=\"no route\""], [],
        ["level=info msg=\"the source can be asked again\""],
      ])
    #expect(
      events == [["error source-failed: no route"], [], ["info mended: the source can be asked again"]])
  }

  @Test func theLastLineSaysSecondsAsANumber() async throws {
    let log = CapturedLog()
    var watch = IssueWatch()
    let report = Self.cycle([Self.created])
    var cycleLog = CycleLog(Log(to: log))
    cycleLog.tell(report, watch.take(report))
    #expect(log.lines.last?.hasSuffix(" seconds=1.204") == true)
  }

  /// A cycle in which only the old troubles stand is not kept either: what matters would be pushed out.
  @Test func cyclesWithoutNewsAreNotKept() async throws {
    let fixture = try await ReportingFixture()
    let archive = CycleArchive(fixture.store)
    var watch = IssueWatch()
    for _ in 0..<5 {
      let report = Self.cycle([Self.failed("400 no"), Self.drift])
      try await archive.keep(report, watch.take(report), now: ReportingFixture.start)
    }
    #expect(try await fixture.store.cycles(of: "prod", limit: 10).count == 1)
  }
}
