import Base
import Render
import TestSupport
import Testing

/// Which workspace an object goes to, and where in it.
@Suite struct WorkspaceTests {
  private static let json = "json: '{\"title\": \"T\"}'"

  @Test func dashboardsLieInFoldersByReferenceTitleAndNamespace() async throws {
    let fixture = RenderFixture([
      "a.yaml": Text.instance(),
      "folders.yaml": [
        Text.object("GrafanaFolder", "team", "title: Team"),
        Text.object("GrafanaFolder", "sub", "title: Sub\nparentFolderRef: team"),
      ].joined(separator: "\n---\n"),
      "dashboards.yaml": [
        Text.dashboard("by-ref", "folderRef: team\n" + Self.json),
        Text.dashboard("by-uid", "folderUID: elsewhere\n" + Self.json),
        Text.dashboard("by-title", "folder: TEAM\n" + Self.json),
        Text.dashboard("at-top", "folder: general\n" + Self.json),
        Text.dashboard("new-title", "folder: Ops\n" + Self.json),
        Text.dashboard("new-title-again", "folder: ops\n" + Self.json),
        // A folder inside another one is not the top-level folder of that title.
        Text.dashboard("like-sub", "folder: Sub\n" + Self.json),
        Text.dashboard("nowhere", Self.json),
      ].joined(separator: "\n---\n"),
    ])
    let rendering = try await fixture.render()
    #expect(rendering.findings == [])
    func folder(_ name: String) -> DesiredObject.Parent {
      .object(ObjectReference(kind: "GrafanaFolder", namespace: "monitoring", name: name))
    }
    let parents = rendering.desired.mapValues(\.parent)
    #expect(parents["sub"] == folder("team"))
    #expect(parents["by-ref"] == folder("team"))
    #expect(parents["by-uid"] == .uid("elsewhere"))
    #expect(parents["by-title"] == folder("team"))
    #expect(parents["at-top"] == .root)
    #expect(parents["new-title"] == folder("folder titled Ops"))
    #expect(parents["new-title-again"] == folder("folder titled Ops"))
    #expect(parents["like-sub"] == folder("folder titled Sub"))
    #expect(parents["nowhere"] == folder("folder titled monitoring"))
    let implicit = rendering.desired.values.filter(\.isImplicit).map(\.title).sorted()
    #expect(implicit == ["Ops", "Sub", "monitoring"])
  }

