import Base
import Manifests
import Testing

/// How a file becomes documents, and documents objects.
@Suite struct FileReadingTests {
  private func config(_ name: String, namespace: String? = nil) -> String {
    let place = namespace.map { ", namespace: \($0)" } ?? ""
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \(name)\(place)}\n"
  }

  private func places(_ set: ManifestSet<ManifestObject>) -> [String] {
    set.items.map {
      "\($0.reference.name) \($0.origin.fileAndLine) \($0.address.document).\($0.address.item)"
    }
  }

  @Test func readsEveryDocumentOfAFile() async throws {
    let set = try await load(
      "# nothing\n---\n" + config("a") + "---\n---\n# empty\n---\n" + config("b") + "...\n")
    #expect(places(set) == ["a a.yaml:3 0.0", "b a.yaml:10 3.0"])
    #expect(set.diagnostics.isEmpty)
    #expect(set.skipped.isEmpty)
  }

  @Test(arguments: ["", "\n\n", "# a comment\n", "---\n---\n", "null\n"])
  func takesFilesWithoutAnything(text: String) async throws {
    let set = try await load(text)
    #expect(set.items.isEmpty)
    #expect(set.diagnostics.isEmpty)
    #expect(set.unreadableFiles.isEmpty)
  }

  @Test func readsLists() async throws {
    let set = try await load(
      """
      apiVersion: v1
      kind: List
      items:
        - apiVersion: v1
          kind: ConfigMap
          metadata: {name: a}
        - apiVersion: apps/v1
          kind: Deployment
          metadata: {name: b}
        - apiVersion: v1
          kind: List
          items: []
        - apiVersion: v1
          kind: ConfigMap
          metadata: {name: c}
      ---
      apiVersion: grafana.integreatly.org/v1beta1
      kind: GrafanaFolderList
      metadata: {resourceVersion: ""}
      items:
        - apiVersion: grafana.integreatly.org/v1beta1
          kind: GrafanaFolder
          metadata: {name: d}
          spec: {instanceSelector: {}}
      """)
    #expect(places(set) == ["a a.yaml:4 0.0", "c a.yaml:13 0.3", "d a.yaml:21 1.0"])
    #expect(set.skipped.map(\.kind) == ["Deployment", "List"])
    #expect(set.diagnostics.isEmpty)
  }

  /// As `flux bootstrap` lays them beside the manifests of a cluster.
  @Test(arguments: ["GitRepository", "HelmRepository", "Anything"])
  func skipsSourcesOfFlux(kind: String) async throws {
    let set = try await load(
      "{apiVersion: source.toolkit.fluxcd.io/v1, kind: \(kind), metadata: {name: flux-system}}")
    #expect(set.skipped.map(\.kind) == [kind])
    #expect(set.diagnostics.isEmpty)
    #expect(set.unreadableFiles.isEmpty)
  }

  @Test func readsJSON() async throws {
    let set = try await load(
      "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\",\n \"metadata\": {\"name\": \"a\"}, \"data\": {\"k\": \"\\u00e9\\/\"}}"
    )
    #expect(places(set) == ["a a.yaml:1 0.0"])
    #expect((set.items[0].spec as? ConfigMapManifest)?.data["k"]?.text == "é/")
  }

  @Test func readsAnchorsAndMergeKeys() async throws {
    let set = try await load(
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: &m {name: a, labels: {team: x}}
      data: {<<: {k: one}, l: two}
      """)
    #expect((set.items[0].spec as? ConfigMapManifest)?.data.keys.sorted() == ["k", "l"])
  }

  @Test func readsAByteOrderMarkAndWindowsLineEnds() async throws {
    let set = try await load("\u{FEFF}" + config("a").replacing("\n", with: "\r\n"))
    #expect(set.diagnostics.isEmpty)
    #expect(places(set) == ["a a.yaml:1 0.0"])
  }

  @Test func takesTwoThousandDocuments() async throws {
    let text = (0..<2000).map { config("c\($0)") }.joined(separator: "---\n")
    let set = try await load(text)
    #expect(set.items.count == 2000)
    #expect(set.items.last?.origin.position.line == 7997)
    #expect(set.diagnostics.isEmpty)
  }

  // MARK: Namespaces

  @Test func choosesTheNamespace() async throws {
    let text =
      config("a") + "---\n" + config("b", namespace: "own") + "---\n" + config("c", namespace: "\"\"")
    func namespaces(_ settings: LoaderSettings) async throws -> [String] {
      try await load(text, settings: settings).items.map(\.reference.namespace)
    }
    #expect(try await namespaces(LoaderSettings()) == ["default", "own", "default"])
    #expect(try await namespaces(LoaderSettings(defaultNamespace: "x")) == ["x", "own", "x"])
    #expect(try await namespaces(LoaderSettings(targetNamespace: "t")) == ["t", "t", "t"])
  }

  // MARK: What stands twice

  @Test func holdsBackWhatStandsTwice() async throws {
    let set = try await load([
      "b.yaml": config("a"), "a.yaml": config("a") + "---\n" + config("a") + "---\n" + config("single"),
    ])
    #expect(set.items.map(\.reference.name) == ["single"])
    #expect(
      set.heldBack == [
        ObjectReference(kind: "ConfigMap", namespace: "default", name: "a"): set.diagnostics[0].location
      ])
    #expect(
      set.diagnostics.map { "\($0.location?.fileAndLine ?? "") \($0.message)" }
        == [
          "a.yaml:1", "a.yaml:5", "b.yaml:1",
        ].map { "\($0) ConfigMap default/a is declared 3 times: a.yaml:1 and a.yaml:5 and b.yaml:1" })
  }

  @Test func tellsOfATwinThatHasErrors() async throws {
    let set = try await load([
      "a.yaml": config("a"), "b.yaml": config("a") + "data: {k: 5}\n",
    ])
    #expect(set.items.isEmpty)
    #expect(
      set.diagnostics.map(\.message) == [
        "ConfigMap default/a is declared 2 times: a.yaml:1 and b.yaml:1",
        "ConfigMap default/a is declared 2 times: a.yaml:1 and b.yaml:1",
        "data.k must be a string, found a number",
      ])
    #expect(set.heldBack.count == 1)
  }

  @Test func keepsNamespacesAndKindsApart() async throws {
    let set = try await load(
      config("a") + "---\n" + config("a", namespace: "other") + "---\n"
        + config("a").replacing("ConfigMap", with: "Secret"))
    #expect(set.items.count == 3)
  }

  // MARK: What is not ours

  @Test func skipsWhatIsNotOurs() async throws {
    let set = try await load([
      "a.yaml": """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      ---
      apiVersion: external-secrets.io/v1beta1
      kind: ExternalSecret
      metadata: {name: grafana-token-secret, namespace: grafana}
      spec: {refreshInterval: 1m}
      ---
      replicaCount: 1
      ---
      - a list
      ---
      just text
      ---
      apiVersion: 1
      datasources: []
      ---
      kind: Cluster
      ---
      apiVersion: apps/v1
      ---
      apiVersion: kustomize.toolkit.fluxcd.io/v1
      kind: Kustomization
      metadata: {name: prod}
      """,
      "notes.txt": "kind: ConfigMap", "x.json": "{}",
    ])
    #expect(set.items.isEmpty)
    #expect(set.diagnostics.isEmpty)
    #expect(
      set.skipped.map { "\($0.origin.position.line) \($0.apiVersion) \($0.kind) \($0.name)" } == [
        "1 apps/v1 Deployment web", "5 external-secrets.io/v1beta1 ExternalSecret grafana-token-secret",
        "10   ",
        "12  a list ", "14  a string ", "16   ", "19  Cluster ", "21 apps/v1  ",
        "23 kustomize.toolkit.fluxcd.io/v1 Kustomization prod",
      ])
    #expect(set.files.map(\.path) == ["a.yaml"])
    #expect(set.unreadableFiles.isEmpty)
  }

  @Test(arguments: [
    (
      "kustomization.yaml",
      "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]"
    ),
    ("x/kustomization.yml", "resources: [a.yaml]"),
    ("component.yaml", "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component"),
  ])
  func saysThatKustomizationsAreNotApplied(file: String, text: String) async throws {
    let set = try await load(text, file: file)
    #expect(
      set.diagnostics.map { "\($0.severity.rawValue) \($0.message)" } == [
        "warning this kustomization is not applied: Sluice does not run kustomize, the files beside it are read as they are"
      ])
    #expect(set.skipped.map(\.kind) == ["Kustomization"])
    #expect(set.unreadableFiles.isEmpty)
  }
}
