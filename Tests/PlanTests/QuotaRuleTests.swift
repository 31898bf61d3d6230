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

  /// Room that a guard holds back is asked for, not for another removal.
  @Test func whatWaitsToBeAllowedIsNamed() {
    var input = PlanFixture.input(
      desired: Self.boards(["a", "b"]),
      observed: ["x", "y"].map { PlanFixture.observed(.dashboard, $0) },
      inventory: ["x", "y"].map { PlanFixture.entry(.dashboard, $0) })
    input.quotas = [.dashboard: Quota(limit: 2)]
    let plan = Planner.plan(input)
    #expect(plan.actions.isEmpty)
    #expect(plan.pruneStop?.candidates.count == 2)
    #expect(
      plan.problems.first?.message
        == "the workspace takes 2 dashboards, has 2, and this revision adds 2; 2 would leave and wait to be allowed"
    )
    #expect(plan.problems.first?.remedy == PruneStop.answer)
  }

  /// What was there, what is wanted, how much there may be, and what becomes of it.
  static let exchanges: [([String], [String], Int, [String])] = [
    (["x"], ["a"], 1, ["delete x", "create a"]),
    (
      ["x", "y", "z"], ["a", "b", "c"], 3,
      ["delete x", "create a", "delete y", "create b", "delete z", "create c"]
    ),
    // What there is room for comes before anything goes.
    (["x", "y"], ["a", "b"], 3, ["create a", "delete x", "create b", "delete y"]),
    (["x", "y"], ["a", "b"], 4, ["create a", "create b", "delete x", "delete y"]),
    // More than there may be, to begin with.
    (["x", "y", "z"], ["a"], 2, ["delete x", "delete y", "create a", "delete z"]),
    (["x"], ["a", "b"], 1, ["delete x"]),
  ]

  @Test(arguments: exchanges)
  func whatLeavesMakesRoomByTurns(old: [String], new: [String], limit: Int, actions: [String]) {
    var input = PlanFixture.input(
      desired: Self.boards(new), observed: old.map { PlanFixture.observed(.dashboard, $0) },
      inventory: old.map { PlanFixture.entry(.dashboard, $0) })
    input.policy.isPruneAllowed = true
    input.quotas = [.dashboard: Quota(limit: limit)]
    let plan = Planner.plan(input)
    #expect(PlanFixture.summary(plan).map { $0.replacing("dashboard/", with: "") } == actions)
    #expect(plan.problems.isEmpty == (actions.count == old.count + new.count))
    // Each waits for the one before it, where there is no room for both.
    var present = old.count
    for (index, action) in plan.actions.enumerated() {
      present += action.verb == .delete ? -1 : 1
      if action.verb == .create { #expect(present <= limit) }
      if index > 0, present == limit, action.verb == .create {
        #expect(!action.requires.isEmpty || plan.actions[..<index].allSatisfy { $0.verb == .create })
      }
    }
  }

  /// What goes only after its successor makes no room for that, but for others.
  @Test(arguments: [false, true])
  func whatIsReplacedWaitsForItsSuccessor(isRoomMade: Bool) {
    var input = PlanFixture.input(
      desired: [PlanFixture.desired(.dashboard, "board", uid: "new")]
        + (isRoomMade ? Self.boards(["a"]) : []),
      observed: [PlanFixture.observed(.dashboard, "old"), PlanFixture.observed(.dashboard, "x")],
      inventory: [PlanFixture.entry(.dashboard, "old", name: "board")]
        + (isRoomMade ? [PlanFixture.entry(.dashboard, "x")] : []))
    input.policy.isPruneAllowed = true
    input.quotas = [.dashboard: Quota(limit: 2)]
    let plan = Planner.plan(input)
    let actions = PlanFixture.summary(plan).map { $0.replacing("dashboard/", with: "") }
    #expect(actions == (isRoomMade ? ["delete x", "create new", "delete old", "create a"] : []))
    #expect(
      plan.problems.map(\.message)
        == (isRoomMade
          ? []
          : [
            "dashboard \"old\" stays for now: GrafanaDashboard monitoring/board is now dashboard/new, which is not written "
              + "in this cycle",
            "the workspace takes 2 dashboards, has 2, and this revision adds 1 and takes 1 away, which goes only after what "
              + "replaces it is there; no dashboard is added",
          ]))
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
