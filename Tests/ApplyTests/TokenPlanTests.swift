import Base
import Grafana
import Testing

@testable import Apply

/// What is decided about the tokens of an account, from the ends that the workspace shows and what the files know.
@Suite struct TokenPlanTests {
  private static let now = Timestamp(secondsSinceEpoch: 1_795_269_600)
  private static let day = Duration.seconds(86_400)
  private static let place = "monitoring/ci"
  private static let owner = TokenOwner(
    environment: "prod", workspace: "https://one.example.org", account: "ci",
    manifest: "GrafanaServiceAccount monitoring/ci")

  private static func record(
    _ owner: TokenOwner = owner, lifetime: Duration? = nil, expires: Timestamp? = nil
  )
    -> TokenRecord
  {
    var record = TokenRecord(owner: owner, token: "deploy", name: "deploy")
    record.id = 5
    record.lifetime = lifetime
    record.expires = expires
    return record
  }

  private static func plan(
    expires: Timestamp? = nil, lifetime: Duration? = nil, record: TokenRecord?, isUnreadable: Bool = false,
    hasValue: Bool = true, stored: [RemoteToken] = [], records: [String: TokenRecord] = [:],
    giver: String? = nil,
    place: String = place
  ) -> TokenPlan {
    TokenPlan(
      [TokenPlan.Wanted(name: "deploy", place: place, expires: expires, lifetime: lifetime)],
      of: TokenPlan.Subject(owner: owner, giver: giver, isDisabled: false), stored: stored, records: records,
      standings: [
        place: TokenPlan.Standing(record: record, isUnreadable: isUnreadable, hasValue: hasValue)
      ], now: now)
  }

  /// Days since it was made and until it ends; what Git asks for; whether it is replaced.
  struct Life: Sendable, CustomTestStringConvertible {
    let age: Int
    let left: Int?
    var lifetime: Int?
    var expires: Int?
    let isReplaced: Bool

    var testDescription: String { "age \(age), left \(left ?? 0), asked \(lifetime ?? 0) \(expires ?? 0)" }
  }

  static let lives = [
    // As asked.
    Life(age: 19, left: 11, lifetime: 30, isReplaced: false),
    Life(age: 21, left: 9, lifetime: 30, isReplaced: true),
    // The workspace cut it short: its end counts.
    Life(age: 19, left: 11, lifetime: 90, isReplaced: false),
    Life(age: 21, left: 9, lifetime: 90, isReplaced: true),
    // The workspace gave it an end that nobody asked for.
    Life(age: 10, left: 20, isReplaced: false),
    Life(age: 21, left: 9, isReplaced: true),
    Life(age: 400, left: nil, isReplaced: false),
    // The manifest gives the end, and the workspace the same.
    Life(age: 25, left: 5, expires: 5, isReplaced: false),
    // The workspace gave an earlier one.
    Life(age: 10, left: 20, expires: 2000, isReplaced: false),
    Life(age: 25, left: 5, expires: 2000, isReplaced: true),
  ]

  @Test(arguments: lives)
  func theEndThatTheWorkspaceShowsCounts(life: Life) {
    let token = RemoteToken(
      id: 5, name: "deploy", created: Self.now - Self.day * life.age,
      expiration: life.left.map { Self.now + Self.day * $0 }, hasExpired: false)
    let expires = life.expires.map { Self.now + Self.day * $0 }
    let lifetime = life.lifetime.map { Self.day * $0 }
    let plan = Self.plan(
      expires: expires, lifetime: lifetime, record: Self.record(lifetime: lifetime, expires: expires),
      stored: [token])
    #expect(!plan.makings.isEmpty == life.isReplaced)
    #expect(!plan.isMended)
    #expect(plan.obstacles.isEmpty)
  }

  @Test func whatHasEndedIsMadeAnewUnlessTheManifestEndsIt() {
    let token = RemoteToken(
      id: 5, name: "deploy", created: nil, expiration: Self.now - Self.day, hasExpired: true)
    #expect(Self.plan(record: Self.record(), stored: [token]).makings.count == 1)
    let over = Self.now - Self.day
    #expect(Self.plan(expires: over, record: Self.record(expires: over), stored: [token]).makings.isEmpty)
  }

  /// A field of the owner that is another one, and whether the value is taken over.
  static let owners: [(TokenOwner, Bool)] = [
    (owner, true),
    (other(account: "old"), true),
    (other(manifest: "GrafanaServiceAccount monitoring/old"), true),
    (other(account: "old", manifest: "GrafanaServiceAccount monitoring/old"), false),
    (other(environment: "staging"), false),
    (other(environment: "giver"), true),
    (other(workspace: "https://two.example.org"), false),
  ]

  private static func other(
    environment: String = owner.environment, workspace: String = owner.workspace,
    account: String = owner.account, manifest: String = owner.manifest
  ) -> TokenOwner {
    TokenOwner(environment: environment, workspace: workspace, account: account, manifest: manifest)
  }

  @Test(arguments: owners)
  func onlyASuccessorTakesAValueOver(other: TokenOwner, isTaken: Bool) {
    let token = RemoteToken(id: 5, name: "deploy", created: nil, expiration: nil, hasExpired: false)
    let plan = Self.plan(record: Self.record(other), stored: [token], giver: "giver")
    #expect(plan.obstacles.isEmpty == isTaken)
    #expect(!plan.makings.isEmpty == (isTaken && other.account != "ci"))
    // What is as wanted is only written down as ours.
    #expect(plan.leftovers.isEmpty == !(isTaken && other.account == "ci" && other != Self.owner))
  }

  @Test func nothingGoesWhileSomethingIsInTheWay() {
    let records = ["monitoring/former": Self.record()]
    let free = Self.plan(record: nil, hasValue: false, records: records)
    #expect(free.removals.keys.sorted() == ["monitoring/former"])
    for plan in [
      Self.plan(record: nil, hasValue: true, records: records),
      Self.plan(record: nil, isUnreadable: true, hasValue: false, records: records),
      Self.plan(record: Self.record(Self.other(workspace: "https://two.example.org")), records: records),
    ] {
      #expect(plan.obstacles.count == 1)
      #expect(plan.removals.isEmpty)
      #expect(plan.makings.isEmpty)
      #expect(plan.changes.isEmpty)
    }
  }

  /// What another environment, workspace or account has there is not looked at.
  @Test func onlyWhatIsOfTheAccountIsRemoved() {
    let records = [
      "a/a": Self.record(), "a/b": Self.record(Self.other(account: "old")),
      "a/c": Self.record(Self.other(environment: "staging")),
      "a/d": Self.record(Self.other(workspace: "https://two.example.org")),
    ]
    #expect(Self.plan(record: nil, hasValue: false, records: records).removals.keys.sorted() == ["a/a"])
  }

  @Test func aRecordIsReadAsItWasWritten() {
    var record = Self.record(lifetime: Self.day, expires: Self.now)
    record.former = [
      TokenRecord.Former(account: "old", id: 3, name: "deploy"),
      TokenRecord.Former(account: "ci", id: nil, name: "other"),
    ]
    #expect(TokenRecord(record.json) == record)
    record.id = nil
    #expect(TokenRecord(record.json) == record)
  }
}
