import Base
import Plan
import Testing

/// A folder and a dashboard never share a uid.
@Suite struct SharedUIDTests {
  @Test func bothFromGit() {
    let plan = Planner.plan(
      PlanFixture.input(desired: [
        PlanFixture.desired(.folder, "team", uid: "x"), PlanFixture.desired(.dashboard, "board", uid: "x"),
        PlanFixture.desired(.dashboard, "fine", uid: "y"),
      ]))
    #expect(PlanFixture.summary(plan) == ["create dashboard/y"])
    #expect(
      plan.problems.map(\.message) == [
        "the uid x is that of the folder of GrafanaFolder monitoring/team (team.yaml:1); "
          + "a folder and a dashboard cannot share one",
        "the uid x is that of the dashboard of GrafanaDashboard monitoring/board (board.yaml:1); "
          + "a folder and a dashboard cannot share one",
      ])
  }

  @Test func oneOfTheWorkspace() {
    let plan = Planner.plan(
      PlanFixture.input(
        desired: [PlanFixture.desired(.dashboard, "board", uid: "x")],
        observed: [PlanFixture.observed(.folder, "x", title: "Theirs")]))
    #expect(plan.actions.isEmpty)
    #expect(
      plan.problems.map(\.message) == [
        "the uid x is that of the folder \"Theirs\" of the workspace; a folder and a dashboard cannot share one"
      ])
  }

  @Test func aManifestOfTheAPIAsWell() {
    let plan = Planner.plan(
      PlanFixture.input(desired: [
        PlanFixture.desired(.folder, "team", uid: "x"),
        PlanFixture.desired(.resource, "board", uid: "dashboard.grafana.app/Dashboard/x"),
      ]))
    #expect(plan.actions.isEmpty)
    #expect(plan.problems.count == 2)
  }
}
