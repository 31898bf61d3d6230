import Base
import Plan
import Testing

/// Folders that have no manifest: a dashboard names them by title.
@Suite struct ImplicitFolderTests {
  private typealias Fixture = PlanFixture

  private func folder(_ title: String) -> DesiredObject {
    DesiredObject(
      kind: .folder, reference: Fixture.reference(.folder, "folder titled \(title)"),
      origin: SourceLocation(file: "d.yaml", position: .start), uid: nil, title: title,
      digest: Digest(of: title), isImplicit: true)
  }

  private func entry(_ uid: String, _ title: String, isAdopted: Bool) -> (ObjectKey, InventoryEntry) {
    let key = ObjectKey(.folder, uid)
    return (
      key,
      InventoryEntry(
        key: key, reference: Fixture.reference(.folder, "folder titled \(title)"),
        origin: SourceLocation(file: "d.yaml", position: .start), title: title, parentUID: "",
        desiredDigest: Digest(of: title), observedDigest: Digest(of: title), version: nil, marker: "1",
        isAdopted: isAdopted, isImplicit: true, commit: "3f2c9e1", applied: 0)
    )
  }

  @Test func usesAFolderThatIsThereAndNeverWritesIt() {
    let wanted = folder("team")
    let found = Fixture.observed(.folder, "theirs", title: "Team", marker: "7")
    let input = Fixture.input(
      desired: [wanted, Fixture.desired(.dashboard, "d", uid: "d", parent: .object(wanted.reference))],
      observed: [found])
    #expect(ReadSelection.objects(for: input).isEmpty)
    let plan = Planner.plan(input)
    #expect(Fixture.summary(plan) == ["adopt folder/theirs", "create dashboard/d"])
    #expect(plan.actions[0].isAdopted)
    #expect(plan.actions[1].parentUID == "theirs")
    // Whatever happens to it later is its owner's business.
    let later = Fixture.input(
      desired: [wanted], observed: [Fixture.observed(.folder, "theirs", title: "Renamed", marker: "8")],
      inventory: [entry("theirs", "team", isAdopted: true)])
    #expect(ReadSelection.objects(for: later).isEmpty)
    #expect(Planner.plan(later).isEmpty)
    #expect(Planner.plan(later).equalCount == 1)
  }

  @Test func leavesAFolderThatWasThereBefore() {
    let kept = [Fixture.desired(.dashboard, "k", uid: "k")]
    func plan(isAdopted: Bool, holding: [(ObjectKey, ObservedObject)] = []) -> Plan {
      Planner.plan(
        Fixture.input(
          desired: kept,
          observed: [Fixture.observed(.folder, "f"), Fixture.observed(.dashboard, "k")] + holding,
          inventory: [entry("f", "team", isAdopted: isAdopted), Fixture.entry(.dashboard, "k")]))
    }
    #expect(plan(isAdopted: true).actions.map(\.verb) == [.forget])
    #expect(plan(isAdopted: true).actions[0].reason == "no longer used; stays, it was there before")
    #expect(Fixture.summary(plan(isAdopted: false)) == ["delete folder/f"])
    #expect(plan(isAdopted: false, holding: [Fixture.observed(.dashboard, "x", parent: "f")]).actions.isEmpty)
  }

  @Test func repairsOneThatItMade() {
    let plan = Planner.plan(
      Fixture.input(desired: [folder("team")], inventory: [entry("f", "team", isAdopted: false)]))
    #expect(Fixture.summary(plan) == ["repair folder/f"])
  }
}
