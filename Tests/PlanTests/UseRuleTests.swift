import Base
import Plan
import Testing

/// What contents name has to be there, and stays while they name it.
@Suite struct UseRuleTests {
  private static func board(_ uses: [ObjectUse]) -> DesiredObject {
    DesiredObject(
      kind: .dashboard, reference: PlanFixture.reference(.dashboard, "board"),
      origin: SourceLocation(file: "board.yaml", position: .start), uid: "board", title: "Board",
      digest: Digest(of: "board"), uses: uses)
  }

  private static let use = ObjectUse(.datasource, "amp", place: "panel \"CPU\"")

  @Test func whatIsNowhereIsMissing() {
    var input = PlanInput(desired: [Self.board([Self.use])])
    input.heldBack = [ObjectReference(kind: "GrafanaDatasource", namespace: "monitoring", name: "amp")]
    let plan = Planner.plan(input)
    #expect(plan.actions.isEmpty)
    #expect(
      plan.problems.map(\.message) == [
        "panel \"CPU\" names the datasource amp, which is neither in the workspace nor in this repository; "
          + "GrafanaDatasource monitoring/amp is held back"
      ])
  }

  @Test(arguments: ["amp", "By name"])
  func whatIsThereCanBeNamedByUIDAndByName(identifier: String) {
    let source = ObservedObject(key: ObjectKey(.datasource, "amp"), title: "By name")
    let input = PlanInput(
      desired: [Self.board([ObjectUse(.datasource, identifier, place: "")])], observed: [source.key: source])
    #expect(Planner.plan(input).actions.map(\.verb) == [.create])
  }

  @Test func whatWasNotLookedForIsNotMissed() {
    var input = PlanInput(desired: [Self.board([Self.use])])
    input.unlisted.kinds = [.datasource]
    #expect(Planner.plan(input).actions.map(\.verb) == [.create])
  }

  /// A server would delete it, and the panel would show an error.
  @Test func whatIsStillNamedStays() {
    let key = ObjectKey(.datasource, "amp")
    let entry = InventoryEntry(
      key: key, reference: PlanFixture.reference(.datasource, "amp"),
      origin: SourceLocation(file: "amp.yaml", position: .start), title: "amp", parentUID: "",
      desiredDigest: Digest(of: "a"), observedDigest: Digest(of: "a"), version: 1, marker: "m",
      isAdopted: false,
      commit: "c", applied: 0)
    var input = PlanInput(
      desired: [Self.board([Self.use])],
      observed: [key: ObservedObject(key: key, title: "amp", marker: "m")], inventory: [key: entry])
    input.policy.isPruneAllowed = true
    let kept = Planner.plan(input)
    #expect(kept.actions.map(\.key) == [ObjectKey(.dashboard, "board")])
    #expect(
      kept.problems.map(\.message) == [
        "the datasource \"amp\" is no longer in Git under this name, but GrafanaDashboard monitoring/board "
          + "(board.yaml:1) names it: panel \"CPU\"; it stays as it is"
      ])
    input.desired = [Self.board([])]
    #expect(Planner.plan(input).actions.map(\.verb) == [.create, .delete])
  }

  /// A group of rules that gets another name and then cannot be written under it.
  @Test func whatCannotBecomeAnotherStaysAsItIs() {
    let old = ObjectKey(.alertRuleGroup, folderUID: "ops", name: "Old")
    let folder = ObjectKey(.folder, "ops")
    let reference = ObjectReference(kind: "GrafanaAlertRuleGroup", namespace: "monitoring", name: "g")
    let origin = SourceLocation(file: "g.yaml", position: .start)
    let entry = InventoryEntry(
      key: old, reference: reference, origin: origin, title: "Old", parentUID: "ops",
      desiredDigest: Digest(of: "a"),
      observedDigest: Digest(of: "a"), version: nil, marker: "m", isAdopted: false, commit: "c", applied: 0)
    func group(_ uses: [ObjectUse]) -> DesiredObject {
      DesiredObject(
        kind: .alertRuleGroup, reference: reference, origin: origin, uid: nil, title: "New",
        parent: .uid("ops"),
        digest: Digest(of: "b"), uses: uses, parts: ["r"])
    }
    var input = PlanInput(
      desired: [group([ObjectUse(.contactPoint, "nobody", place: "rule \"R\"")])],
      observed: [
        folder: ObservedObject(key: folder, title: "Ops"),
        old: ObservedObject(key: old, title: "Old", parentUID: "ops", marker: "m", parts: ["r"]),
      ], inventory: [old: entry])
    input.policy.isPruneAllowed = true
    let plan = Planner.plan(input)
    #expect(plan.actions.isEmpty)
    #expect(plan.problems.map(\.code) == ["heir-missing", "missing-reference"])
    input.desired = [group([])]
    let renamed = Planner.plan(input).actions
    #expect(renamed.map(\.verb) == [.create, .delete])
    #expect(renamed.last?.requires == [ObjectKey(.alertRuleGroup, folderUID: "ops", name: "New")])
  }
}
