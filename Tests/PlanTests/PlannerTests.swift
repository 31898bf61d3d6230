import Base
import Plan
import Testing

@Suite struct PlannerTests {
  private typealias Fixture = PlanFixture

  @Test func equalMeansEmpty() {
    let input = Fixture.input(
      desired: [Fixture.desired(.dashboard, "a", uid: "a")], observed: [Fixture.observed(.dashboard, "a")],
      inventory: [Fixture.entry(.dashboard, "a")])
    let plan = Planner.plan(input)
    #expect(plan.isEmpty)
    #expect(plan.equalCount == 1)
    #expect(ReadSelection.objects(for: input).map(\.key).isEmpty)
  }

  @Test func createsParentsBeforeChildrenAndDataSourcesBeforeDashboards() {
    let team = Fixture.desired(.folder, "team", uid: "f1")
    let inner = Fixture.desired(.folder, "inner", uid: "f0", parent: .object(team.reference))
    let plan = Planner.plan(
      Fixture.input(desired: [
        Fixture.desired(.dashboard, "d", uid: "d", parent: .object(inner.reference)), inner,
        Fixture.desired(.datasource, "s", uid: "s"), team,
      ]))
    #expect(
      Fixture.summary(plan) == [
        "create folder/f1", "create folder/f0", "create datasource/s", "create dashboard/d",
      ])
    #expect(plan.actions.last?.parentTitle == "team / inner")
    #expect(plan.actions.last?.requires == [ObjectKey(.folder, "f0")])
  }

  @Test func repairsWhatSomebodyEdited() {
    let key = ObjectKey(.dashboard, "a")
    let input = Fixture.input(
      desired: [Fixture.desired(.dashboard, "a", uid: "a")],
      observed: [Fixture.observed(.dashboard, "a", marker: "2")], inventory: [Fixture.entry(.dashboard, "a")],
      inspections: [
        key: Inspection(digest: Digest(of: "edited"), version: 2, editor: "alice", edited: "14:02")
      ])
    #expect(ReadSelection.objects(for: input).map(\.key) == [key])
    let plan = Planner.plan(input)
    #expect(Fixture.summary(plan) == ["repair dashboard/a"])
    #expect(plan.actions[0].reason == "edited in Grafana by alice at 14:02")
    #expect(plan.actions[0].keepsCopy)
    #expect(plan.actions[0].version == 2)
  }

  @Test func takesAServersRewritingAsTheNewNormal() {
    func plan(marker: String, isServerChanged: Bool = false) -> Plan {
      var input = Fixture.input(
        desired: [Fixture.desired(.dashboard, "a", uid: "a")],
        observed: [Fixture.observed(.dashboard, "a", marker: marker)],
        inventory: [Fixture.entry(.dashboard, "a")],
        inspections: [ObjectKey(.dashboard, "a"): Inspection(digest: Digest(of: "other"), version: 1)])
      input.isServerChanged = isServerChanged
      return Planner.plan(input)
    }
    #expect(Fixture.summary(plan(marker: "1")) == ["rebaseline dashboard/a"])
    #expect(plan(marker: "1").isEqual)
    #expect(Fixture.summary(plan(marker: "2", isServerChanged: true)) == ["rebaseline dashboard/a"])
    // A save without a version, or a deletion and an import, give the same number to another content.
    #expect(Fixture.summary(plan(marker: "2")) == ["repair dashboard/a"])
    #expect(plan(marker: "2").actions[0].keepsCopy)
  }

  @Test func copiesAForeignEditThatGitOverwrites() {
    let key = ObjectKey(.dashboard, "a")
    let plan = Planner.plan(
      Fixture.input(
        desired: [Fixture.desired(.dashboard, "a", uid: "a", content: "v2")],
        observed: [Fixture.observed(.dashboard, "a", marker: "2")],
        inventory: [Fixture.entry(.dashboard, "a")],
        inspections: [key: Inspection(digest: Digest(of: "edited"), version: 2)]))
    #expect(Fixture.summary(plan) == ["update dashboard/a"])
    #expect(plan.actions[0].keepsCopy)
  }

  @Test func movesInPlace() {
    let folder = Fixture.desired(.folder, "new", uid: "new")
    let plan = Planner.plan(
      Fixture.input(
        desired: [folder, Fixture.desired(.dashboard, "a", uid: "a", parent: .object(folder.reference))],
        observed: [Fixture.observed(.dashboard, "a")], inventory: [Fixture.entry(.dashboard, "a")]))
    #expect(Fixture.summary(plan) == ["create folder/new", "move dashboard/a"])
    #expect(plan.actions[1].formerParentTitle == "")
  }

  @Test func adoptsByTitleOnlyWithoutAUID() {
    let observed = [Fixture.observed(.dashboard, "theirs", title: "Node")]
    let free = Planner.plan(
      Fixture.input(desired: [Fixture.desired(.dashboard, "n", title: "Node")], observed: observed))
    #expect(free.actions.map(\.key.uid) == ["theirs"])
    #expect(free.actions[0].isAdopted)
    var input = Fixture.input(
      desired: [Fixture.desired(.dashboard, "n", uid: "mine", title: "Node")], observed: observed)
    input.policy.titleRule = .exact
    let fixed = Planner.plan(input)
    #expect(fixed.actions.isEmpty)
    #expect(
      fixed.problems.map(\.message) == [
        "the workspace already holds a dashboard \"Node\" (uid theirs) that is not from this repository; it is left alone"
      ])
  }

  @Test func keepsTheUIDOfARenamedManifest() {
    let plan = Planner.plan(
      Fixture.input(
        desired: [Fixture.desired(.dashboard, "renamed", title: "Node")],
        observed: [Fixture.observed(.dashboard, "old-uid", title: "Node")],
        inventory: [Fixture.entry(.dashboard, "old-uid", name: "former", title: "Node")]))
    #expect(Fixture.summary(plan) == ["rebaseline dashboard/old-uid"])
  }

  @Test func refusesTwoManifestsForOneObject() {
    let plan = Planner.plan(
      Fixture.input(
        desired: [Fixture.desired(.dashboard, "a", uid: "x"), Fixture.desired(.dashboard, "b", uid: "x")],
        observed: [Fixture.observed(.dashboard, "x")], inventory: [Fixture.entry(.dashboard, "x", name: "a")])
    )
    #expect(plan.actions.isEmpty)
    #expect(plan.problems.map(\.code) == ["duplicate-uid", "duplicate-uid"])
  }

  @Test func namesFolderCycles() {
    let a = Fixture.reference(.folder, "a")
    let b = Fixture.reference(.folder, "b")
    let plan = Planner.plan(
      Fixture.input(desired: [
        Fixture.desired(.folder, "a", parent: .object(b)), Fixture.desired(.folder, "b", parent: .object(a)),
      ]))
    #expect(plan.actions.isEmpty)
    #expect(plan.problems.count == 2)
    #expect(plan.problems[0].message.contains("GrafanaFolder monitoring/b (b.yaml:1)"))
  }
}

