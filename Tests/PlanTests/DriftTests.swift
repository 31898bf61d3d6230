import Base
import Plan
import Testing

/// What others did, what was cut off, and what must not be touched.
@Suite struct DriftTests {
  private typealias Fixture = PlanFixture
  private static let key = ObjectKey(.dashboard, "a")

  private func plan(
    _ desired: [DesiredObject], _ observed: [(ObjectKey, ObservedObject)],
    _ inventory: [(ObjectKey, InventoryEntry)],
    _ inspection: Inspection? = nil, isUncertain: Bool = false
  ) -> Plan {
    var input = Fixture.input(desired: desired, observed: observed, inventory: inventory)
    if let inspection { input.inspections[Self.key] = inspection }
    if isUncertain { input.uncertain = [Self.key] }
    return Planner.plan(input)
  }

  private func desired(
    _ content: String = "v1", policy: DesiredObject.DriftPolicy = .repair, isPruned: Bool = true,
    parent: DesiredObject.Parent = .root
  ) -> DesiredObject {
    Fixture.desired(
      .dashboard, "a", uid: "a", parent: parent, content: content, driftPolicy: policy, isPruned: isPruned)
  }

  private func shown(_ plan: Plan) -> [String] {
    plan.actions.map { "\($0.verb) \($0.key) \($0.keepsCopy ? "copy" : "no copy"): \($0.reason)" }
  }

  private let edited = Inspection(digest: Digest(of: "edited"), version: 2)

