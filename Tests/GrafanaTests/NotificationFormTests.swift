import Base
import Documents
import Grafana
import TestSupport
import Testing

/// Forms of notifications: what is the same however it is written, and what is not.
@Suite struct NotificationFormTests {
  // MARK: Contact points

  private static let reference = ObjectReference(kind: "GrafanaContactPoint", namespace: "ns", name: "ops")

  private static func receiver(
    _ uid: String, _ type: String = "email", name: String = "ops", settings: JSON = ["addresses": "a"]
  ) throws -> RemoteReceiver {
    try #require(
      RemoteReceiver([
        "uid": .string(uid), "name": .string(name), "type": .string(type), "settings": settings,
      ]))
  }

  private static func wanted(
    _ type: String = "email", uid: String? = nil, settings: JSON = ["addresses": "a"]
  )
    -> JSONObject
  {
    var object = JSONObject([("type", .string(type)), ("settings", settings)])
    if let uid { object["uid"] = .string(uid) }
    return object
  }

  /// The uids of the wanted receivers, what is given up, and what is somebody else's.
  private func pairing(
    _ wanted: [JSONObject], _ stored: [RemoteReceiver], remembered: Set<String> = []
  ) -> [[String]] {
    let pairing = ReceiverPairing(
      wanted, of: Self.reference, name: "ops", stored: stored, remembered: remembered)
    return [pairing.pairs.map(\.uid), pairing.givenUp.map(\.uid), pairing.foreign.map(\.uid)]
  }

  private static func derived(_ index: Int) -> String { ReceiverPairing.derivedUID(of: reference, at: index) }

  @Test func newReceiversGetUidsOfTheirManifest() {
    #expect(Self.derived(0).utf8.count == 40)
    #expect(Self.derived(0) != Self.derived(1))
    #expect(
      pairing([Self.wanted(), Self.wanted("slack"), Self.wanted(uid: "u")], [])
        == [[Self.derived(0), Self.derived(1), "u"], [], []])
  }

  @Test func withoutMemoryTypeAndOrderDecide() throws {
    let stored = try [
      Self.receiver("s", "slack", settings: [:]), Self.receiver("e1", settings: ["addresses": "b"]),
      Self.receiver("e2"),
      Self.receiver("other", name: "elsewhere"),
    ]
    // The equal one first, then the next of the type.
    #expect(
      pairing(
        [Self.wanted(settings: ["addresses": "c"]), Self.wanted(), Self.wanted("pagerduty", settings: [:])],
        stored)
        == [["e1", "e2", Self.derived(2)], [], ["s"]])
  }

  @Test func withMemoryOnlyWhatIsOursIsTaken() throws {
    let stored = try [Self.receiver("hand"), Self.receiver("ours", settings: ["addresses": "b"])]
    #expect(pairing([Self.wanted()], stored, remembered: ["ours"]) == [["ours"], [], ["hand"]])
    #expect(
      pairing([Self.wanted(uid: "new")], stored, remembered: ["ours"]) == [["new"], ["ours"], ["hand"]])
    #expect(pairing([], stored, remembered: ["ours"]) == [[], ["ours"], ["hand"]])
    #expect(pairing([], stored) == [[], [], ["hand", "ours"]])
  }

  @Test func ownUidsAreKnownWithoutMemory() throws {
    let stored = try [Self.receiver("hand"), Self.receiver(Self.derived(0), settings: ["addresses": "b"])]
    #expect(pairing([Self.wanted()], stored) == [[Self.derived(0)], [], ["hand"]])
    #expect(pairing([], stored) == [[], [Self.derived(0)], ["hand"]])
  }

  @Test func receiversOfAFormerNameGoAlong() throws {
    let stored = try [Self.receiver("x", name: "old"), Self.receiver("y", name: "old")]
    #expect(pairing([Self.wanted()], stored, remembered: ["y"]) == [["y"], [], []])
    #expect(pairing([Self.wanted()], stored) == [[Self.derived(0)], [], []])
  }

  @Test(
    arguments: [
      (["a": "1"], ["a": "1"], true), (["a": 1], ["a": "1"], true), (["a": true], ["a": "true"], true),
      (["a": "1"], ["a": "2"], false), (["a": "x"], ["a": "[REDACTED]"], true),
      (["a": "x"], ["a": "x", "b": ""], true), (["a": "x"], ["a": "x", "b": false], true),
      (["a": "x"], ["a": "x", "b": "y"], false), (["a": "x"], ["a": "x", "b": "[REDACTED]"], false),
      (["a": "x", "b": ""], ["a": "x"], true), (["a": "x", "b": "y"], ["a": "x"], false),
      (["a": ["b": "c"]], ["a": ["b": "[REDACTED]"]], true), (["a": ["b": "c"]], ["a": ["b": "d"]], false),
      (["a": ["x", "y"]], ["a": ["x", "y"]], true), (["a": ["x", "y"]], ["a": ["x"]], false),
    ] as [(JSON, JSON, Bool)])
  func settingsAreComparedByWhatTheyMean(wanted: JSON, stored: JSON, isEqual: Bool) throws {
    let receiver = try Self.receiver("u", "Webhook", settings: stored)
    let (one, other) = ReceiverForm.compared(
      Self.wanted("webhook", settings: wanted), receiver, isManifestChanged: false)
    #expect((one == other) == isEqual)
  }

  /// What is off may be what the manifest has just given up.
  @Test func whatIsOffCountsWhenTheManifestHasChanged() throws {
    let receiver = try Self.receiver("u", settings: ["a": "x", "b": ""])
    let (one, other) = ReceiverForm.compared(
      Self.wanted(settings: ["a": "x"]), receiver, isManifestChanged: true)
    #expect(one != other)
  }

  @Test func changesShowNothingThatMayBeASecret() throws {
    let pairing = ReceiverPairing(
      [
        Self.wanted(uid: "m", settings: ["addresses": "new@example.org", "subject": "S"]),
        Self.wanted("discord", uid: "d", settings: ["url": "https://new/secret"]),
        Self.wanted("slack", uid: "s", settings: ["token": "xoxb", "title": "hidden"]),
        Self.wanted("slack", uid: "n", settings: [:]),
      ], of: Self.reference, name: "ops",
      stored: try [
        Self.receiver("m", settings: ["addresses": "old@example.org"]),
        Self.receiver("d", "discord", settings: ["url": "https://old/secret", "apikey": "k"]),
        Self.receiver("s", "slack", name: "former", settings: ["token": "[REDACTED]", "title": "before"]),
        Self.receiver("gone", "teams", settings: ["url": "https://x"]),
      ], remembered: ["gone"])
    let changes = ContactPointChanges.describe(
      pairing, name: "ops", isManifestChanged: false,
      hiddenPaths: [JSONPointer(["receivers", "2", "settings", "title"])])
    #expect(
      changes == [
        Change("receiver #1 (email): addresses", before: "old@example.org", after: "new@example.org"),
        Change("receiver #1 (email): subject added", after: "S"),
        Change("receiver #2 (discord): url (changed)"),
        Change("receiver #2 (discord): apikey removed"), Change("receiver #3 (slack) comes from \"former\""),
        Change("receiver #3 (slack): title (changed)"), Change("receiver #4 (slack) added"),
        Change("receiver gone (teams) removed"),
      ])
  }

  // MARK: Policies

  @Test(
    arguments: [
      (["matchers": ["zone=\"a\""]], ["object_matchers": [["zone", "=", "a"]]]),
      (["matchers": ["zone !~ \"a|b\\\"c\""]], ["object_matchers": [["zone", "!~", "a|b\"c"]]]),
      (["matchers": ["zone!=a"]], ["object_matchers": [["zone", "!=", "a"]]]),
      (
        ["match": ["b": "c"], "match_re": ["a": "x.*"]],
        ["object_matchers": [["a", "=~", "x.*"], ["b", "=", "c"]]]
      ),
      (
        ["object_matchers": [["b", "=", "2"], ["a", "=", "1"], ["b", "=", "1"]]],
        ["object_matchers": [["a", "=", "1"], ["b", "=", "1"], ["b", "=", "2"]]]
      ),
      (["group_wait": "60s", "repeat_interval": "24h"], ["group_wait": "1m", "repeat_interval": "1d"]),
      (["continue": false, "routes": [], "group_by": [], "provenance": "api", "receiver": ""], [:]),
    ] as [(JSON, JSON)])
  func treesAreTheSameHoweverTheyAreWritten(one: JSON, other: JSON) {
    #expect(NotificationPolicyForm.normal(one) == NotificationPolicyForm.normal(other))
    #expect(
      NotificationPolicyForm.normal(["routes": [one]]) == NotificationPolicyForm.normal(["routes": [other]]))
  }

  @Test(
    arguments: [
      (["receiver": "a"], ["receiver": "b"]), (["continue": true], [:]),
      (["matchers": ["zone=\"a"]], ["object_matchers": [["zone", "=", "a"]]]),
      (
        ["routes": [["receiver": "a"], ["receiver": "b"]]],
        ["routes": [["receiver": "b"], ["receiver": "a"]]]
      ),
      (["group_by": ["a", "b"]], ["group_by": ["b", "a"]]),
    ] as [(JSON, JSON)])
  func treesThatDifferStayDifferent(one: JSON, other: JSON) {
    #expect(NotificationPolicyForm.normal(one) != NotificationPolicyForm.normal(other))
  }

  // MARK: Templates and mute timings

  @Test(arguments: [
    ("{{ define \"x\" }}a{{ end }}\n\n", "{{ define \"x\" }}a{{ end }}"),
    ("a\nb\n", "{{ define \"x\" }}\n  a\n  b\n{{ end }}"),
    ("  {{  define \"y\" }}z{{end}} ", "{{  define \"y\" }}z{{end}}"),
    ("{{- define \"y\" }}z{{end}}", "{{ define \"x\" }}\n  {{- define \"y\" }}z{{end}}\n{{ end }}"),
  ])
  func templatesAreComparedAsServersStoreThem(written: String, stored: String) {
    let form = NotificationTemplateForm.normal(["template": .string(written)], name: "x")
    #expect(form == ["template": .string(stored)])
    #expect(NotificationTemplateForm.normal(form, name: "x") == form)
  }

  @Test func muteTimingsAreComparedInOneSpelling() {
    let one: JSON = [
      "time_intervals": [
        [
          "weekdays": ["Monday:Friday"], "months": ["january:march", "december"], "years": [], "location": "",
        ]
      ]
    ]
    let other: JSON = [
      "name": "n", "version": "1", "provenance": "api",
      "time_intervals": [["weekdays": ["monday:friday"], "months": ["1:3", "12:12"]]],
    ]
    #expect(MuteTimingForm.normal(one) == MuteTimingForm.normal(other))
    #expect(MuteTimingForm.normal(one) != MuteTimingForm.normal(["time_intervals": []]))
  }
}
