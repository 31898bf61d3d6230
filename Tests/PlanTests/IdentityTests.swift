import Base
import Plan
import Testing

/// Which object of the target a manifest is.
@Suite struct IdentityTests {
  private typealias Fixture = PlanFixture

  @Test func leavesWhatAHeldBackManifestOwns() {
    var input = Fixture.input(
      desired: [Fixture.desired(.dashboard, "new", title: "Node")],
      observed: [Fixture.observed(.dashboard, "old", title: "Node")],
      inventory: [Fixture.entry(.dashboard, "old", name: "broken", title: "Node")])
    input.heldBack = [Fixture.reference(.dashboard, "broken")]
    #expect(Planner.plan(input).actions.map(\.verb) == [.create])
    input.heldBack = []
    input.unreadableFiles = ["broken.yaml"]
    #expect(Planner.plan(input).actions.map(\.verb) == [.create])
    input.unreadableFiles = ["other.yaml"]
    input.doubtfulNames = ["broken"]
    #expect(Planner.plan(input).actions.map(\.verb) == [.create])
    input.doubtfulNames = []
    #expect(Fixture.summary(Planner.plan(input)) == ["rebaseline dashboard/old"])
  }

  @Test func goesOnWithTheUIDThatItHadBefore() {
    func uid(_ observed: [(ObjectKey, ObservedObject)] = [], _ change: (inout PlanInput) -> Void = { _ in })
      -> String?
    {
      var input = Fixture.input(desired: [Fixture.desired(.dashboard, "node")], observed: observed)
      input.formerUIDs = [FormerObject(.dashboard, Fixture.reference(.dashboard, "node")): "old"]
      change(&input)
      return Planner.plan(input).actions.first { $0.reference.name == "node" }?.key.uid
    }
    #expect(uid() == "old")
    // One that has its title is nearer; one that has its uid is somebody else's by now.
    #expect(uid([Fixture.observed(.dashboard, "theirs", title: "node")]) == "theirs")
    let derived = uid { $0.formerUIDs = [:] }
    #expect(derived?.count == 40)
    #expect(uid([Fixture.observed(.dashboard, "old", title: "another")]) == derived)
    #expect(uid { $0.desired.append(Fixture.desired(.dashboard, "x", uid: "old")) } == derived)
  }

  @Test func prefersTheEqualTitleOfAFolder() {
    func uids(_ titles: [(String, String)]) -> [String] {
      let plan = Planner.plan(
        Fixture.input(
          desired: [Fixture.desired(.folder, "x", title: "Team")],
          observed: titles.map { Fixture.observed(.folder, $0.0, title: $0.1) }))
      return plan.actions.map(\.key.uid) + plan.problems.map(\.code)
    }
    #expect(uids([("a", "TEAM")]) == ["a"])
    #expect(uids([("a", "team"), ("b", "Team")]) == ["b"])
    #expect(uids([("a", "team"), ("b", "TEAM")]) == ["ambiguous-title"])
    #expect(uids([("a", "Team"), ("b", "Team")]) == ["ambiguous-title"])
  }

  @Test func followsParentsByUIDWhateverTheOrder() {
    let plan = Planner.plan(
      Fixture.input(desired: [
        Fixture.desired(.folder, "c", uid: "c", title: "1", parent: .uid("b")),
        Fixture.desired(.folder, "b", uid: "b", title: "2", parent: .uid("a")),
        Fixture.desired(.folder, "a", uid: "a", title: "3"),
      ]))
    #expect(Fixture.summary(plan) == ["create folder/a", "create folder/b", "create folder/c"])
    #expect(plan.actions.last?.parentTitle == "3 / 2")
  }