@Suite struct PrunePlannerTests {
  private typealias Fixture = PlanFixture

  private func input(owned: Int, wanted: Int) -> PlanInput {
    Fixture.input(
      desired: (0..<wanted).map { Fixture.desired(.dashboard, "d\($0)", uid: "d\($0)") },
      observed: (0..<owned).map { Fixture.observed(.dashboard, "d\($0)") },
      inventory: (0..<owned).map { Fixture.entry(.dashboard, "d\($0)") })
  }

  @Test func deletesWhatLeftGitAndKeepsACopy() {
    let plan = Planner.plan(input(owned: 4, wanted: 3))
    #expect(Fixture.summary(plan) == ["delete dashboard/d3"])
    #expect(plan.actions[0].keepsCopy)
  }

  @Test(arguments: [
    (4, 0, "the revision renders to nothing, which would delete 4 of 4 owned objects"),
    (4, 1, "3 of 4 owned objects would be deleted, more than the limit of 50 percent"),
    (100, 70, "30 of 100 owned objects would be deleted, more than the limit of 20"),
  ])
  func asksFirst(owned: Int, wanted: Int, message: String) {
    var input = input(owned: owned, wanted: wanted)
    let plan = Planner.plan(input)
    #expect(plan.actions.isEmpty)
    #expect(plan.pruneStop?.description.hasPrefix(message) == true)
    input.policy.isPruneAllowed = true
    #expect(Planner.plan(input).count(.delete) == owned - wanted)
  }

