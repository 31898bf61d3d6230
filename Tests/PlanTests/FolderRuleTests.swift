import Base
import Plan
import Testing

/// What servers take of folders and choke on, or take on one version only.
@Suite struct FolderRuleTests {
  private func chain(_ names: [String]) -> [(ObjectKey, ObservedObject)] {
    names.enumerated().map { index, name in
      PlanFixture.observed(.folder, name, parent: index == 0 ? "" : names[index - 1])
    }
  }

  private func folder(_ name: String, in parent: String) -> DesiredObject {
    PlanFixture.desired(.folder, name, uid: name, parent: .uid(parent))
  }

  @Test func theFifthLevelIsTheLast() {
    let observed = chain(["a", "b", "c", "d"])
    let plan = Planner.plan(
      PlanFixture.input(
        desired: [
          folder("e", in: "d"),
          PlanFixture.desired(
            .folder, "f", uid: "f", parent: .object(PlanFixture.reference(.folder, "e"))),
          PlanFixture.desired(
            .dashboard, "board", uid: "board", parent: .object(PlanFixture.reference(.folder, "f"))),
        ], observed: observed))
    #expect(PlanFixture.summary(plan) == ["create folder/e"])
    #expect(
      plan.problems.filter { $0.code == "folder-too-deep" }.map(\.message)
        == ["it would lie 5 levels below a top folder, and servers take 4"])
    #expect(plan.problems.count == 2)
  }

  @Test func whatLiesInAMovedFolderCounts() {
    let plan = Planner.plan(
      PlanFixture.input(
        desired: [folder("x", in: "c")],
        observed: chain(["a", "b", "c"]) + chain(["x", "y", "z"]),
        inventory: [PlanFixture.entry(.folder, "x")]))
    #expect(plan.actions.isEmpty)
    #expect(
      plan.problems.map(\.message) == [
        "what lies in it would lie 5 levels below a top folder, and servers take 4"
      ])
  }

  @Test func equalTitlesAreToldWhereTheyAreTaken() {
    func plan(_ rule: TitleRule) -> Plan {
      var input = PlanFixture.input(desired: [
        PlanFixture.desired(.folder, "one", uid: "one", title: "Team"),
        PlanFixture.desired(.folder, "two", uid: "two", title: "Team"),
        PlanFixture.desired(.folder, "three", uid: "three", title: "Other"),
      ])
      input.policy.titleRule = rule
      return Planner.plan(input)
    }
    #expect(plan(.free).actions.count == 3)
    #expect(
      plan(.free).problems.map { "\($0.severity.rawValue) \($0.message)" }
        == [
          "warning folder \"Team\" has the title of GrafanaManifest monitoring/two (two.yaml:1) in the same place; servers "
            + "before 11.3 refuse the second",
          "warning folder \"Team\" has the title of GrafanaManifest monitoring/one (one.yaml:1) in the same place; servers "
            + "before 11.3 refuse the second",
        ].map { $0.replacing("GrafanaManifest", with: "GrafanaFolder") })
    #expect(plan(.exact).actions.count == 1)
    #expect(!plan(.exact).problems.contains { $0.code == "shared-title" })
  }
}
