import Base
import Documents
import Grafana
import Testing

/// Which stored receiver each wanted one is: what is equal stays what it is, and as little as can be becomes something else.
@Suite struct ReceiverPairingTests {
  private static let reference = ObjectReference(kind: "GrafanaContactPoint", namespace: "ns", name: "ops")
  private static let former = ObjectReference(kind: "GrafanaContactPoint", namespace: "ns", name: "old")

  private static func derived(_ index: Int) -> String { ReceiverPairing.derivedUID(of: reference, at: index) }

  private static func receiver(_ uid: String, _ type: String, _ word: String = "a") throws -> RemoteReceiver {
    try #require(
      RemoteReceiver([
        "uid": .string(uid), "name": "ops", "type": .string(type), "settings": ["word": .string(word)],
      ]))
  }

  private static func wanted(_ type: String, _ word: String = "a") -> JSONObject {
    JSONObject([("type", .string(type)), ("settings", ["word": JSON.string(word)] as JSON)])
  }

  private func pairing(
    _ wanted: [JSONObject], _ stored: [RemoteReceiver], former: ObjectReference? = nil
  ) -> ReceiverPairing {
    ReceiverPairing(
      wanted, of: Self.reference, former: former, name: "ops", stored: stored,
      remembered: Set(stored.map(\.uid)))
  }

  @Test func whatIsEqualStaysWhatItIsInAnyOrder() throws {
    let stored = [try Self.receiver(Self.derived(0), "email"), try Self.receiver(Self.derived(1), "slack")]
    let turned = pairing([Self.wanted("slack"), Self.wanted("email")], stored)
    #expect(turned.pairs.map(\.uid) == [Self.derived(1), Self.derived(0)])
    #expect(turned.pairs.map(\.changesType) == [false, false])
    // What comes in front gets the next uid that nobody has.
    let inFront = pairing([Self.wanted("teams"), Self.wanted("email"), Self.wanted("slack")], stored)
    #expect(inFront.pairs.map(\.uid) == [Self.derived(2), Self.derived(0), Self.derived(1)])
    #expect(inFront.pairs.map { $0.stored == nil } == [true, false, false])
  }

  @Test func theSameTypeComesBeforeTheSamePlace() throws {
    let stored = [try Self.receiver(Self.derived(0), "email"), try Self.receiver(Self.derived(1), "slack")]
    let pairs = pairing([Self.wanted("slack", "b"), Self.wanted("email", "b")], stored).pairs
    #expect(pairs.map(\.uid) == [Self.derived(1), Self.derived(0)])
    // Only what has no receiver of its type takes the one of its place.
    let changed = pairing([Self.wanted("teams"), Self.wanted("slack", "b")], stored)
    #expect(changed.pairs.map(\.uid) == [Self.derived(0), Self.derived(1)])
    #expect(changed.pairs.map(\.changesType) == [true, false])
  }

  /// Secrets do not tell receivers apart, so among equal ones the place does.
  @Test func equalOnesKeepTheirPlaces() throws {
    let stored = [try Self.receiver(Self.derived(1), "slack"), try Self.receiver(Self.derived(0), "slack")]
    let pairs = pairing([Self.wanted("slack"), Self.wanted("slack")], stored).pairs
    #expect(pairs.map(\.uid) == [Self.derived(0), Self.derived(1)])
  }

  @Test func noTwoReceiversGetOneUID() throws {
    let stored = try (0..<99).map { try Self.receiver(Self.derived($0), "email", "\($0)") }
    let wanted =
      (0..<50).map { Self.wanted("slack", "new \($0)") } + (0..<49).map { Self.wanted("email", "\($0 + 50)") }
    let uids = pairing(wanted, stored).pairs.map(\.uid)
    #expect(Set(uids).count == 99)
  }

  @Test func whatTheManifestMadeUnderItsFormerNameIsOurs() throws {
    let old = ReceiverPairing.derivedUID(of: Self.former, at: 0)
    let stored = [try Self.receiver(old, "email"), try Self.receiver("hand", "email")]
    func shares(_ former: ObjectReference?) -> [[String]] {
      let pairing = ReceiverPairing(
        [Self.wanted("slack")], of: Self.reference, former: former, name: "ops", stored: stored,
        remembered: ["gone"])
      return [pairing.givenUp.map(\.uid), pairing.foreign.map(\.uid)]
    }
    #expect(shares(Self.former) == [[old], ["hand"]])
    #expect(shares(nil) == [[], [old, "hand"]])
  }

  /// What another manifest has taken since stands under a name that nothing leaves.
  @Test(arguments: [("ops", ["gone"]), ("other", [])])
  func whatIsGivenUpGoesWithTheFormerName(place: String, leftBehind: [String]) throws {
    func under(_ name: String, _ uid: String) throws -> RemoteReceiver {
      try #require(
        RemoteReceiver(["uid": .string(uid), "name": .string(name), "type": "email", "settings": [:]]))
    }
    let pairing = ReceiverPairing(
      [Self.wanted("email")], of: Self.reference, name: "duty",
      stored: [try under("ops", "kept"), try under(place, "gone"), try under("ops", "hand")],
      remembered: ["kept", "gone"])
    #expect(pairing.pairs.map(\.uid) == ["kept"])
    #expect(pairing.leftBehind.map(\.uid) == leftBehind)
    #expect(pairing.foreign.isEmpty)
  }

  @Test func whatIsShownDoesNotDependOnWhatIsWanted() throws {
    let stored = [try Self.receiver(Self.derived(0), "email"), try Self.receiver(Self.derived(1), "slack")]
    let one = pairing([Self.wanted("email"), Self.wanted("slack")], stored).shown
    #expect(pairing([Self.wanted("email", "b")], stored).shown == one)
    #expect(pairing([Self.wanted("teams"), Self.wanted("slack"), Self.wanted("email")], stored).shown == one)
    let edited = [try Self.receiver(Self.derived(0), "email", "c"), stored[1]]
    #expect(pairing([Self.wanted("email"), Self.wanted("slack")], edited).shown != one)
  }

  /// The word that the first receiver had before, that it has now, and whether somebody else saved it.
  private static let saves: [(before: String?, now: String, isByOthers: Bool)] = [
    ("old", "old", false), ("old", "a", false), (nil, "a", false), ("old", "theirs", true),
    (nil, "theirs", true),
  ]

  @Test(arguments: Self.saves)
  func whatOthersSavedIsTold(before: String?, now: String, isByOthers: Bool) throws {
    let uid = Self.derived(0)
    let known = try before.map { [try Self.receiver(uid, "email", $0)] } ?? []
    let stored = [try Self.receiver(uid, "email", now)]
    #expect(pairing([Self.wanted("email")], stored).isSavedByOthers(since: known) == isByOthers)
    // What is to be deleted counts as it is.
    #expect(pairing([], stored).isSavedByOthers(since: known) == (before != now))
  }

  // MARK: What names contact points

  @Test func usesOfATreeHaveTheirFirstPlace() {
    let tree: JSON = [
      "receiver": "a",
      "routes": [
        ["receiver": "b", "mute_time_intervals": ["nights"]],
        ["routes": [["receiver": "b", "routes": [["receiver": "c", "active_time_intervals": ["days"]]]]]],
      ],
    ]
    #expect(
      NotificationUses.all(inTree: tree) == [
        ObjectUse(.contactPoint, "a", place: "the root route"),
        ObjectUse(.contactPoint, "b", place: "route #1"), ObjectUse(.muteTiming, "nights", place: "route #1"),
        ObjectUse(.contactPoint, "c", place: "route #2.1.1"),
        ObjectUse(.muteTiming, "days", place: "route #2.1.1"),
      ])
    #expect(
      NotificationUses.all(inRule: ["title": "Full", "notification_settings": ["receiver": "a"]])
        == [ObjectUse(.contactPoint, "a", place: "rule \"Full\"")])
    #expect(NotificationUses.all(inRule: ["title": "Full"]) == [])
  }
}
