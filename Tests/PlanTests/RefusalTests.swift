import Base
import Plan
import Testing

/// What a target has refused, and what depends on it.
@Suite struct RefusalTests {
  private typealias Fixture = PlanFixture
  private static let now = Timestamp(secondsSinceEpoch: 1_000)

  /// The input after the target has refused the action of this key in the same world.
  private func refused(_ key: ObjectKey, _ input: PlanInput) throws -> PlanInput {
    var input = input
    input.server = "Grafana 12.4.0"
    input.now = Self.now
    let action = try #require(Planner.plan(input).actions.first { $0.key == key })
    let digest = try #require(action.circumstances)
    input.refusals[key] = Refusal.after(nil, key: key, digest: digest, message: "no", now: Self.now)
    return input
  }

  private let dashboard = ObjectKey(.dashboard, "d")

  private var inAFolder: PlanInput {
    Fixture.input(
      desired: [Fixture.desired(.dashboard, "d", uid: "d", parent: .uid("f"))],
      observed: [Fixture.observed(.folder, "f")])
  }

  @Test func isLeftOutAndTold() throws {
    let plan = Planner.plan(try refused(dashboard, inAFolder))
    #expect(plan.actions.isEmpty)
    #expect(plan.standingRefusals == [dashboard])
    #expect(plan.problems.map(\.message) == ["no"])
    #expect(
      plan.problems.map(\.remedy) == [
        "it is sent again when the manifest, what it needs, or the server changes, at the latest in 10m"
      ])
  }

  @Test func isTriedAgainUnderOtherCircumstances() throws {
    let changes: [(inout PlanInput) -> Void] = [
      { $0.now = Self.now + .seconds(600) },
      { $0.server = "Grafana 12.5.0" },
      { $0.desired = [Fixture.desired(.dashboard, "d", uid: "d", parent: .uid("f"), content: "v2")] },
      { $0.desired = [Fixture.desired(.dashboard, "d", uid: "d", title: "D", parent: .uid("f"))] },
      { $0.desired = [Fixture.desired(.dashboard, "d", uid: "d")] },
      { $0.observed[ObjectKey(.folder, "f")] = Fixture.observed(.folder, "f", marker: "2").1 },
    ]
    for (place, change) in changes.enumerated() {
      var input = try refused(dashboard, inAFolder)
      change(&input)
      let plan = Planner.plan(input)
      #expect(Fixture.summary(plan) == ["create dashboard/d"], "change \(place)")
      #expect(plan.standingRefusals.isEmpty, "change \(place)")
    }
  }

  @Test func keepsTheFolderThatItWasToLeave() throws {
    let input = Fixture.input(
      desired: [Fixture.desired(.dashboard, "d", uid: "d"), Fixture.desired(.dashboard, "k", uid: "k")],
      observed: [
        Fixture.observed(.folder, "f"), Fixture.observed(.dashboard, "d", parent: "f"),
        Fixture.observed(.dashboard, "k"),
      ],
      inventory: [
        Fixture.entry(.folder, "f"), Fixture.entry(.dashboard, "d", parent: "f"),
        Fixture.entry(.dashboard, "k"),
      ])
    #expect(Fixture.summary(Planner.plan(input)) == ["move dashboard/d", "delete folder/f"])
    let plan = Planner.plan(try refused(dashboard, input))
    #expect(plan.actions.isEmpty)
    #expect(plan.problems.map(\.code).sorted() == ["folder-not-empty", "refused-before"])
  }

  @Test func keepsTheFolderOfWhatCouldNotBeDeleted() throws {
    let input = Fixture.input(
      desired: [Fixture.desired(.dashboard, "k", uid: "k"), Fixture.desired(.dashboard, "l", uid: "l")],
      observed: [
        Fixture.observed(.folder, "f"), Fixture.observed(.dashboard, "d", parent: "f"),
        Fixture.observed(.dashboard, "k"), Fixture.observed(.dashboard, "l"),
      ],
      inventory: [
        Fixture.entry(.folder, "f"), Fixture.entry(.dashboard, "d", parent: "f"),
        Fixture.entry(.dashboard, "k"), Fixture.entry(.dashboard, "l"),
      ])
    #expect(Fixture.summary(Planner.plan(input)) == ["delete dashboard/d", "delete folder/f"])
    #expect(Planner.plan(try refused(dashboard, input)).actions.isEmpty)
  }

  @Test func makesNothingInAFolderThatWasRefused() throws {
    let folder = ObjectKey(.folder, "f")
    let input = Fixture.input(desired: [
      Fixture.desired(.folder, "f", uid: "f"),
      Fixture.desired(.dashboard, "d", uid: "d", parent: .object(Fixture.reference(.folder, "f"))),
    ])
    #expect(Fixture.summary(Planner.plan(input)) == ["create folder/f", "create dashboard/d"])
    let plan = Planner.plan(try refused(folder, input))
    #expect(plan.actions.isEmpty)
    #expect(plan.problems.map(\.code).sorted() == ["folder-missing", "refused-before"])
  }

  @Test func waitsLongerEachTime() {
    var refusal: Refusal?
    let waits = (0..<12).map { _ -> Duration in
      refusal = Refusal.after(refusal, key: dashboard, digest: Digest(of: "a"), message: "no", now: Self.now)
      return (refusal?.nextAttempt ?? Self.now) - Self.now
    }
    #expect(waits.prefix(3) == [.seconds(600), .seconds(1200), .seconds(2400)])
    #expect(waits.last == .seconds(86_400))
    let other = Refusal.after(refusal, key: dashboard, digest: Digest(of: "b"), message: "no", now: Self.now)
    #expect(other.attempts == 1)
  }
}