  @Test func tellsCyclesFromWhatLiesBelowThem() {
    let plan = Planner.plan(
      Fixture.input(desired: [
        Fixture.desired(.folder, "a", uid: "a", parent: .uid("b")),
        Fixture.desired(.folder, "b", uid: "b", parent: .object(Fixture.reference(.folder, "a"))),
        Fixture.desired(.folder, "below", parent: .object(Fixture.reference(.folder, "a"))),
        Fixture.desired(.dashboard, "d", parent: .object(Fixture.reference(.folder, "below"))),
        Fixture.desired(.dashboard, "free"),
      ]))
    #expect(plan.actions.map(\.reference.name) == ["free"])
    #expect(
      plan.problems.map(\.message) == [
        "the folder lies inside itself: GrafanaFolder monitoring/a (a.yaml:1), GrafanaFolder monitoring/b (b.yaml:1) "
          + "name each other as parents",
        "the folder lies inside itself: GrafanaFolder monitoring/a (a.yaml:1), GrafanaFolder monitoring/b (b.yaml:1) "
          + "name each other as parents",
        "its folder, GrafanaFolder monitoring/a, is held back",
        "its folder, GrafanaFolder monitoring/below, is held back",
      ])
  }

  @Test func holdsBackWhatLiesInATwin() {
    let twins = [Fixture.desired(.folder, "a", uid: "f"), Fixture.desired(.folder, "b", uid: "f")]
    let inside = Fixture.desired(.dashboard, "d", uid: "d", parent: .object(twins[0].reference))
    let plan = Planner.plan(Fixture.input(desired: twins + [inside]))
    #expect(plan.actions.isEmpty)
    #expect(plan.problems.map(\.code) == ["duplicate-uid", "duplicate-uid", "folder-held-back"])
  }

  @Test func usesTheFolderOfAHeldBackManifestWhileItIsThere() {
    let folder = Fixture.reference(.folder, "f")
    var input = Fixture.input(
      desired: [Fixture.desired(.dashboard, "d", uid: "d", parent: .object(folder))],
      observed: [Fixture.observed(.folder, "f")], inventory: [Fixture.entry(.folder, "f")])
    input.heldBack = [folder]
    #expect(Planner.plan(input).actions.map(\.parentUID) == ["f"])
    input.observed = [:]
    let plan = Planner.plan(input)
    #expect(plan.actions.isEmpty)
    #expect(plan.problems.map(\.code) == ["folder-held-back"])
  }

  @Test func usesForeignFolders() {
    let desired = [Fixture.desired(.dashboard, "d", uid: "d", parent: .uid("theirs"))]
    let plan = Planner.plan(
      Fixture.input(desired: desired, observed: [Fixture.observed(.folder, "theirs", title: "Theirs")]))
    #expect(
      plan.actions.map { "\($0.verb) \($0.key) in \($0.parentTitle)" } == ["create dashboard/d in Theirs"])
    #expect(Planner.plan(Fixture.input(desired: desired)).problems.map(\.code) == ["folder-missing"])
  }

  @Test func replacesAnObjectWhoseUIDChanged() {
    let plan = Planner.plan(
      Fixture.input(
        desired: [
          Fixture.desired(.dashboard, "a", uid: "new", title: "T"),
          Fixture.desired(.dashboard, "b", uid: "b"),
        ],
        observed: [Fixture.observed(.dashboard, "old", title: "T"), Fixture.observed(.dashboard, "b")],
        inventory: [Fixture.entry(.dashboard, "old", name: "a", title: "T"), Fixture.entry(.dashboard, "b")]))
    #expect(Fixture.summary(plan) == ["create dashboard/new", "delete dashboard/old"])
  }

  @Test func followsAChangeOfKindInAFile() {
    let plan = Planner.plan(
      Fixture.input(
        desired: [
          Fixture.desired(.folder, "x", uid: "x", file: "a.yaml"), Fixture.desired(.dashboard, "b", uid: "b"),
        ],
        observed: [Fixture.observed(.dashboard, "x"), Fixture.observed(.dashboard, "b")],
        inventory: [Fixture.entry(.dashboard, "x", file: "a.yaml"), Fixture.entry(.dashboard, "b")]))
    #expect(Fixture.summary(plan) == ["create folder/x", "delete dashboard/x"])
  }

  @Test func makesNoUIDThatAnotherManifestHas() {
    let first = Planner.plan(Fixture.input(desired: [Fixture.desired(.dashboard, "a")]))
    let derived = first.actions[0].key.uid
    #expect(derived.count == 40)
    let plan = Planner.plan(
      Fixture.input(desired: [
        Fixture.desired(.dashboard, "a"), Fixture.desired(.dashboard, "b", uid: derived),
      ]))
    #expect(plan.problems.isEmpty)
    #expect(Set(plan.actions.map(\.key.uid)).count == 2)
  }

  @Test func goesOnWithTheObjectThatNobodyElseClaims() {
    let plan = Planner.plan(
      Fixture.input(
        desired: [Fixture.desired(.dashboard, "a"), Fixture.desired(.dashboard, "b", uid: "one")],
        observed: [Fixture.observed(.dashboard, "one"), Fixture.observed(.dashboard, "two", title: "a")],
        inventory: [
          Fixture.entry(.dashboard, "one", name: "a", title: "one"),
          Fixture.entry(.dashboard, "two", name: "a", title: "a"),
        ]))
    #expect(
      plan.actions.map { "\($0.verb) \($0.key) \($0.reference.name)" } == ["rebaseline dashboard/one b"])
    #expect(plan.equalCount == 1)
  }
}
