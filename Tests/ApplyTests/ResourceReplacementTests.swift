import Documents
import Grafana
import Testing

@testable import Apply

/// What a replacement of an object of the Kubernetes-style API has beside its content.
@Suite struct ResourceReplacementTests {
  private static let key = Array("key".utf8)

  private static let stored: JSON = [
    "metadata": [
      "name": "wall", "resourceVersion": "7", "uid": "server", "generation": 3,
      "labels": ["ours": "1", "left": "1", "theirs": "1"],
      "annotations": ["team": "ops", "old": "1", "grafana.app/folder": "team", "note": "x"],
      "finalizers": ["example.org/keep"], "ownerReferences": [["name": "owner"]],
    ],
    "spec": ["title": "Wall"],
  ]

  private static let model: JSON = [
    "apiVersion": "dashboard.grafana.app/v1beta1", "labels": ["ours": "2"], "annotations": ["team": "ops"],
    "spec": ["title": "Hall"],
  ]

  private static func replacement(isSecret: Bool, _ model: JSON = model) -> ResourceReplacement {
    let former: JSON = [
      "labels": ["ours": "1", "left": "1"], "annotations": ["team": "ops", "old": "1"], "spec": [:],
    ]
    let baseline = ResourceBaseline(wanted: former, object: stored, isSecret: isSecret, key: key)
    return ResourceReplacement(model: model, baseline: baseline, digestKey: key)
  }

  @Test(arguments: [true, false])
  func whatTheManifestNamedBeforeGoesAndAllElseStays(isSecret: Bool) {
    let written = Self.replacement(isSecret: isSecret).object(
      kind: "Dashboard", name: "wall", namespace: "default", over: Self.stored)
    let expected: JSON = [
      "apiVersion": "dashboard.grafana.app/v1beta1", "kind": "Dashboard",
      "metadata": [
        "name": "wall", "namespace": "default", "resourceVersion": "7",
        "labels": ["ours": "2", "theirs": "1"], "annotations": ["team": "ops", "note": "x"],
        "finalizers": ["example.org/keep"], "ownerReferences": [["name": "owner"]],
      ],
      "spec": ["title": "Hall"],
    ]
    #expect(written == expected, "\(JSONDifference.between(written, expected).map(\.pointer))")
  }

  @Test func aNewObjectHasWhatTheManifestSays() {
    let written = Self.replacement(isSecret: false).object(
      kind: "Dashboard", name: "wall", namespace: nil, over: nil)
    #expect(
      written["metadata"] == ["name": "wall", "labels": ["ours": "2"], "annotations": ["team": "ops"]])
  }

  @Test(arguments: [true, false])
  func tellsWhatIsLeftOver(isSecret: Bool) {
    let replacement = Self.replacement(isSecret: isSecret)
    #expect(!replacement.isFree(ofFormer: Self.stored))
    let clean = Self.stored.merging(
      patch: ["metadata": ["labels": ["left": .null], "annotations": ["old": .null]]])
    #expect(replacement.isFree(ofFormer: clean))
  }
}
