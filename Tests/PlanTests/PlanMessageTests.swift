import Base
import Plan
import Testing

/// What a plan says of objects that it leaves alone, in full.
@Suite struct PlanMessageTests {
  private typealias Fixture = PlanFixture

  private func told(_ plan: Plan) -> [String] {
    plan.problems.map { "\($0.severity.rawValue) \($0.code): \($0.message); \($0.remedy ?? "")" }
  }

  @Test func aFolderThatIsNowhere() {
    let plan = Planner.plan(
      Fixture.input(desired: [Fixture.desired(.dashboard, "a", uid: "a", parent: .uid("team"))]))
    #expect(
      told(plan) == [
        "error folder-missing: there is no folder with the uid team, neither in this repository nor in the workspace; "
          + "add a GrafanaFolder with this uid, or name another folder"
      ])
  }

  @Test func aFolderThatIsHeldBack() {
    let lost = Fixture.desired(.folder, "team", uid: "team", parent: .uid("nowhere"))
    let byUID = Fixture.desired(.dashboard, "a", uid: "a", parent: .uid("team"))
    let byName = Fixture.desired(
      .dashboard, "b", uid: "b", parent: .object(Fixture.reference(.folder, "team")))
    let told = told(Planner.plan(Fixture.input(desired: [lost, byUID, byName])))
    #expect(
      told == [
        "error folder-held-back: its folder, the one with the uid team, is held back; mend that manifest first",
        "error folder-held-back: its folder, GrafanaFolder monitoring/team, is held back; mend that manifest first",
        "error folder-missing: there is no folder with the uid nowhere, neither in this repository nor in the workspace; "
          + "add a GrafanaFolder with this uid, or name another folder",
      ])
  }

  @Test func aPartThatTwoManifestsGive() {
    func point(_ name: String) -> DesiredObject {
      DesiredObject(
        kind: .contactPoint, reference: Fixture.reference(.contactPoint, name),
        origin: SourceLocation(file: "\(name).yaml", position: .start), uid: name, title: name,
        digest: Digest(of: "v1"), parts: ["mail"])
    }
    let message =
      "error part-taken: the uid mail is given in more than one contact point: ops.yaml:1 and team.yaml:1; "
      + "keep it in one of them"
    #expect(told(Planner.plan(Fixture.input(desired: [point("ops"), point("team")]))) == [message, message])
  }

  @Test func anObjectThatTheListingHides() {
    let plan = Planner.plan(
      Fixture.input(
        desired: [Fixture.desired(.dashboard, "b", uid: "b")],
        observed: [Fixture.observed(.dashboard, "b")],
        inventory: [Fixture.entry(.dashboard, "a", title: "CPU"), Fixture.entry(.dashboard, "b")]))
    #expect(Fixture.summary(plan) == ["forget dashboard/a"])
    let remembered = plan.remembering([ObjectKey(.dashboard, "a")])
    #expect(Fixture.summary(remembered) == [])
    #expect(
      told(remembered) == [
        "warning hidden: dashboard \"CPU\" is no longer in Git and is still there, but the listing does not show it; "
          + "give the token the right to see and delete it, and it goes; or delete it by hand"
      ])
  }

  @Test func anObjectThatSomebodyElseManages() {
    let plan = Planner.plan(
      Fixture.input(
        desired: [Fixture.desired(.dashboard, "b", uid: "b")],
        observed: [
          Fixture.observed(.dashboard, "a", manager: "terraform"), Fixture.observed(.dashboard, "b"),
        ],
        inventory: [Fixture.entry(.dashboard, "a", title: "CPU"), Fixture.entry(.dashboard, "b")]))
    #expect(Fixture.summary(plan) == ["forget dashboard/a"])
    #expect(
      told(plan) == [
        "warning managed-elsewhere: dashboard \"CPU\" is no longer in Git, and the workspace says that it is managed by "
          + "terraform: it stays, and is no longer looked after from here; delete it there where it is not wanted"
      ])
  }
}
