import Base
import Documents
import Grafana
import Testing

/// What a server makes of what it is given, told from what people do.
@Suite struct ResourceBaselineTests {
  private static let key = Array("key".utf8)

  private static let wanted: JSON = [
    "labels": ["ours": "1"], "annotations": ["team": "ops"],
    "spec": ["title": "Wall", "wait": "60s", "kept": "no", "panels": [["title": "CPU"]], "list": []],
  ]

  /// Fills in, writes otherwise, leaves out and lengthens.
  private static let stored: JSON = [
    "metadata": [
      "labels": ["ours": "1", "theirs": "2"],
      "annotations": ["team": "ops", "grafana.app/createdBy": "user:1"],
    ],
    "spec": [
      "title": "Wall", "wait": "1m", "panels": [["title": "CPU", "id": 7]], "list": ["built-in"],
      "refresh": "",
    ],
  ]

  private static let baseline = ResourceBaseline(wanted: wanted, object: stored, key: key)

  private static func form(_ spec: JSON) -> JSON {
    ResourceForm.stored(
      stored.merging(patch: ["spec": spec]), labels: ["ours"], annotations: ["team"])
  }

  private static func settled(_ change: JSON = [:], wanted given: JSON = [:]) -> [String] {
    let wanted = wanted.merging(patch: ["spec": given])
    return JSONDifference.between(baseline.settled(form(change), wanted: wanted, key: key), wanted).map {
      "\($0.pointer) \($0.kind.rawValue)"
    }
  }

  @Test func whatTheServerMadeOfItIsAsWanted() {
    #expect(Self.settled() == [])
  }

  @Test func whatPeopleDoIsNot() {
    #expect(Self.settled(["tags": ["x"]]) == ["/spec/tags removed"])
    #expect(Self.settled(["refresh": "5s"]) == ["/spec/refresh removed"])
    #expect(Self.settled(["wait": "2m"]) == ["/spec/wait changed"])
    #expect(Self.settled(["kept": "yes"]) == ["/spec/kept changed"])
    #expect(Self.settled(["list": ["built-in", "x"]]) != [])
    #expect(Self.settled(["list": ["x"]]) != [])
    #expect(Self.settled(["panels": [["title": "CPU", "id": 8]]]) == ["/spec/panels/0/id removed"])
    #expect(!Self.settled(["panels": [["title": "CPU", "id": 7], ["title": "New"]]]).isEmpty)
  }

  /// Git changes exactly what the server writes otherwise: that is a change, and what it filled in elsewhere is none.
  @Test func whatGitChangesIsNot() {
    #expect(Self.settled(wanted: ["wait": "2m"]) == ["/spec/wait changed"])
    #expect(Self.settled(wanted: ["refresh": "5s"]) == ["/spec/refresh changed"])
    #expect(Self.settled(wanted: ["tags": ["x"]]) == ["/spec/tags added"])
    #expect(Self.settled(wanted: ["list": ["x"]]) != [])
  }

  @Test func itIsKeptAsLines() {
    #expect(ResourceBaseline(parts: Self.baseline.parts) == Self.baseline)
    #expect(ResourceBaseline(parts: []) == nil)
    #expect(ResourceBaseline(parts: ["nonsense"]) == nil)
    #expect(
      Self.baseline.parts.allSatisfy { !$0.contains("\n") && !$0.contains("60s") && !$0.contains("1m") })
  }

  @Test func whatItCannotNameIsRememberedAsAWhole() {
    let many = JSON.object(JSONObject((0..<6000).map { ("m\($0)", JSON.string("x")) }))
    let baseline = ResourceBaseline(
      wanted: Self.wanted, object: Self.stored.merging(patch: ["spec": many]), key: Self.key)
    #expect(baseline.parts.count < 10)
    let same = ResourceForm.stored(
      Self.stored.merging(patch: ["spec": many]), labels: ["ours"], annotations: ["team"])
    #expect(baseline.settled(same, wanted: Self.wanted, key: Self.key) == Self.wanted)
    let other = same.merging(patch: ["spec": ["m1": "y"]])
    #expect(baseline.settled(other, wanted: Self.wanted, key: Self.key) != Self.wanted)
  }

  @Test func namesWhatIsBesideTheManifest() {
    #expect(
      ResourceForm.beside(Self.wanted, in: Self.form([:])) == ["spec.panels[0].id", "spec.refresh"])
  }

  /// What is written is found again, whether its names are kept or digests of them.
  @Test(arguments: [true, false])
  func namesThatWereWrittenAreKnown(isSecret: Bool) throws {
    let made = ResourceBaseline(wanted: Self.wanted, object: Self.stored, isSecret: isSecret, key: Self.key)
    let kept = try #require(ResourceBaseline(parts: made.parts))
    let metadata = Self.stored["metadata"]
    for baseline in [made, kept] {
      #expect(baseline.labels.among(metadata?["labels"], key: Self.key) == ["ours"])
      #expect(baseline.annotations.among(metadata?["annotations"], key: Self.key) == ["team"])
      #expect(baseline.labels.among(nil, key: Self.key) == [])
    }
  }

  @Test func ofSecretContentNoNameIsKept() {
    let baseline = ResourceBaseline(wanted: Self.wanted, object: Self.stored, isSecret: true, key: Self.key)
    #expect(ResourceBaseline(parts: baseline.parts) == baseline)
    for name in ["ours", "team", "refresh", "spec"] {
      #expect(baseline.parts.filter { $0.contains(name) } == [], "\(name)")
    }
    let form = ResourceForm.stored(Self.stored, labels: ["ours"], annotations: ["team"])
    #expect(baseline.settled(form, wanted: Self.wanted, key: Self.key) == Self.wanted)
    #expect(
      baseline.settled(form.merging(patch: ["spec": ["refresh": "5s"]]), wanted: Self.wanted, key: Self.key)
        != Self.wanted)
  }
}