  @Test func leavesWhatIsHeldBackOrUnreadable() {
    var input = input(owned: 4, wanted: 2)
    input.heldBack = [Fixture.reference(.dashboard, "d2")]
    input.unreadableFiles = ["d3.yaml"]
    #expect(Planner.plan(input).isEmpty)
  }

  @Test func leavesFoldersThatHoldSomethingForeign() {
    let plan = Planner.plan(
      Fixture.input(
        desired: [Fixture.desired(.dashboard, "k", uid: "k"), Fixture.desired(.dashboard, "l", uid: "l")],
        observed: [
          Fixture.observed(.folder, "f"), Fixture.observed(.folder, "g", parent: "f"),
          Fixture.observed(.dashboard, "theirs", title: "Theirs", parent: "g"),
          Fixture.observed(.dashboard, "k"), Fixture.observed(.dashboard, "l"),
        ],
        inventory: [
          Fixture.entry(.folder, "f"), Fixture.entry(.folder, "g", parent: "f"),
          Fixture.entry(.dashboard, "k"),
          Fixture.entry(.dashboard, "l"),
        ]))
    #expect(plan.actions.isEmpty)
    #expect(
      plan.problems.map(\.message) == [
        "folder \"f\" is no longer in Git but stays: it holds folder \"g\"",
        "folder \"g\" is no longer in Git but stays: it holds dashboard \"Theirs\"",
      ])
  }

  @Test func deletesInnermostFoldersFirst() {
    var input = Fixture.input(
      desired: [Fixture.desired(.dashboard, "k", uid: "k")],
      observed: [
        Fixture.observed(.folder, "a"), Fixture.observed(.folder, "b", parent: "a"),
        Fixture.observed(.dashboard, "x", parent: "b"), Fixture.observed(.dashboard, "k"),
      ],
      inventory: [
        Fixture.entry(.folder, "a"), Fixture.entry(.folder, "b", parent: "a"),
        Fixture.entry(.dashboard, "x", parent: "b"), Fixture.entry(.dashboard, "k"),
      ])
    input.policy.isPruneAllowed = true
    #expect(
      Fixture.summary(Planner.plan(input)) == ["delete dashboard/x", "delete folder/b", "delete folder/a"])
  }

  @Test func leavesWhatAnotherProgramManagesByNow() {
    let kept = ["k", "l"].map { Fixture.desired(.dashboard, $0, uid: $0) }
    let input = Fixture.input(
      desired: kept,
      observed: [
        Fixture.observed(.dashboard, "d", manager: "terraform"), Fixture.observed(.dashboard, "k"),
        Fixture.observed(.dashboard, "l"),
      ], inventory: ["d", "k", "l"].map { Fixture.entry(.dashboard, $0) })
    let plan = Planner.plan(input)
    #expect(Fixture.summary(plan) == ["forget dashboard/d"])
    #expect(plan.problems.map(\.severity) == [.warning])
    #expect(plan.problems[0].message.contains("managed by terraform"))
  }

  @Test func makesAgainWhatWasCutOffWhileItWasMade() {
    let (key, entry) = Fixture.entry(.dashboard, "d")
    let made = InventoryEntry(
      key: key, reference: entry.reference, origin: entry.origin, title: entry.title, parentUID: "",
      desiredDigest: entry.desiredDigest, observedDigest: entry.observedDigest, version: nil, marker: nil,
      isAdopted: false, commit: "", applied: 0)
    var input = Fixture.input(desired: [Fixture.desired(.dashboard, "d", uid: "d")], inventory: [(key, made)])
    input.uncertain = [key]
    let plan = Planner.plan(input)
    #expect(Fixture.summary(plan) == ["create dashboard/d"])
    #expect(plan.actions[0].reason == "its last write was cut off")
  }
}
