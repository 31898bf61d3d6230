import Base
import Plan
import Testing

/// A dashboard that a manifest of its own kind and one of the Kubernetes-style API give is one object.
@Suite struct DeclaredTwiceTests {
  private static let uid = "dashboard.grafana.app/Dashboard/wall"

  private static func twins(_ dashboardUID: String?) -> [DesiredObject] {
    [
      PlanFixture.desired(.dashboard, "wall", uid: dashboardUID, title: "Wall"),
      PlanFixture.desired(.resource, "api", uid: uid, title: "Dashboard wall"),
    ]
  }

  @Test func bothAreRefusedAndNamed() {
    let plan = Planner.plan(PlanFixture.input(desired: Self.twins("wall")))
    #expect(plan.actions.isEmpty)
    #expect(
      plan.problems.map { "\($0.location?.fileAndLine ?? "") \($0.message)" } == [
        "api.yaml:1 two manifests are the same dashboard wall: api.yaml:1 and wall.yaml:1",
        "wall.yaml:1 two manifests are the same dashboard wall: api.yaml:1 and wall.yaml:1",
      ])
    #expect(Set(plan.problems.map(\.remedy)) == ["give one of them another uid, or remove it"])
  }

  /// What is there stays as it is while the two disagree.
  @Test func whatIsOwnedStays() {
    let plan = Planner.plan(
      PlanFixture.input(
        desired: Self.twins("wall"),
        observed: [PlanFixture.observed(.dashboard, "wall"), PlanFixture.observed(.resource, Self.uid)],
        inventory: [
          PlanFixture.entry(.dashboard, "wall"), PlanFixture.entry(.resource, Self.uid, name: "api"),
        ]))
    #expect(plan.actions.isEmpty)
    #expect(plan.problems.count == 2)
  }

  /// Without a uid a dashboard is looked for by its title: not what another manifest gives.
  @Test func titlesDoNotFindIt() {
    let plan = Planner.plan(
      PlanFixture.input(
        desired: Self.twins(nil), observed: [PlanFixture.observed(.dashboard, "wall", title: "Wall")]))
    #expect(plan.problems.isEmpty)
    #expect(plan.actions.map(\.key).contains(ObjectKey(.dashboard, "wall")) == false)
  }

  @Test(arguments: [true, false])
  func theOtherWayIsTheSameObject(toTheAPI: Bool) {
    let ways = [
      (PlanFixture.desired(.dashboard, "wall", uid: "wall", title: "Wall"), ObjectKey(.dashboard, "wall")),
      (PlanFixture.desired(.resource, "api", uid: Self.uid), ObjectKey(.resource, Self.uid)),
    ]
    let (now, before) = (ways[toTheAPI ? 1 : 0], ways[toTheAPI ? 0 : 1])
    let plan = Planner.plan(
      PlanFixture.input(
        desired: [now.0],
        observed: [PlanFixture.observed(.dashboard, "wall"), PlanFixture.observed(.resource, Self.uid)],
        inventory: [PlanFixture.entry(before.1.kind, before.1.uid, name: "old")]))
    #expect(plan.problems.isEmpty)
    #expect(plan.actions.filter { $0.verb == .delete }.isEmpty)
    let left = plan.actions.first { $0.key == before.1 }
    #expect(left?.verb == .forget)
    #expect(left?.reason == "goes on as \(now.0.reference) (\(now.0.origin.fileAndLine))")
  }

  /// What others name is there, whichever way it is given.
  @Test func namedByItsUID() {
    let rules = DesiredObject(
      kind: .alertRuleGroup, reference: PlanFixture.reference(.alertRuleGroup, "rules"),
      origin: SourceLocation(file: "rules.yaml", position: .start), uid: "f/rules", title: "rules",
      digest: Digest(of: "x"), uses: [ObjectUse(.dashboard, "wall", place: "rule \"A\"", isByUID: true)])
    let plan = Planner.plan(
      PlanFixture.input(desired: [rules, PlanFixture.desired(.resource, "api", uid: Self.uid)]))
    #expect(plan.problems.map(\.message) == [])
  }
}
