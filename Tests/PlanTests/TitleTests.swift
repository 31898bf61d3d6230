import Base
import Plan
import Testing

/// Titles that a server has only once.
@Suite struct TitleTests {
  private typealias Fixture = PlanFixture

  private func plan(
    _ rule: TitleRule, desired: [DesiredObject], observed: [(ObjectKey, ObservedObject)],
    inventory: [(ObjectKey, InventoryEntry)] = []
  ) -> Plan {
    var input = Fixture.input(desired: desired, observed: observed, inventory: inventory)
    input.policy.titleRule = rule
    for object in ReadSelection.objects(for: input) {
      input.inspections[object.key] = Inspection(
        digest: input.inventory[object.key]?.observedDigest ?? Digest(of: "theirs"), version: 1,
        parentUID: input.observed[object.key]?.parentUID)
    }
    return Planner.plan(input)
  }

  private func renamed(_ kind: ObjectKind, _ uid: String, to title: String) -> DesiredObject {
    Fixture.desired(kind, uid, uid: uid, title: title, content: "renamed")
  }

  private func held(_ kind: ObjectKind, _ uid: String, title: String) -> (
    (ObjectKey, ObservedObject), (ObjectKey, InventoryEntry)
  ) {
    (Fixture.observed(kind, uid, title: title), Fixture.entry(kind, uid, title: title))
  }

  @Test func letsWhatGivesATitleUpGoFirst() {
    let held = [
      self.held(.dashboard, "a", title: "1"), self.held(.dashboard, "b", title: "2"),
      self.held(.dashboard, "c", title: "3"),
    ]
    let desired = [
      renamed(.dashboard, "a", to: "2"), renamed(.dashboard, "b", to: "3"), renamed(.dashboard, "c", to: "4"),
    ]
    let strict = plan(.exact, desired: desired, observed: held.map(\.0), inventory: held.map(\.1))
    #expect(Fixture.summary(strict) == ["update dashboard/c", "update dashboard/b", "update dashboard/a"])
    #expect(strict.actions.map { $0.requires.map(\.uid) } == [[], ["c"], ["b"]])
    let free = plan(.free, desired: desired, observed: held.map(\.0), inventory: held.map(\.1))
    #expect(Fixture.summary(free) == ["update dashboard/a", "update dashboard/b", "update dashboard/c"])
  }

  @Test func takesAThousandRenamesInARow() {
    let held = (0..<1000).map { self.held(.datasource, "d\($0)", title: "t\($0)") }
    let desired = (0..<1000).map { renamed(.datasource, "d\($0)", to: "t\($0 + 1)") }
    let plan = self.plan(.free, desired: desired, observed: held.map(\.0), inventory: held.map(\.1))
    #expect(plan.actions.map(\.key.uid) == (0..<1000).reversed().map { "d\($0)" })
  }

  @Test(arguments: [ObjectKind.dashboard, .datasource]) func refusesToSwap(kind: ObjectKind) {
    let held = [self.held(kind, "a", title: "1"), self.held(kind, "b", title: "2")]
    let plan = self.plan(
      .exact, desired: [renamed(kind, "a", to: "2"), renamed(kind, "b", to: "1")], observed: held.map(\.0),
      inventory: held.map(\.1))
    #expect(plan.actions.isEmpty)
    #expect(plan.problems.map(\.code) == ["title-circle", "title-circle"])
    #expect(
      plan.problems[0].message.hasSuffix(
        "wait for each other to give up a title, which this server has only once"))
  }

  @Test func refusesAFolderThatMovesIntoItsOwnTitle() {
    let held = self.held(.folder, "old", title: "Team")
    let new = Fixture.desired(.folder, "new", uid: "new", title: "Team")
    let plan = self.plan(
      .exact,
      desired: [
        new, Fixture.desired(.folder, "old", uid: "old", title: "Team", parent: .object(new.reference)),
      ],
      observed: [held.0], inventory: [held.1])
    #expect(plan.actions.isEmpty)
    #expect(plan.problems.map(\.code) == ["title-circle", "title-circle"])
  }

  @Test func deletesBeforeItTakesTheTitle() {
    let held = [self.held(.dashboard, "old", title: "T"), self.held(.dashboard, "k", title: "k")]
    let desired = [
      Fixture.desired(.dashboard, "new", uid: "new", title: "T"), Fixture.desired(.dashboard, "k", uid: "k"),
    ]
    #expect(
      Fixture.summary(plan(.exact, desired: desired, observed: held.map(\.0), inventory: held.map(\.1)))
        == ["delete dashboard/old", "create dashboard/new"])
  }

  @Test func tellsOfAnOldFolderThatHasTheTitle() {
    let held = [self.held(.folder, "old", title: "T"), self.held(.folder, "k", title: "k")]
    let plan = self.plan(
      .exact,
      desired: [
        Fixture.desired(.folder, "new", uid: "new", title: "T"), Fixture.desired(.folder, "k", uid: "k"),
      ],
      observed: held.map(\.0), inventory: held.map(\.1))
    #expect(Fixture.summary(plan) == ["delete folder/old"])
    #expect(
      plan.problems.map(\.message) == [
        "the folder \"T\" (uid old) of GrafanaFolder monitoring/old, which is no longer in Git, still has this title and "
          + "stays for now"
      ])
  }

  @Test func checksRenamesInPlace() {
    let held = self.held(.dashboard, "a", title: "1")
    let foreign = Fixture.observed(.dashboard, "theirs", title: "2")
    let plan = self.plan(
      .exact, desired: [renamed(.dashboard, "a", to: "2")], observed: [held.0, foreign], inventory: [held.1])
    #expect(plan.actions.isEmpty)
    #expect(
      plan.problems.map(\.message) == [
        "the workspace already holds a dashboard \"2\" (uid theirs) that is not from this repository; it is left alone"
      ])
  }

  @Test(arguments: [
    (TitleRule.slug, "My  Node!", true), (.slug, "my node", true), (.slug, "My Nodes", false),
    (.exact, "my node", false),
    (.exact, "My Node", true), (.free, "My Node", false),
  ])
  func comparesAsTheServerDoes(rule: TitleRule, title: String, clashes: Bool) {
    let plan = self.plan(
      rule, desired: [Fixture.desired(.dashboard, "a", uid: "a", title: "My Node")],
      observed: [Fixture.observed(.dashboard, "theirs", title: title)])
    #expect(plan.problems.isEmpty != clashes)
  }

  @Test func refusesTwoManifestsOfOneTitle() {
    let desired = [
      Fixture.desired(.datasource, "a", title: "T"), Fixture.desired(.datasource, "b", title: "T"),
    ]
    let plan = self.plan(.free, desired: desired, observed: [])
    #expect(plan.actions.isEmpty)
    #expect(
      plan.problems.map(\.message)
        == Array(
          repeating: "2 manifests want one title for datasources, \"T\": a.yaml:1 and b.yaml:1", count: 2))
    let held = self.held(.datasource, "a", title: "T")
    let second = self.plan(.free, desired: desired, observed: [held.0], inventory: [held.1])
    #expect(
      second.problems.map(\.message) == [
        "GrafanaDatasource monitoring/a (a.yaml:1) has this title: the datasource \"T\" (uid a), which stays as it is"
      ])
  }
}
