import Base
import Plan
import Testing

/// What a contact point shares with others, and what waits for what.
@Suite struct ContactPointPlanTests {
  private typealias Fixture = PlanFixture
  private static let ops = ObjectKey(.contactPoint, "ops")

  private static func point(
    _ name: String, manifest: String, parts: [String] = [], content: String = "v1"
  ) -> DesiredObject {
    DesiredObject(
      kind: .contactPoint, reference: Fixture.reference(.contactPoint, manifest),
      origin: SourceLocation(file: "\(manifest).yaml", position: .start), uid: name, title: name,
      digest: Digest(of: content), parts: parts)
  }

  private static func stored(_ parts: [String]) -> (ObjectKey, ObservedObject) {
    (ops, ObservedObject(key: ops, title: "ops", marker: "1", parts: parts))
  }

  private static func tree(naming name: String) -> (ObjectKey, ObservedObject) {
    (
      .policyTree,
      ObservedObject(
        key: .policyTree, title: "tree", marker: "1",
        uses: [ObjectUse(.contactPoint, name, place: "route #1")])
    )
  }

  /// - Parameter own: receivers of `ops` that came from Git.
  private func plan(
    _ desired: [DesiredObject], _ observed: [(ObjectKey, ObservedObject)],
    _ inventory: [(ObjectKey, InventoryEntry)], own: Set<String> = ["a", "b"]
  ) -> Plan {
    var input = Fixture.input(desired: desired, observed: observed, inventory: inventory)
    input.ownParts = [Self.ops: own]
    input.policy.isPruneAllowed = true
    return Planner.plan(input)
  }

  private static let entry = Fixture.entry(.contactPoint, "ops")

