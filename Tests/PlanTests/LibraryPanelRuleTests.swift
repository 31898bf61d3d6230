import Base
import Plan
import Testing

/// Library panels and the dashboards that show them.
@Suite struct LibraryPanelRuleTests {
  private static let panel = ObjectKey(.libraryPanel, "cpu")
  private static let board = ObjectKey(.dashboard, "board")

  private static func board(showing uid: String? = "cpu") -> DesiredObject {
    DesiredObject(
      kind: .dashboard, reference: PlanFixture.reference(.dashboard, "board"),
      origin: SourceLocation(file: "board.yaml", position: .start), uid: "board", title: "Board",
      digest: Digest(of: "v2"), uses: uid.map { [ObjectUse(.libraryPanel, $0, place: "panel \"CPU\"")] } ?? []
    )
  }

  /// A library panel that was made from Git and has left it.
  private static func left(_ desired: [DesiredObject], _ observed: [(ObjectKey, ObservedObject)] = [])
    -> PlanInput
  {
    var input = PlanFixture.input(
      desired: desired, observed: [PlanFixture.observed(.libraryPanel, "cpu", title: "CPU")] + observed,
      inventory: [PlanFixture.entry(.libraryPanel, "cpu", title: "CPU")])
    input.policy.isPruneAllowed = true
    return input
  }

  @Test func whatIsMissingIsNamed() {
    let plan = Planner.plan(PlanInput(desired: [Self.board()]))
    #expect(plan.actions.isEmpty)
    #expect(
      plan.problems.map(\.message) == [
        "panel \"CPU\" names the library panel cpu, which is neither in the workspace nor in this repository"
      ])
    #expect(plan.problems.map(\.location?.fileAndLine) == ["board.yaml:1"])
  }

  /// By its uid, not by its name.
  @Test func aNameIsNoUID() {
    let other = PlanFixture.observed(.libraryPanel, "other", title: "cpu")
    let plan = Planner.plan(PlanFixture.input(desired: [Self.board()], observed: [other]))
    #expect(plan.problems.map(\.code) == ["missing-reference"])
  }

  @Test func whatIsMadeWithItCounts() {
    let made = PlanFixture.desired(.libraryPanel, "cpu", uid: "cpu")
    let plan = Planner.plan(PlanFixture.input(desired: [Self.board(), made]))
    #expect(PlanFixture.summary(plan) == ["create library panel/cpu", "create dashboard/board"])
    #expect(plan.actions.last?.requires == [Self.panel])
  }

  @Test func whatIsNotMadeTakesItsDashboardsAlong() {
    let made = DesiredObject(
      kind: .libraryPanel, reference: PlanFixture.reference(.libraryPanel, "cpu"),
      origin: SourceLocation(file: "cpu.yaml", position: .start), uid: "cpu", title: "CPU",
      digest: Digest(of: "v1"), uses: [ObjectUse(.datasource, "amp", place: "panel \"CPU\"")])
    let plan = Planner.plan(PlanFixture.input(desired: [Self.board(), made]))
    #expect(plan.actions.isEmpty)
    #expect(
      plan.problems.map(\.message).sorted() == [
        "panel \"CPU\" names the datasource amp, which is neither in the workspace nor in this repository",
        "panel \"CPU\" shows the library panel cpu, which is not in the workspace and is not made in this cycle",
      ])
  }

  // MARK: Deletion

  @Test func goesWhenNobodyShowsIt() {
    #expect(PlanFixture.summary(Planner.plan(Self.left([]))) == ["delete library panel/cpu"])
  }

  @Test func staysWhileSomebodyShowsIt() {
    var input = Self.left([], [PlanFixture.observed(.dashboard, "theirs", title: "Theirs")])
    input.users = [Self.panel: [ObjectKey(.dashboard, "theirs")]]
    let plan = Planner.plan(input)
    #expect(plan.actions.isEmpty)
    #expect(
      plan.problems.map(\.message) == [
        "library panel \"CPU\" is no longer in Git but stays: the dashboard \"Theirs\" shows it"
      ])
    #expect(plan.problems.map(\.severity) == [.warning])
    input.users = [Self.panel: ["theirs", "b", "c", "d"].map { ObjectKey(.dashboard, $0) }]
    #expect(
      Planner.plan(input).problems.map(\.message) == [
        "library panel \"CPU\" is no longer in Git but stays: the dashboards \"Theirs\", \"b\", \"c\" and 1 more show it"
      ])
  }

  /// Its folder stays with it.
  @Test func keepsItsFolder() {
    var input = PlanFixture.input(
      observed: [
        PlanFixture.observed(.folder, "team", title: "Team"),
        PlanFixture.observed(.libraryPanel, "cpu", title: "CPU", parent: "team"),
      ],
      inventory: [
        PlanFixture.entry(.folder, "team", title: "Team"),
        PlanFixture.entry(.libraryPanel, "cpu", title: "CPU", parent: "team"),
      ])
    input.policy.isPruneAllowed = true
    #expect(
      PlanFixture.summary(Planner.plan(input)) == ["delete library panel/cpu", "delete folder/team"])
    input.users = [Self.panel: [ObjectKey(.dashboard, "theirs")]]
    let plan = Planner.plan(input)
    #expect(plan.actions.isEmpty)
    #expect(plan.problems.map(\.code) == ["library-panel-shown", "folder-not-empty"])
  }

  @Test func waitsForTheDashboardThatGoesOrShowsAnother() {
    var input = Self.left([Self.board(showing: nil)], [PlanFixture.observed(.dashboard, "board")])
    input.inventory[Self.board] = PlanFixture.entry(.dashboard, "board").1
    input.users = [Self.panel: [Self.board]]
    let changed = Planner.plan(input)
    #expect(PlanFixture.summary(changed) == ["update dashboard/board", "delete library panel/cpu"])
    #expect(changed.actions.last?.requires == [Self.board])
    input.desired = []
    let gone = Planner.plan(input)
    #expect(PlanFixture.summary(gone) == ["delete dashboard/board", "delete library panel/cpu"])
    #expect(gone.actions.last?.requires == [Self.board])
  }

  /// The dashboard of ours that is not written now, for example because its drift is only told, still shows it.
  @Test func staysWhileADashboardOfOursIsNotWritten() {
    var input = Self.left([], [PlanFixture.observed(.dashboard, "board")])
    let board = PlanFixture.desired(.dashboard, "board", uid: "board", isSuspended: true)
    input.desired = [board]
    input.inventory[Self.board] = PlanFixture.entry(.dashboard, "board").1
    input.users = [Self.panel: [Self.board]]
    #expect(Planner.plan(input).problems.map(\.code) == ["library-panel-shown"])
  }
}
