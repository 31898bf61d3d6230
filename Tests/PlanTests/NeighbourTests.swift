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
      environment: "a", claims: [Self.key: claim(isOwned: false)],
      manifests: [PlanFixture.reference(.dashboard, "e"): claim(isOwned: false)])
    let plan = Planner.plan(input)
    #expect(
      PlanFixture.summary(plan).sorted() == [
        "delete dashboard/f", "forget dashboard/d", "forget dashboard/e",
      ])
    #expect(
      plan.actions.first { $0.key == Self.key }?.reason
        == "no longer in Git here; stays, environment m has it (m/theirs.yaml:1)")
  }
}