  @Test func onlyReportsByPolicy() {
    let reports = desired(policy: .report)
    let entry = Fixture.entry(.dashboard, "a")
    #expect(
      shown(plan([reports], [Fixture.observed(.dashboard, "a", marker: "2")], [entry], edited))
        == ["report dashboard/a no copy: edited in Grafana"])
    #expect(shown(plan([reports], [], [entry])) == ["report dashboard/a no copy: deleted in Grafana"])
    #expect(
      shown(
        plan(
          [reports], [Fixture.observed(.folder, "f"), Fixture.observed(.dashboard, "a", parent: "f")], [entry]
        ))
        == ["report dashboard/a no copy: moved in Grafana"])
    // What Git changes is written all the same, and what others wrote there is kept.
    #expect(
      shown(
        plan(
          [desired("v2", policy: .report)], [Fixture.observed(.dashboard, "a", marker: "2")], [entry], edited)
      )
        == ["update dashboard/a copy: changed in Git"])
    // A write of ours that was cut off is nobody's drift.
    #expect(
      shown(
        plan([reports], [Fixture.observed(.dashboard, "a", marker: "2")], [entry], edited, isUncertain: true))
        == ["update dashboard/a copy: its last write was cut off"])
    #expect(
      shown(plan([reports], [], [entry], isUncertain: true)) == [
        "repair dashboard/a no copy: deleted in Grafana"
      ])
  }

  @Test func keepsACopyOfWhatAnInterruptedAdoptionWasToOverwrite() {
    #expect(
      shown(plan([desired()], [Fixture.observed(.dashboard, "a")], [], edited, isUncertain: true))
        == ["update dashboard/a copy: its last write was cut off"])
    #expect(
      shown(
        plan(
          [desired()], [Fixture.observed(.dashboard, "a")], [],
          Inspection(digest: Digest(of: "v1"), version: 1),
          isUncertain: true)) == ["adopt dashboard/a no copy: written before the last stop"])
  }

  @Test func keepsACopyOfWhatItCouldNotRead() {
    #expect(
      shown(
        plan(
          [desired("v2")], [Fixture.observed(.dashboard, "a", marker: "2")], [Fixture.entry(.dashboard, "a")])
      )
        == ["update dashboard/a copy: changed in Git"])
    #expect(
      shown(plan([desired()], [Fixture.observed(.dashboard, "a")], []))
        == ["update dashboard/a copy: is there already, otherwise than wanted"])
  }

  @Test func isSilentAboutWhatItKnows() {
    // A server that rewrites what it is given, read again because its turn came.
    let (key, entry) = Fixture.entry(.dashboard, "a")
    let rewritten = InventoryEntry(
      key: key, reference: entry.reference, origin: entry.origin, title: entry.title, parentUID: "",
      desiredDigest: entry.desiredDigest, observedDigest: Digest(of: "migrated"), version: 1, marker: "1",
      isAdopted: false, commit: "3f2c9e1", applied: 0)
    let seen = plan(
      [desired()], [Fixture.observed(.dashboard, "a")], [(key, rewritten)],
      Inspection(digest: Digest(of: "migrated"), version: 1))
    #expect(seen.isEmpty)
    #expect(seen.equalCount == 1)
    // Servers trim titles.
    let blank = Fixture.desired(.dashboard, "a", uid: "a", title: " a ")
    let input = Fixture.input(
      desired: [blank], observed: [Fixture.observed(.dashboard, "a")],
      inventory: [Fixture.entry(.dashboard, "a", title: " a ")])
    #expect(ReadSelection.objects(for: input).isEmpty)
    #expect(Planner.plan(input).isEmpty)
  }

  @Test func remembersNewSettings() {
    let plan = self.plan(
      [desired(isPruned: false)], [Fixture.observed(.dashboard, "a")], [Fixture.entry(.dashboard, "a")])
    #expect(shown(plan) == ["rebaseline dashboard/a no copy: is as wanted"])
    #expect(plan.actions[0].isPruned == false)
    #expect(plan.actions[0].version == 1)
  }

  @Test func remembersTheVersionOfAnEqualSave() {
    let plan = self.plan(
      [desired()], [Fixture.observed(.dashboard, "a", marker: "2")], [Fixture.entry(.dashboard, "a")],
      Inspection(digest: Digest(of: "v1"), version: 2))
    #expect(shown(plan) == ["rebaseline dashboard/a no copy: is as wanted"])
    #expect(plan.actions[0].version == 2)
    #expect(plan.isEqual)
  }

  @Test func leavesWhatAnotherProgramManages() {
    let plan = self.plan(
      [desired("v2")], [Fixture.observed(.dashboard, "a", manager: "terraform")],
      [Fixture.entry(.dashboard, "a")])
    #expect(plan.actions.isEmpty)
    #expect(
      plan.problems.map(\.message) == [
        "the workspace says that dashboard \"a\" is managed by terraform"
      ])
  }

  @Test func leavesWhatIsSuspended() {
    let suspended = Fixture.desired(.dashboard, "a", uid: "a", content: "v2", isSuspended: true)
    for observed in [[Fixture.observed(.dashboard, "a", marker: "9")], []] {
      let input = Fixture.input(
        desired: [suspended], observed: observed, inventory: [Fixture.entry(.dashboard, "a")])
      #expect(Planner.plan(input).isEmpty)
      #expect(ReadSelection.objects(for: input).isEmpty)
    }
    // Nor does it lose what it was under another uid.
    let renamed = Fixture.desired(.dashboard, "a", uid: "b", isSuspended: true)
    #expect(plan([renamed], [Fixture.observed(.dashboard, "a")], [Fixture.entry(.dashboard, "a")]).isEmpty)
  }

  @Test func readsBeforeItMoves() {
    let input = Fixture.input(
      desired: [desired(parent: .uid("f"))],
      observed: [Fixture.observed(.folder, "f"), Fixture.observed(.dashboard, "a")],
      inventory: [Fixture.entry(.dashboard, "a")])
    #expect(ReadSelection.objects(for: input).map(\.key) == [Self.key])
    #expect(
      shown(plan(input.desired, Array(input.observed), Array(input.inventory), edited)) == [
        "move dashboard/a copy: changed in Git"
      ])
  }

  @Test func makesAFolderAnewWithAllThatWentWithIt() {
    let folder = Fixture.desired(.folder, "f", uid: "f")
    let inner = Fixture.desired(.folder, "g", uid: "g", parent: .object(folder.reference))
    let board = Fixture.desired(.dashboard, "d", uid: "d", parent: .object(inner.reference))
    let plan = Planner.plan(
      Fixture.input(
        desired: [board, inner, folder],
        inventory: [
          Fixture.entry(.folder, "f"), Fixture.entry(.folder, "g", parent: "f"),
          Fixture.entry(.dashboard, "d", parent: "g"),
        ]))
    #expect(Fixture.summary(plan) == ["repair folder/f", "repair folder/g", "repair dashboard/d"])
    #expect(plan.actions.map { $0.requires.map(\.uid) } == [[], ["f"], ["g"]])
  }

  @Test func writesNothingIntoAFolderThatStaysAway() {
    let folder = Fixture.desired(.folder, "f", uid: "f", driftPolicy: .report)
    let board = Fixture.desired(.dashboard, "d", uid: "d", parent: .object(folder.reference))
    let plan = Planner.plan(
      Fixture.input(
        desired: [board, folder],
        inventory: [Fixture.entry(.folder, "f"), Fixture.entry(.dashboard, "d", parent: "f")]))
    #expect(Fixture.summary(plan) == ["report folder/f"])
    #expect(
      plan.problems.map(\.message) == [
        "its folder \"f\" is not in the workspace and is not made in this cycle"
      ])
  }

  @Test func movesNoFolderIntoItself() {
    let plan = Planner.plan(
      Fixture.input(
        desired: [Fixture.desired(.folder, "f", uid: "f", parent: .uid("inner"))],
        observed: [
          Fixture.observed(.folder, "f"), Fixture.observed(.folder, "inner", title: "Inner", parent: "f"),
        ],
        inventory: [Fixture.entry(.folder, "f")]))
    #expect(plan.actions.isEmpty)
    #expect(
      plan.problems.map(\.message) == ["the folder \"Inner\", into which it is to move, lies inside it"])
  }

  @Test func turnsFoldersInsideOut() {
    let inner = Fixture.desired(.folder, "inner", uid: "inner")
    let plan = Planner.plan(
      Fixture.input(
        desired: [Fixture.desired(.folder, "outer", uid: "outer", parent: .object(inner.reference)), inner],
        observed: [Fixture.observed(.folder, "outer"), Fixture.observed(.folder, "inner", parent: "outer")],
        inventory: [Fixture.entry(.folder, "outer"), Fixture.entry(.folder, "inner", parent: "outer")]))
    #expect(Fixture.summary(plan) == ["move folder/inner", "move folder/outer"])
    #expect(plan.actions[1].requires == [ObjectKey(.folder, "inner")])
  }
}
