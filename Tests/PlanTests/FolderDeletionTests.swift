import Base
import Plan
import Testing

/// Servers delete a folder with all that is in it, so it goes only when nothing is left in it.
@Suite struct FolderDeletionTests {
  private typealias Fixture = PlanFixture

  /// A dashboard `d` that lies in the folder `f` and is wanted elsewhere, while the folder has left Git.
  private func plan(
    _ board: DesiredObject, manager: String? = nil, adjust: (inout PlanInput) -> Void = { _ in }
  ) -> Plan {
    var input = Fixture.input(
      desired: [board, Fixture.desired(.dashboard, "k", uid: "k")],
      observed: [
        Fixture.observed(.folder, "f"), Fixture.observed(.dashboard, "d", parent: "f", manager: manager),
        Fixture.observed(.dashboard, "k"),
      ],
      inventory: [
        Fixture.entry(.folder, "f"), Fixture.entry(.dashboard, "d", parent: "f"),
        Fixture.entry(.dashboard, "k"),
      ])
    input.inspections[ObjectKey(.dashboard, "d")] = Inspection(
      digest: Digest(of: "v1"), version: 1, parentUID: "f")
    adjust(&input)
    return Planner.plan(input)
  }

  private static let staying = "folder \"f\" is no longer in Git but stays: it holds dashboard \"d\""

  @Test func waitsForWhatMovesOut() {
    let plan = self.plan(Fixture.desired(.dashboard, "d", uid: "d"))
    #expect(Fixture.summary(plan) == ["move dashboard/d", "delete folder/f"])
    #expect(plan.actions[1].requires == [ObjectKey(.dashboard, "d")])
  }

  @Test func staysWhereSomethingDoesNotMoveOut() {
    let suspended = plan(Fixture.desired(.dashboard, "d", uid: "d", isSuspended: true))
    #expect(suspended.actions.isEmpty)
    #expect(suspended.problems.map(\.message) == [Self.staying])

    let managed = plan(Fixture.desired(.dashboard, "d", uid: "d"), manager: "terraform")
    #expect(managed.actions.isEmpty)
    #expect(managed.problems.map(\.code).sorted() == ["folder-not-empty", "managed-elsewhere"])

    let taken = plan(Fixture.desired(.dashboard, "d", uid: "d", title: "k")) { $0.policy.titleRule = .exact }
    #expect(taken.actions.isEmpty)
    #expect(taken.problems.map(\.code).sorted() == ["folder-not-empty", "title-taken"])

    let reported = plan(Fixture.desired(.dashboard, "d", uid: "d", driftPolicy: .report)) { input in
      // Somebody moved it there: by its policy it is only told.
      input.inventory[ObjectKey(.dashboard, "d")] = Fixture.entry(.dashboard, "d").1
    }
    #expect(Fixture.summary(reported) == ["report dashboard/d"])
    #expect(reported.problems.map(\.message) == [Self.staying])

    let heldBack = plan(Fixture.desired(.dashboard, "x", uid: "x")) { input in
      input.heldBack = [Fixture.reference(.dashboard, "d")]
    }
    #expect(Fixture.summary(heldBack) == ["create dashboard/x"])
    #expect(heldBack.problems.map(\.message) == [Self.staying])
  }

  @Test func staysWhereSomethingIsMadeInIt() {
    let plan = Planner.plan(
      Fixture.input(
        desired: [
          Fixture.desired(.dashboard, "n", uid: "n", parent: .uid("f")),
          Fixture.desired(.dashboard, "k", uid: "k"),
        ],
        observed: [Fixture.observed(.folder, "f"), Fixture.observed(.dashboard, "k")],
        inventory: [Fixture.entry(.folder, "f"), Fixture.entry(.dashboard, "k")]))
    #expect(Fixture.summary(plan) == ["create dashboard/n"])
    #expect(
      plan.problems.map(\.message) == ["folder \"f\" is no longer in Git but stays: it holds dashboard \"n\""]
    )
  }

  @Test func goesAfterWhatLiesInItWhereverThatWasBefore() {
    var input = Fixture.input(
      desired: [Fixture.desired(.dashboard, "k", uid: "k")],
      observed: [
        Fixture.observed(.folder, "a"), Fixture.observed(.folder, "b"), Fixture.observed(.dashboard, "k"),
        Fixture.observed(.folder, "z", parent: "b"),
      ],
      // Somebody turned them round since.
      inventory: [
        Fixture.entry(.folder, "a"), Fixture.entry(.folder, "b", parent: "z"), Fixture.entry(.folder, "z"),
        Fixture.entry(.dashboard, "k"),
      ])
    input.policy.isPruneAllowed = true
    #expect(
      Fixture.summary(Planner.plan(input)) == ["delete folder/z", "delete folder/b", "delete folder/a"])
  }

  @Test func deletesNothingWhereThatIsSwitchedOff() {
    let plan = self.plan(Fixture.desired(.dashboard, "d", uid: "d")) { $0.policy.isPruneDisabled = true }
    #expect(Fixture.summary(plan) == ["move dashboard/d"])
    #expect(plan.pruneStop == nil)
  }

  @Test func forgetsWhatWentByItself() {
    let plan = Planner.plan(
      Fixture.input(
        desired: [Fixture.desired(.dashboard, "k", uid: "k")], observed: [Fixture.observed(.dashboard, "k")],
        inventory: [
          Fixture.entry(.dashboard, "k"), Fixture.entry(.dashboard, "gone"),
        ]))
    #expect(
      plan.actions.map { "\($0.verb) \($0.key): \($0.reason)" } == [
        "forget dashboard/gone: gone from Git and from the target"
      ])
  }

  @Test func leavesWhatIsNotToBePruned() {
    let plan = Planner.plan(
      Fixture.input(
        desired: [Fixture.desired(.dashboard, "k", uid: "k")],
        observed: [Fixture.observed(.dashboard, "k"), Fixture.observed(.dashboard, "x")],
        inventory: [Fixture.entry(.dashboard, "k"), Fixture.entry(.dashboard, "x", isPruned: false)]))
    #expect(
      plan.actions.map { "\($0.verb) \($0.key): \($0.reason)" } == [
        "forget dashboard/x: no longer in Git; stays, by its prune annotation"
      ])
  }

  @Test func asksWhereThePathIsGone() {
    var input = Fixture.input(
      observed: [Fixture.observed(.dashboard, "x")], inventory: [Fixture.entry(.dashboard, "x")])
    input.absence = .path
    let plan = Planner.plan(input)
    #expect(plan.actions.isEmpty)
    #expect(plan.pruneStop?.cause == .absence(.path))
    #expect(!plan.isEqual)
  }
}
