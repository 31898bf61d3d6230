import Base
import Plan
import Testing

/// What environments that share a workspace leave to each other.
@Suite struct NeighbourTests {
  private static let key = ObjectKey(.dashboard, "d")

  private func claim(isOwned: Bool, isAdopted: Bool = false) -> Neighbours.Claim {
    Neighbours.Claim(
      environment: "m", reference: PlanFixture.reference(.dashboard, "theirs"),
      origin: SourceLocation(file: "m/theirs.yaml", position: .start), isOwned: isOwned, isAdopted: isAdopted)
  }

  private static let cases: [(Bool?, Bool?, String, Bool)] = [
    // ours, theirs (nil: not owned, true: adopted), our name, whether we go on
    (nil, false, "a", false), (nil, true, "a", false), (false, nil, "z", true),
    (true, nil, "z", true),
    (nil, nil, "a", true), (nil, nil, "z", false), (false, false, "a", true), (false, false, "z", false),
    (false, true, "z", true),
    (true, false, "a", false), (true, true, "a", true), (true, true, "z", false),
  ]

  /// Both sides come to the same answer: exactly one of them goes on.
  @Test(arguments: cases)
  func oneOfTwoGoesOn(ours: Bool?, theirs: Bool?, name: String, goesOn: Bool) {
    var input = PlanFixture.input(
      desired: [PlanFixture.desired(.dashboard, "d", uid: "d", content: "v2")],
      observed: [PlanFixture.observed(.dashboard, "d", marker: "2")],
      inventory: ours.map { [PlanFixture.entry(.dashboard, "d", isAdopted: $0)] } ?? [],
      inspections: [Self.key: Inspection(digest: Digest(of: "v1"), version: 2, parentUID: "", marker: "2")])
    input.neighbours = Neighbours(
      environment: name, claims: [Self.key: claim(isOwned: theirs != nil, isAdopted: theirs ?? false)])
    let plan = Planner.plan(input)
    #expect(PlanFixture.summary(plan).isEmpty == !goesOn)
    #expect(plan.problems.map(\.code) == (goesOn ? [] : ["other-environment"]))
  }

  @Test func whatANeighbourHasIsNotDeleted() {
    var input = PlanFixture.input(
      desired: [PlanFixture.desired(.dashboard, "other", uid: "other")],
      observed: ["d", "e", "f", "other"].map { PlanFixture.observed(.dashboard, $0) },
      inventory: ["d", "e", "f", "other"].map { PlanFixture.entry(.dashboard, $0) })
    input.policy.pruneLimitShare = 1
    input.neighbours = Neighbours(
      environment: "a", claims: [Self.key: claim(isOwned: true)],
      manifests: [PlanFixture.reference(.dashboard, "e"): claim(isOwned: false)])
    let plan = Planner.plan(input)
    // What the other one has is forgotten; what it is going to have stays ours until then.
    #expect(PlanFixture.summary(plan).sorted() == ["delete dashboard/f", "forget dashboard/d"])
    #expect(
      plan.actions.first { $0.key == Self.key }?.reason
        == "no longer in Git here; stays, environment m has it (m/theirs.yaml:1)")
  }

  @Test func whatIsTakenOverIsNoStrangersObject() {
    var input = PlanFixture.input(
      desired: [PlanFixture.desired(.dashboard, "d", uid: "d")],
      observed: [PlanFixture.observed(.dashboard, "d")],
      inspections: [Self.key: Inspection(digest: Digest(of: "v1"), version: 1, parentUID: "", marker: "1")])
    input.neighbours.givenUp = [Self.key: claim(isOwned: true)]
    let action = Planner.plan(input).actions.first
    #expect(action?.verb == .adopt && action?.isAdopted == false)
    #expect(action?.reason == "comes from environment m, as wanted")
  }

  /// What seems to have left may stand in a file that cannot be read.
  @Test func whatIsInDoubtStays() {
    var input = PlanFixture.input(
      desired: [PlanFixture.desired(.dashboard, "other", uid: "other")],
      observed: ["d", "e", "other"].map { PlanFixture.observed(.dashboard, $0) },
      inventory: ["d", "e", "other"].map { PlanFixture.entry(.dashboard, $0) })
    input.policy.pruneLimitShare = 1
    input.doubts = [Self.key: Doubt(file: "new.yaml")]
    input.neighbours.doubts = [ObjectKey(.dashboard, "e"): Doubt(file: "b/new.yaml", environment: "m")]
    let plan = Planner.plan(input)
    #expect(plan.actions.isEmpty)
    #expect(
      plan.problems.map(\.message) == [
        "dashboard \"d\" is no longer in Git, unless new.yaml, which has errors, means it: it stays until that is known",
        "dashboard \"e\" is no longer in Git, unless b/new.yaml of environment m, which has errors, means it: it stays "
          + "until that is known",
      ])
  }

  /// An earlier commit has answered for what had left by then; the rest is counted for itself.
  @Test func answersAreForWhatHadLeft() {
    var input = PlanFixture.input(
      desired: [PlanFixture.desired(.dashboard, "other", uid: "other")],
      observed: ["a", "b", "c", "other"].map { PlanFixture.observed(.dashboard, $0) },
      inventory: ["a", "b", "c", "other"].map { PlanFixture.entry(.dashboard, $0) })
    input.policy.answered = [ObjectKey(.dashboard, "a")]
    input.policy.pruneLimitShare = 0.5
    #expect(Planner.plan(input).count(.delete) == 3)
    input.policy.pruneLimitCount = 1
    let plan = Planner.plan(input)
    #expect(PlanFixture.summary(plan) == ["delete dashboard/a"])
    #expect(plan.pruneStop?.candidates.map(\.uid) == ["b", "c"])
  }
}
