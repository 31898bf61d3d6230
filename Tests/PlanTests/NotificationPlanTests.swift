import Base
import Plan
import Testing

/// Contact points, mute timings and the policies that name them.
@Suite struct NotificationPlanTests {
  private static func named(
    _ kind: ObjectKind, _ uid: String, manifest: String? = nil, uses: [ObjectUse] = []
  )
    -> DesiredObject
  {
    DesiredObject(
      kind: kind, reference: PlanFixture.reference(kind, manifest ?? uid),
      origin: SourceLocation(file: "\(manifest ?? uid).yaml", position: .start), uid: uid, title: uid,
      digest: Digest(of: "v1"), uses: uses)
  }

  private static func policy(_ receiver: String) -> DesiredObject {
    named(
      .notificationPolicy, "tree", uses: [ObjectUse(.contactPoint, receiver, place: "the root route")])
  }

  private static let tree = PlanFixture.observed(.notificationPolicy, "tree")

  @Test func whatIsBuiltInCountsAsThere() {
    var input = PlanFixture.input(desired: [Self.policy("empty")], observed: [Self.tree])
    #expect(
      Planner.plan(input).problems.map(\.message) == [
        "the root route names the contact point empty, which is neither in the workspace nor in this repository"
      ])
    input.builtIn = [.contactPoint: ["empty"]]
    #expect(PlanFixture.summary(Planner.plan(input)) == ["update notification policy/tree"])
    #expect(Planner.plan(input).actions.map(\.takeover) == [.first])
    input.uncertain = [.policyTree]
    #expect(Planner.plan(input).actions.map(\.takeover) == [.resumed])
  }

  @Test func whatIsStillNamedStays() {
    let plan = Planner.plan(
      PlanFixture.input(
        desired: [Self.policy("ops"), Self.named(.contactPoint, "other")],
        observed: [
          Self.tree, PlanFixture.observed(.contactPoint, "ops"), PlanFixture.observed(.contactPoint, "other"),
          PlanFixture.observed(.muteTiming, "night"),
        ],
        inventory: [
          PlanFixture.entry(.notificationPolicy, "tree"), PlanFixture.entry(.contactPoint, "ops"),
          PlanFixture.entry(.contactPoint, "other"), PlanFixture.entry(.muteTiming, "night"),
        ]))
    #expect(PlanFixture.summary(plan) == ["delete mute timing/night"])
    #expect(plan.problems.map(\.code) == ["still-used"])
  }

  /// A contact point that gets another name takes its receivers along, so nothing of it is done while the old name is named.
  @Test func whatIsStillNamedKeepsItsName() {
    let inventory = [
      PlanFixture.entry(.notificationPolicy, "tree"), PlanFixture.entry(.contactPoint, "ops"),
      PlanFixture.entry(.contactPoint, "more"), PlanFixture.entry(.muteTiming, "night"),
    ]
    let observed = [
      Self.tree, PlanFixture.observed(.contactPoint, "ops"), PlanFixture.observed(.contactPoint, "more"),
      PlanFixture.observed(.muteTiming, "night"),
    ]
    let others = [Self.named(.contactPoint, "more"), Self.named(.muteTiming, "night")]
    let kept = Planner.plan(
      PlanFixture.input(
        desired: [Self.policy("ops"), Self.named(.contactPoint, "duty", manifest: "ops")] + others,
        observed: observed, inventory: inventory))
    #expect(PlanFixture.summary(kept) == [])
    let renamed = Planner.plan(
      PlanFixture.input(
        desired: [Self.policy("duty"), Self.named(.contactPoint, "duty", manifest: "ops")] + others,
        observed: observed, inventory: inventory))
    #expect(PlanFixture.summary(renamed) == ["create contact point/duty", "delete contact point/ops"])
  }

  @Test func theTreeThatLeavesGitSaysWhatComesBack() {
    let plan = Planner.plan(
      PlanFixture.input(
        desired: [Self.named(.contactPoint, "ops")],
        observed: [Self.tree, PlanFixture.observed(.contactPoint, "ops")],
        inventory: [
          PlanFixture.entry(.notificationPolicy, "tree"), PlanFixture.entry(.contactPoint, "ops"),
        ]))
    #expect(PlanFixture.summary(plan) == ["delete notification policy/tree"])
    #expect(plan.actions.map(\.reason) == ["no longer in Git; what was there before comes back"])
  }

  @Test(arguments: [
    (ObjectKind.contactPoint, "give one of them another name, or remove it"),
    (.notificationPolicy, "keep one of them: a workspace has only one"),
    (.dashboard, "give one of them another uid, or remove it"),
  ])
  func twinsAreToldWhatToDo(kind: ObjectKind, remedy: String) {
    let plan = Planner.plan(
      PlanFixture.input(
        desired: [Self.named(kind, "x", manifest: "a"), Self.named(kind, "x", manifest: "b")]))
    #expect(plan.problems.map(\.remedy) == [remedy, remedy])
    #expect(plan.actions.isEmpty)
  }
}
