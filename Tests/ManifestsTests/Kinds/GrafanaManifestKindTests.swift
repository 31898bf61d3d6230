import Base
import Documents
import Manifests
import Testing

@Suite struct GrafanaManifestKindTests {
  private func load(template: String, _ rest: String = "") async throws -> ManifestSet<ManifestObject> {
    try await ManifestsTests.load(
      manifest("GrafanaManifest", "spec: {instanceSelector: {}, template: {\(template)}\(rest)}"))
  }

  @Test func readsATemplate() async throws {
    let set = try await load(
      template: """
        apiVersion: playlist.grafana.app/v1, kind: Playlist, spec: {title: T, items: [1]},
        metadata: {name: wall, labels: {a: b}, annotations: {c: d}, resourceVersion: "1"}
        """)
    #expect(set.diagnostics.map(\.message) == [])
    let manifest = try #require(set.items.first?.spec as? GrafanaManifest)
    #expect(manifest.resource.uid == "playlist.grafana.app/Playlist/wall")
    #expect(ResourceName(uid: manifest.resource.uid) == manifest.resource)
    #expect(manifest.apiVersion == "playlist.grafana.app/v1")
    #expect(manifest.labels == ["a": "b"])
    #expect(manifest.annotations == ["c": "d"])
    #expect(JSON.object(manifest.spec) == ["title": "T", "items": [1]])
  }

  @Test func aNamespaceIsPartOfTheName() async throws {
    let set = try await load(
      template: "apiVersion: a.b/v1, kind: K, spec: {}, metadata: {name: x, namespace: org-2}")
    let manifest = try #require(set.items.first?.spec as? GrafanaManifest)
    #expect(manifest.resource.uid == "a.b/K/org-2/x")
    #expect(ResourceName(uid: "a.b/K/org-2/x")?.listing.namespace == "org-2")
    for text in ["", "a/b", "a//b", "a/b/c/d/e"] { #expect(ResourceName(uid: text) == nil) }
  }

  @Test(arguments: [
    ("folder.grafana.app", "Folder", "a folder", "GrafanaFolder"),
    ("dashboard.grafana.app", "LibraryPanel", "a library panel", "GrafanaLibraryPanel"),
    ("notifications.alerting.grafana.app", "Receiver", "a contact point", "GrafanaContactPoint"),
    (
      "notifications.alerting.grafana.app", "RoutingTree", "the tree of notification policies",
      "GrafanaNotificationPolicy"
    ),
    (
      "notifications.alerting.grafana.app", "TemplateGroup", "a notification template",
      "GrafanaNotificationTemplate"
    ),
    ("notifications.alerting.grafana.app", "TimeInterval", "a mute timing", "GrafanaMuteTiming"),
    ("rules.alerting.grafana.app", "AlertRule", "an alert rule", "GrafanaAlertRuleGroup"),
    ("iam.grafana.app", "ServiceAccount", "a service account", "GrafanaServiceAccount"),
    ("prometheus.datasource.grafana.app", "DataSource", "a data source", "GrafanaDatasource"),
  ])
  func aKindOfItsOwn(group: String, kind: String, what: String, manifest: String) async throws {
    let set = try await load(
      template: "apiVersion: \(group)/v1, kind: \(kind), spec: {}, metadata: {name: x}")
    #expect(
      set.diagnostics.map(\.message) == ["spec.template.kind is \(what), which has a kind of its own"])
    #expect(set.diagnostics.map(\.remedy) == ["write a \(manifest)"])
  }

  @Test func kindsWithoutOneOfTheirOwnAreTaken() async throws {
    for (group, kind) in [
      ("dashboard.grafana.app", "Dashboard"), ("playlist.grafana.app", "Playlist"),
      ("iam.grafana.app", "Team"),
    ] {
      let set = try await load(
        template: "apiVersion: \(group)/v1, kind: \(kind), spec: {}, metadata: {name: x}")
      #expect(set.diagnostics.map(\.message) == [])
    }
  }

  @Test(arguments: [
    (
      "", "",
      [
        "spec.template.apiVersion is missing", "spec.template.kind is missing",
        "spec.template.metadata is missing",
        "spec.template.spec is missing",
      ]
    ),
    (
      "apiVersion: v1, kind: K, metadata: {name: x}, spec: {}", "",
      ["spec.template.apiVersion names no group and version: v1"]
    ),
    (
      "apiVersion: a.b/v1, kind: K, metadata: {name: x/y}, spec: {}", "",
      ["spec.template.metadata.name has a slash or a blank in it: x/y"]
    ),
    (
      "apiVersion: a.b/v1, kind: K, metadata: {name: x}, spec: text", "",
      ["spec.template.spec must be a mapping, found a string"]
    ),
    (
      "apiVersion: a.b/v1, kind: K, metadata: {name: x, annotations: {grafana.app/managedBy: repo}}, spec: {}",
      "",
      ["spec.template.metadata.annotations says managedBy: repo, which only Grafana itself may write"]
    ),
    (
      "apiVersion: a.b/v1, kind: K, metadata: {name: x}, spec: {}", ", patch: {scripts: [1], envs: []}",
      [
        "spec.patch.scripts[0] must be a string, found a number",
        "spec.patch: unknown field envs, did you mean env?",
      ]
    ),
  ])
  func refuses(template: String, rest: String, expected: [String]) async throws {
    #expect(try await load(template: template, rest).diagnostics.map(\.message).sorted() == expected)
  }
}
