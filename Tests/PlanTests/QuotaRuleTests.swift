import Base
import Plan
import Testing

/// What a workspace has no room for is not begun.
@Suite struct QuotaRuleTests {
  private static let manifest = SourceLocation(file: "grafana.yaml", position: .start)

  private static func boards(_ names: [String]) -> [DesiredObject] {
    names.map { PlanFixture.desired(.dashboard, $0, uid: $0) }
  }

  private static func group(_ name: String, rules: Int, content: String = "v1") -> DesiredObject {
    DesiredObject(
      kind: .alertRuleGroup,
      reference: ObjectReference(kind: "GrafanaAlertRuleGroup", namespace: "monitoring", name: name),
      origin: SourceLocation(file: "\(name).yaml", position: .start), uid: nil, title: name,
      parent: .uid("ops"),
      digest: Digest(of: content), parts: (0..<rules).map { "\(name)-\($0)" })
  }

  @Test func whatFitsIsMade() {
    var input = PlanFixture.input(
      desired: Self.boards(["a", "b"]), observed: [PlanFixture.observed(.dashboard, "foreign")])
    input.quotas = [.dashboard: Quota(limit: 3)]
    #expect(PlanFixture.summary(Planner.plan(input)) == ["create dashboard/a", "create dashboard/b"])
  }

  @Test func nothingIsMadeWhereNotAllFits() {
    var input = PlanFixture.input(
      desired: Self.boards(["a", "b"]) + [PlanFixture.desired(.dashboard, "c", uid: "c", content: "v2")],
      observed: [PlanFixture.observed(.dashboard, "foreign"), PlanFixture.observed(.dashboard, "c")],
      inventory: [PlanFixture.entry(.dashboard, "c")])
    input.quotas = [.dashboard: Quota(limit: 3, origin: Self.manifest)]
    let plan = Planner.plan(input)
    // What is there already goes on.
    #expect(PlanFixture.summary(plan) == ["update dashboard/c"])
    #expect(
      Set(plan.problems.map(\.message)) == [
        "the workspace takes 3 dashboards (grafana.yaml:1), has 2, and this revision adds 2; no dashboard is added"
      ])
    #expect(plan.problems.map(\.subject?.name) == ["a", "b"])
    #expect(plan.problems.first?.remedy == "remove 1 dashboard, or have the quota raised")
  }

  /// Creations come before deletions, so there is no room until those are through.
  @Test func whatLeavesMakesRoomForTheNextCycle() {
    var input = PlanFixture.input(
      desired: Self.boards(["a"]), observed: [PlanFixture.observed(.dashboard, "old")],
      inventory: [PlanFixture.entry(.dashboard, "old")])
    input.policy.isPruneAllowed = true
    input.quotas = [.dashboard: Quota(limit: 1)]
    let plan = Planner.plan(input)
    #expect(PlanFixture.summary(plan) == ["delete dashboard/old"])
    #expect(
      plan.problems.map(\.message) == [
        "the workspace takes 1 dashboard, has 1, and this revision adds 1 and takes 1 away: "
          + "once those are gone there is room, in the next cycle; no dashboard is added"
      ])
    #expect(plan.problems.map(\.remedy) == [nil])
  }

  /// Rules count, and not their groups.
  @Test(arguments: [(5, true), (4, false)])
  func rulesAreCounted(limit: Int, fits: Bool) {
    let key = ObjectKey(.alertRuleGroup, folderUID: "ops", name: "Old")
    var input = PlanFixture.input(
      desired: [Self.group("New", rules: 3)],
      observed: [
        PlanFixture.observed(.folder, "ops"),
        (key, ObservedObject(key: key, title: "Old", parentUID: "ops", marker: "m", parts: ["x", "y"])),
      ])
    input.quotas = [.alertRuleGroup: Quota(limit: limit)]
    let plan = Planner.plan(input)
    #expect(plan.actions.map(\.verb) == (fits ? [.create] : []))
    #expect(
      plan.problems.map(\.message)
        == (fits
          ? []
          : ["the workspace takes 4 alert rules, has 2, and this revision adds 3; no alert rule is added"]))
  }

  /// What needs something that is not made is not made either.
  @Test func whatNeedsItWaits() {
    let source = PlanFixture.desired(.datasource, "amp", uid: "amp")
    let board = DesiredObject(
      kind: .dashboard, reference: PlanFixture.reference(.dashboard, "board"),
      origin: SourceLocation(file: "board.yaml", position: .start), uid: "board", title: "Board",
      digest: Digest(of: "board"), requires: [source.reference])
    var input = PlanFixture.input(desired: [source, board])
    input.quotas = [.datasource: Quota(limit: 0)]
    let plan = Planner.plan(input)
    #expect(plan.actions.isEmpty)
    #expect(
      plan.problems.map(\.message) == [
        "the workspace takes 0 datasources, has 0, and this revision adds 1; no datasource is added",
        "it needs the datasource \"amp\", which is not in the workspace and is not made in this cycle",
      ])
  }
}
