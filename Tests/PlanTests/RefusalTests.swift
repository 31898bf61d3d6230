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
    input.refusals[key] = Refusal.after(
      nil, key: key, digest: digest, cause: .content, message: "no", remedy: "do this", now: Self.now)
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
        "do this; it is sent again when the manifest, what it needs, the credentials or the server change, at the "
          + "latest in 10m, or at once by sluice apply or SIGHUP"
      ])
  }

  @Test func isTriedAgainUnderOtherCircumstances() throws {
    let changes: [(inout PlanInput) -> Void] = [
      { $0.now = Self.now + .seconds(600) },
      { $0.triesRefused = true },
      { $0.server = "Grafana 12.5.0" },
      { $0.access = Digest(of: "another token") },
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
    #expect(plan.problems.map(\.code).sorted() == ["needs-refused", "refused-before"])
  }

  /// What lies deeper names the folder that it lies in, as it is named when that one fails.
  @Test func theFolderInBetweenIsNamedByWhatItIsCalled() throws {
    let folder = ObjectKey(.folder, "f")
    let input = Fixture.input(desired: [
      Fixture.desired(.folder, "f", uid: "f", title: "Top"),
      Fixture.desired(
        .folder, "g", uid: "g", title: "Deep", parent: .object(Fixture.reference(.folder, "f"))),
      Fixture.desired(.dashboard, "d", uid: "d", parent: .object(Fixture.reference(.folder, "g"))),
    ])
    let plan = Planner.plan(try refused(folder, input))
    let messages = plan.problems.filter { $0.code == Refusal.consequenceCode }.map {
      "\($0.subject?.name ?? ""): \($0.message)"
    }
    let places = ["f", "g"].map { name in input.desired.first { $0.uid == name }?.origin.fileAndLine ?? "" }
    #expect(
      messages.sorted() == [
        "d: it needs folder \"Deep\" (\(places[1])), which failed",
        "g: it needs folder \"Top\" (\(places[0])), which failed",
      ])
  }

  /// The waits of so many answers of the same kind in a row, in seconds.
  private func waits(_ cause: Refusal.Cause, _ count: Int) -> [Int64] {
    var refusal: Refusal?
    return (0..<count).map { _ in
      let next = Refusal.after(
        refusal, key: dashboard, digest: Digest(of: "a"), cause: cause, message: "no", remedy: nil,
        now: Self.now)
      refusal = next
      return (next.nextAttempt - Self.now).components.seconds
    }
  }

  @Test func waitsLongerEachTime() {
    #expect(waits(.content, 9) == [600, 1200, 2400, 4800, 9600, 19_200, 38_400, 76_800, 86_400])
    // A role can be given to the same token.
    #expect(waits(.access, 7) == [30, 60, 120, 240, 480, 600, 600])
    // Most pass within seconds; one that does not ends at the same wait as a refusal of the content.
    #expect(waits(.fault, 6) == [5, 10, 20, 40, 80, 160])
    #expect(waits(.fault, 40).suffix(26).allSatisfy { $0 >= 40_960 })
    #expect(waits(.fault, 100).last == 86_400)
  }

  @Test func beginsAnewUnderOtherCircumstancesAndForAnotherCause() {
    let earlier = Refusal(
      key: dashboard, digest: Digest(of: "a"), cause: .fault, message: "no", remedy: nil, attempts: 9,
      nextAttempt: Self.now)
    func attempts(_ digest: String, _ cause: Refusal.Cause) -> Int {
      Refusal.after(
        earlier, key: dashboard, digest: Digest(of: digest), cause: cause, message: "no", remedy: nil,
        now: Self.now
      ).attempts
    }
    #expect([attempts("a", .fault), attempts("b", .fault), attempts("a", .content)] == [10, 1, 1])
  }
}