  @Test func folderThatIsNotThereHoldsTheDashboardBack() async throws {
    let fixture = RenderFixture([
      "a.yaml": Text.instance(), "b.yaml": Text.object("GrafanaFolder", "team", "title: Team"),
      "c.yaml": Text.dashboard("lost", "folderRef: teem\n" + Self.json),
      "d.yaml": Text.dashboard("fine", "folderRef: team\n" + Self.json),
    ])
    let rendering = try await fixture.render()
    #expect(
      rendering.findings == [
        "c.yaml:1 error missing-reference: spec.folderRef names GrafanaFolder monitoring/teem, which is not in the "
          + "repository for this workspace, did you mean team?"
      ])
    #expect(rendering.desired["lost"] == nil)
    #expect(rendering.desired["fine"] != nil)
    #expect(rendering.heldBack.keys.map(\.name) == ["lost"])
  }

  @Test func twoDefaultsAreBothRefused() async throws {
    let fixture = RenderFixture([
      "a.yaml": Text.instance(), "b.yaml": Text.datasource("one", "isDefault: true"),
      "c.yaml": Text.datasource("two", "isDefault: true"), "d.yaml": Text.datasource("three"),
    ])
    let rendering = try await fixture.render()
    let message = "2 data sources of one workspace ask to be the default: b.yaml:1 and c.yaml:1"
    #expect(
      rendering.findings == [
        "b.yaml:1 error two-defaults: \(message)", "c.yaml:1 error two-defaults: \(message)",
      ])
    #expect(rendering.desired.keys.sorted() == ["three"])
  }

  @Test func objectThatSelectsNoWorkspaceIsAnError() async throws {
    let fixture = RenderFixture([
      "a.yaml": Text.instance(),
      "b.yaml": Text.instance("stage", url: "https://stage.example.org", labels: "grafana: stage"),
      "c.yaml": Text.object("GrafanaFolder", "far", namespace: "other", "title: Far"),
      "d.yaml": Text.object(
        "GrafanaFolder", "near", namespace: "other", "title: Near\nallowCrossNamespaceImport: true"),
    ])
    let rendering = try await fixture.render()
    #expect(
      rendering.findings == [
        "c.yaml:1 error no-matching-instance: spec.instanceSelector selects no Grafana in namespace other"
      ])
    #expect(
      rendering.diagnostics.map(\.remedy) == [
        "move it to namespace monitoring, or set allowCrossNamespaceImport"
      ])
    #expect(rendering.desired.keys.sorted() == ["near"])
  }

  @Test(
    arguments: [
      ("https://grafana.example.org", "https://grafana.example.org"),
      ("HTTPS://Grafana.Example.org:443/", "https://grafana.example.org"),
      ("https://grafana.example.org:8443/base/", "https://grafana.example.org:8443/base"),
      ("http://grafana.example.org:80", "http://grafana.example.org"),
      ("https://[::1]:3000", "https://[::1]:3000"),
      ("no url", "no url"),
    ] as [(String, String)])
  func oneWorkspaceHasOneName(url: String, name: String) {
    #expect(WorkspaceName.normal(url) == name)
  }

  /// Each of the manifests alone would take the other's objects for left over.
  @Test func manifestsOfOneWorkspaceHoldTogetherWhatEachSelects() async throws {
    let folder = try TemporaryDirectory()
    for namespace in ["monitoring", "payments"] {
      try folder.write("same", to: "\(namespace)/grafana/token")
    }
    func object(_ name: String, _ namespace: String) -> String {
      Text.object(
        "GrafanaFolder", name, namespace: namespace, "title: \(name)\nallowCrossNamespaceImport: true")
    }
    let fixture = RenderFixture(
      [
        "b.yaml": Text.instance("other", namespace: "payments", url: "https://GRAFANA.example.org:443/"),
        "a.yaml": Text.instance(), "c.yaml": object("one", "monitoring"), "d.yaml": object("two", "payments"),
        "e.yaml": Text.object("GrafanaFolder", "three", namespace: "payments", "title: Three"),
      ], secrets: folder.path)
    let rendering = try await fixture.render()
    #expect(rendering.findings == [])
    #expect(rendering.workspaces.map(\.name) == ["https://grafana.example.org"])
    #expect(rendering.workspaces.map(\.reference.description) == ["Grafana monitoring/prod"])
    #expect(rendering.workspaces.first?.desired.map(\.reference.name).sorted() == ["one", "three", "two"])
  }

  @Test func otherAccessToOneWorkspaceIsTold() async throws {
    let folder = try TemporaryDirectory()
    try folder.write("a", to: "monitoring/grafana/token")
    try folder.write("b", to: "payments/grafana/token")
    let extra = "client: {timeout: 20, headers: {X-Team: payments}, tls: {insecureSkipVerify: true}}"
    let fixture = RenderFixture(
      ["a.yaml": Text.instance(), "b.yaml": Text.instance("other", namespace: "payments", extra: extra)],
      secrets: folder.path)
    #expect(
      try await fixture.render().findings.filter { $0.contains("workspace-named-twice") } == [
        "b.yaml:1 warning workspace-named-twice: Grafana payments/other and Grafana monitoring/prod (a.yaml:1) name the "
          + "same workspace, https://grafana.example.org, with other credentials, trust, headers, timeout; "
          + "those of Grafana monitoring/prod are used for both"
      ])
  }

  @Test func suspendedManifestsOfOneWorkspace() async throws {
    let one = Text.instance(extra: "suspend: true")
    let object = Text.object("GrafanaFolder", "one", "title: One")
    let alone = try await RenderFixture(["a.yaml": one, "c.yaml": object]).render()
    #expect(alone.workspaces.map(\.instance.isSuspended) == [true])
    let other = Text.object("GrafanaFolder", "two", namespace: "payments", "title: Two")
    let both = try await RenderFixture([
      "a.yaml": one, "b.yaml": Text.instance("other", namespace: "payments"), "c.yaml": object,
      "d.yaml": other,
    ]).render()
    #expect(both.workspaces.map(\.reference.description) == ["Grafana payments/other"])
    #expect(both.desired.mapValues(\.isSuspended) == ["one": true, "two": false])
  }
}