  @Test func whatTheWorkspaceNamesStays() {
    let kept = plan([], [Self.stored(["a", "b"]), Self.tree(naming: "ops")], [Self.entry])
    #expect(kept.actions.isEmpty)
    #expect(
      kept.problems.map(\.message) == [
        "the contact point \"ops\" is no longer in Git under this name, but the notification policies of the workspace "
          + "name it: route #1; it stays as it is"
      ])
    let gone = plan([], [Self.stored(["a", "b"]), Self.tree(naming: "other")], [Self.entry])
    #expect(Fixture.summary(gone) == ["delete contact point/ops"])
  }

  /// Policies follow a contact point to its new name, unless others stay behind under the old one.
  @Test func aNameIsLeftOnlyWithAllThatItHolds() {
    let duty = Self.point("duty", manifest: "ops", parts: ["a", "b"])
    let follows = plan([duty], [Self.stored(["a", "b"]), Self.tree(naming: "ops")], [Self.entry])
    #expect(Fixture.summary(follows) == ["create contact point/duty", "delete contact point/ops"])
    let shared = plan([duty], [Self.stored(["a", "b", "hand"]), Self.tree(naming: "ops")], [Self.entry])
    #expect(shared.actions.isEmpty)
    #expect(
      shared.problems.map(\.message) == [
        "the contact point \"ops\" cannot become \"duty\": the receiver hand, which is not from Git, stays under the old "
          + "name, and the notification policies of the workspace name that: route #1; all stays as it is"
      ])
    let unnamed = plan([duty], [Self.stored(["a", "b", "hand"])], [Self.entry])
    #expect(Fixture.summary(unnamed) == ["create contact point/duty", "delete contact point/ops"])
    #expect(unnamed.actions[1].changes == [Change("receiver hand is not from Git; it stays")])
  }

  /// The receivers of `ops` that came from Git, and how many problems that makes.
  private static let shares: [(own: Set<String>, problems: Int)] = [(["a", "b"], 1), (["a", "b", "x"], 0)]

  /// Who holds a receiver in a contact point of ours decides whose it is.
  @Test(arguments: Self.shares)
  func aReceiverOfSomebodyElseIsNotTaken(own: Set<String>, problems: Int) {
    let plan = plan(
      [Self.point("ops", manifest: "ops"), Self.point("two", manifest: "two", parts: ["x"])],
      [Self.stored(["a", "b", "x"])], [Self.entry], own: own)
    #expect(plan.problems.map(\.code) == Array(repeating: "part-taken", count: problems))
    #expect(plan.count(.create) == 1 - problems)
  }

  /// Until the tree is what it is to be, it may name them.
  @Test func contactPointsWaitForTheTree() {
    let observed = [
      Self.stored(["a"]), Self.tree(naming: "ops"), Fixture.observed(.muteTiming, "nights"),
      Fixture.observed(.notificationTemplate, "slack"),
    ]
    let inventory = [
      Self.entry, Fixture.entry(.notificationPolicy, "tree"), Fixture.entry(.muteTiming, "nights"),
      Fixture.entry(.notificationTemplate, "slack"),
    ]
    let both = plan([], observed, inventory)
    #expect(
      both.actions.map { "\($0.key) \($0.requires)" } == [
        "notification policy/tree []", "contact point/ops [notification policy/tree]",
        "mute timing/nights [notification policy/tree]", "notification template/slack []",
      ])
    // Also where the tree is refused again and so is not tried.
    var input = Fixture.input(observed: observed, inventory: inventory)
    input.policy.isPruneAllowed = true
    let circumstances = Planner.plan(input).actions[0].circumstances
    input.refusals = [
      .policyTree: Refusal.after(
        nil, key: .policyTree, digest: circumstances ?? Digest(of: ""), cause: .content, message: "no",
        remedy: nil, now: input.now)
    ]
    let refused = Planner.plan(input)
    #expect(Fixture.summary(refused) == ["delete notification template/slack"])
    #expect(
      refused.problems.map(\.code).sorted()
        == [Refusal.consequenceCode, Refusal.consequenceCode, Refusal.findingCode].sorted())
  }

  @Test func aManifestOfAnotherNameGoesOnWithWhatTheFirstHad() {
    let observed = [Self.stored(["a"])]
    func former(_ desired: [DesiredObject]) -> ObjectReference? {
      plan(desired, observed, [Self.entry]).actions.first { $0.key == Self.ops }?.former
    }
    let renamed = Self.point("ops", manifest: "ops-new")
    #expect(former([renamed]) == Fixture.reference(.contactPoint, "ops"))
    // The first one is there and takes along what it has.
    #expect(former([renamed, Self.point("duty", manifest: "ops")]) == nil)
    #expect(former([Self.point("ops", manifest: "ops", content: "v2")]) == nil)
  }

  // MARK: Edits

  /// What is shown, whether the server is another one, whether something is missing; and what becomes of it.
  private static let readings:
    [(shown: String, content: String, isOther: Bool, isIncomplete: Bool, verb: String)] = [
      ("v1 as shown", "v2", false, false, "update no copy"),
      ("edited", "v2", false, false, "update copy"),
      ("edited", "v1", false, false, "repair copy"),
      ("edited", "v1", true, false, "rebaseline no copy"),
      ("edited", "v1", true, true, "repair copy"),
      ("edited", "v2", true, false, "update no copy"),
    ]

  @Test(arguments: Self.readings)
  func anEditIsToldFromAChangeInGitAndFromAnotherServer(
    shown: String, content: String, isOther: Bool, isIncomplete: Bool, verb: String
  ) {
    let (key, old) = Self.entry
    let entry = InventoryEntry(
      key: key, reference: old.reference, origin: old.origin, title: old.title, parentUID: "",
      desiredDigest: Digest(of: "v1"), observedDigest: Digest(of: "v1 as shown"), version: nil, marker: "0",
      isAdopted: false, commit: "c", applied: 0)
    var input = Fixture.input(
      desired: [Self.point("ops", manifest: "ops", content: content)], observed: [Self.stored(["a"])],
      inventory: [(key, entry)],
      inspections: [
        key: Inspection(
          digest: Digest(of: shown), shown: Digest(of: shown), isIncomplete: isIncomplete, marker: "1")
      ])
    input.isServerChanged = isOther
    #expect(
      Planner.plan(input).actions.map { "\($0.verb) \($0.keepsCopy ? "copy" : "no copy")" } == [verb])
  }

  /// What is as wanted is silent, with what is shown remembered.
  @Test func whatIsAsWantedRemembersWhatIsShown() {
    let inspection = Inspection(digest: Digest(of: "v1"), shown: Digest(of: "as shown"), marker: "1")
    let input = Fixture.input(
      desired: [Self.point("ops", manifest: "ops")], observed: [Self.stored(["a"])], inventory: [Self.entry],
      inspections: [Self.ops: inspection])
    let actions = Planner.plan(input).actions
    #expect(actions.map(\.verb) == [.rebaseline])
    #expect(actions[0].observedDigest == Digest(of: "as shown"))
    #expect(!actions[0].isNews)
  }
}
