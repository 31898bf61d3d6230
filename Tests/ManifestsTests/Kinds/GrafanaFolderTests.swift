import Base
import Documents
import Manifests
import Testing

@Suite struct GrafanaFolderTests {
  private func read(_ spec: String) async throws -> GrafanaFolder {
    try #require(
      try await load(manifest("GrafanaFolder", "spec: {instanceSelector: {}, \(spec)}")).items.first?.spec
        as? GrafanaFolder)
  }

  @Test func readsAFolder() async throws {
    let folder = try await read(
      "uid: f-1, title: Platform, parentFolderRef: top, suspend: true, resyncPeriod: 0s")
    #expect(folder.uid == "f-1")
    #expect(folder.title == "Platform")
    #expect(
      folder.parent == .manifest(ObjectReference(kind: "GrafanaFolder", namespace: "ns", name: "top")))
    #expect(folder.permissions == nil)
    #expect(folder.common.isSuspended)
    #expect(folder.common.resyncPeriod == .zero)
    #expect(try await read("parentFolderUID: p").parent == .uid("p"))
  }

  @Test func hasDefaults() async throws {
    let folder = try await read("uid: '', title: '', parentFolderRef: '', permissions: ' '")
    #expect(folder.uid == nil)
    #expect(folder.title == "x")
    #expect(folder.parent == nil)
    #expect(folder.permissions == nil)
    #expect(folder.common.resyncPeriod == nil)
    #expect(!folder.common.allowsCrossNamespaceImport)
  }

  @Test func readsPermissions() async throws {
    #expect(try await read("permissions: '{}'").permissions?.isEmpty == true)
    #expect(try await read(#"permissions: '{"items": []}'"#).permissions?.isEmpty == true)
    let items = try await read(
      #"permissions: '{"items": [{"role": "Editor", "permission": 2}, {"teamId": 7, "permission": 4}]}'"#
    ).permissions
    #expect(items?.count == 2)
    #expect(items?[1]["teamId"]?.intValue == 7)
  }

  @Test(arguments: [
    (
      "title: general",
      ["spec.title is general, which is what Grafana calls the place outside of all folders"]
    ),
    (
      #"permissions: '{"items": [{"teamId": 7, "permission": 1}, {"teamId": 7, "permission": 2}]}'"#,
      ["spec.permissions items[1] names team 7 once more"]
    ),
    ("permissions: 'no'", ["spec.permissions is not JSON: expected a value here"]),
    ("permissions: '[]'", ["spec.permissions must be an object with a list named items"]),
    (#"permissions: '{"item": []}'"#, ["spec.permissions must be an object with a list named items"]),
    (#"permissions: '{"items": 5}'"#, ["spec.permissions must be an object with a list named items"]),
    (#"permissions: '{"items": [5]}'"#, ["spec.permissions items[0] must be an object"]),
    (
      #"permissions: '{"items": [{"role": "Viewer", "permission": 3}]}'"#,
      ["spec.permissions items[0] has no permission of 1, 2 or 4"]
    ),
    (
      #"permissions: '{"items": [{"role": "Viewer"}]}'"#,
      ["spec.permissions items[0] has no permission of 1, 2 or 4"]
    ),
    (
      #"permissions: '{"items": [{"role": "viewer", "permission": 1}]}'"#,
      ["spec.permissions items[0] has a role that is not Viewer, Editor or Admin"]
    ),
    (
      #"permissions: '{"items": [{"permission": 1}]}'"#,
      ["spec.permissions items[0] must name exactly one of role, teamId and userId"]
    ),
    (
      #"permissions: '{"items": [{"role": "Viewer", "teamId": 1, "permission": 1}]}'"#,
      ["spec.permissions items[0] must name exactly one of role, teamId and userId"]
    ),
    (
      #"permissions: '{"items": [{"team": "a", "permission": 1}]}'"#,
      ["spec.permissions items[0] has team: names of users and teams differ from workspace to workspace"]
    ),
    (
      #"permissions: '{"items": [{"role": "Viewer", "userLogin": "ada", "permission": 1}]}'"#,
      ["spec.permissions items[0] has userLogin: names of users and teams differ from workspace to workspace"]
    ),
    (
      #"permissions: '{"items": [{"teamID": 1, "permission": 1}]}'"#,
      [
        "spec.permissions items[0] must name exactly one of role, teamId and userId",
        "spec.permissions items[0]: unknown field teamID, did you mean teamId?",
      ]
    ),
    (
      #"permissions: '{"items": [{"teamId": "1", "permission": 1}]}'"#,
      ["spec.permissions items[0] has a teamId that is no number from 1 on"]
    ),
    ("permissions: {items: []}", ["spec.permissions must be a string, found an object"]),
    (
      "parentFolderUID: a, parentFolderRef: b",
      ["only one of spec.parentFolderUID, spec.parentFolderRef may be set"]
    ),
    ("uid: a, parentFolderUID: a", ["the folder names itself as its parent"]),
    ("uid: 'a/b'", ["spec.uid has characters that Grafana does not take in a uid: a/b"]),
    (
      "uid: aaaaaaaaaabbbbbbbbbbccccccccccddddddddddX",
      ["spec.uid is longer than 40 characters: aaaaaaaaaabbbbbbbbbbccccccccccddddddddddX"]
    ),
    ("titel: x", ["spec: unknown field titel, did you mean title?"]),
    ("title: 2024-01-01", []),
    ("suspend: 'true'", ["spec.suspend must be true or false, found a string"]),
    ("resyncPeriod: 10", ["spec.resyncPeriod must be a string, found a number"]),
    ("resyncPeriod: soon", ["spec.resyncPeriod is not a duration: soon"]),
    ("resyncPeriod: -1m", ["spec.resyncPeriod is not a duration: -1m"]),
  ])
  func tells(spec: String, expected: [String]) async throws {
    let found = try await messages("GrafanaFolder", "spec: {instanceSelector: {}, \(spec)}")
    #expect(found == expected)
  }

  @Test(arguments: [
    ("null", ["spec.instanceSelector is missing"]),
    ("all", ["spec.instanceSelector must be a mapping, found a string"]),
    ("{matchLabel: {a: b}}", ["spec.instanceSelector: unknown field matchLabel, did you mean matchLabels?"]),
    ("{matchLabels: {a: 1}}", ["spec.instanceSelector.matchLabels.a must be a string, found a number"]),
    (
      "{matchExpressions: [{key: a, operator: in, values: [b]}]}",
      ["spec.instanceSelector.matchExpressions[0].operator is in, did you mean In?"]
    ),
    (
      "{matchExpressions: [{key: a, operator: In}]}",
      ["spec.instanceSelector.matchExpressions[0].values must not be empty with the operator In"]
    ),
    (
      "{matchExpressions: [{key: a, operator: Exists, values: [b]}]}",
      ["spec.instanceSelector.matchExpressions[0].values must be empty with the operator Exists"]
    ),
    (
      "{matchExpressions: [{operator: Exists}]}", ["spec.instanceSelector.matchExpressions[0].key is missing"]
    ),
    ("{matchExpressions: [{key: a}]}", ["spec.instanceSelector.matchExpressions[0].operator is missing"]),
  ])
  func tellsOfSelectors(selector: String, expected: [String]) async throws {
    #expect(try await messages("GrafanaFolder", "spec: {instanceSelector: \(selector)}") == expected)
  }

  @Test(arguments: [
    ("{}", true, true), ("{matchLabels: {team: a}}", true, false),
    ("{matchExpressions: [{key: team, operator: NotIn, values: [a]}]}", false, true),
    ("{matchExpressions: [{key: team, operator: In, values: [b, a]}]}", true, false),
    ("{matchExpressions: [{key: team, operator: Exists}]}", true, false),
    ("{matchExpressions: [{key: team, operator: DoesNotExist}]}", false, true),
    ("{matchLabels: {team: a}, matchExpressions: [{key: zone, operator: Exists}]}", false, false),
  ])
  func selects(selector: String, labelled: Bool, bare: Bool) async throws {
    let text = manifest("GrafanaFolder", "spec: {instanceSelector: \(selector)}")
    let common = try #require((try await load(text).items.first?.spec as? GrafanaFolder)?.common)
    let one = ObjectMetadata(name: "g", namespace: "ns", labels: ["team": "a"])
    let other = ObjectMetadata(name: "g", namespace: "ns")
    #expect(common.selects(one, from: "ns") == labelled)
    #expect(common.selects(other, from: "ns") == bare)
    #expect(!common.selects(one, from: "elsewhere"))
  }
}
