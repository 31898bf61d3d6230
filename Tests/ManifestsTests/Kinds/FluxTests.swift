import Base
import Manifests
import Testing

@Suite struct FluxTests {
  private static let source = "source.toolkit.fluxcd.io/v1"
  private static let kustomize = "kustomize.toolkit.fluxcd.io/v1"
  private static let settings = LoaderSettings(vocabulary: .sources)

  private func read(_ kind: String, _ spec: String) async throws -> ManifestSet<ManifestObject> {
    let apiVersion = kind == "GitRepository" ? Self.source : Self.kustomize
    return try await load(manifest(kind, "spec: {\(spec)}", apiVersion: apiVersion), settings: Self.settings)
  }

  @Test func readsARepository() async throws {
    let repository = try #require(
      try await read(
        "GitRepository",
        "url: 'https://git/x', interval: 1m30s, timeout: 20s, ref: {branch: main}, secretRef: {name: s}, suspend: true"
      ).items.first?.spec as? FluxGitRepository)
    #expect(repository.url == "https://git/x")
    #expect(repository.interval == .seconds(90))
    #expect(repository.timeout == .seconds(20))
    #expect(repository.reference == .branch("main"))
    #expect(repository.secretName == "s")
    #expect(repository.isSuspended)
  }

  @Test(arguments: [
    ("", FluxGitRepository.Reference.branch("master")), (", ref: {}", .branch("master")),
    (", ref: {branch: b, tag: t}", .tag("t")), (", ref: {branch: b, tag: t, name: r}", .name("r")),
    (", ref: {branch: b, tag: t, name: r, commit: c}", .commit("c")),
    (", ref: {branch: b, tag: ''}", .branch("b")),
  ])
  func choosesTheReference(spec: String, reference: FluxGitRepository.Reference) async throws {
    let repository =
      try await read("GitRepository", "url: u, interval: 1m" + spec).items.first?.spec as? FluxGitRepository
    #expect(repository?.reference == reference)
    #expect(repository?.timeout == .seconds(60))
  }

  @Test(arguments: [
    ("./clusters/prod/", "clusters/prod"), ("/", ""), ("./", ""), ("a//b/./c", "a/b/c"), ("...", "..."),
  ])
  func readsAKustomization(path: String, normal: String) async throws {
    let kustomization = try #require(
      try await read(
        "Kustomization",
        "path: '\(path)', prune: true, interval: 10m, targetNamespace: t, sourceRef: {kind: GitRepository, name: g}"
      ).items.first?.spec as? FluxKustomization)
    #expect(kustomization.path == normal)
    #expect(kustomization.prune)
    #expect(kustomization.targetNamespace == "t")
    #expect(kustomization.source == ObjectReference(kind: "GitRepository", namespace: "ns", name: "g"))
  }

  @Test(arguments: [
    ("GitRepository", "", ["spec.interval is missing", "spec.url is missing"]),
    ("GitRepository", "url: u, interval: 60", ["spec.interval must be a string, found a number"]),
    ("GitRepository", "url: u, interval: 0s", ["spec.interval is zero"]),
    ("GitRepository", "url: u, interval: 1m, timeout: 0s", ["spec.timeout is zero"]),
    (
      "GitRepository", "url: u, interval: 1m, ref: {semver: '1'}",
      ["spec.ref.semver is not supported: version ranges are not resolved"]
    ),
    (
      "GitRepository", "url: u, interval: 1m, verify: {}",
      ["spec.verify is not supported: Sluice reads url, ref, interval, timeout, secretRef and suspend"]
    ),
    (
      "GitRepository", "url: u, interval: 1m, gitImplementation: go",
      ["spec: unknown field gitImplementation"]
    ),
    (
      "Kustomization", "", ["spec.interval is missing", "spec.prune is missing", "spec.sourceRef is missing"]
    ),
    (
      "Kustomization",
      "prune: true, interval: 1m, path: a/../../b, sourceRef: {kind: GitRepository, name: g}",
      ["spec.path leads out of the source: a/../../b"]
    ),
    (
      "Kustomization", "prune: true, interval: 1m, sourceRef: {kind: OCIRepository, name: g}",
      ["spec.sourceRef.kind OCIRepository is not supported"]
    ),
    (
      "Kustomization", "prune: true, interval: 1m, sourceRef: {kind: GitRepository}",
      ["spec.sourceRef.name is missing"]
    ),
    (
      "Kustomization", "prune: true, interval: 1m, wait: true, sourceRef: {kind: GitRepository, name: g}",
      [
        "spec.wait is not supported: Sluice reads path, prune, interval, suspend, targetNamespace and sourceRef"
      ]
    ),
  ])
  func tells(kind: String, spec: String, expected: [String]) async throws {
    #expect(try await read(kind, spec).diagnostics.map(\.message).sorted() == expected)
  }

  @Test func takesTheEmptyTargetNamespaceForNone() async throws {
    let kustomization =
      try await read(
        "Kustomization",
        "prune: false, interval: 1m, targetNamespace: '', sourceRef: {kind: GitRepository, name: g, namespace: m}"
      ).items.first?.spec as? FluxKustomization
    #expect(kustomization?.targetNamespace == nil)
    #expect(kustomization?.source.namespace == "m")
    #expect(kustomization?.path == "")
  }

  @Test func readsOnlySourcesFromASourcesFile() async throws {
    let set = try await load(
      manifest("ConfigMap", "", apiVersion: "v1") + "---\n"
        + manifest("HelmRepository", "", apiVersion: "source.toolkit.fluxcd.io/v1") + "---\n"
        + manifest("GitRepositry", "", apiVersion: "source.toolkit.fluxcd.io/v1") + "---\n"
        + manifest(
          "GitRepository", "spec: {url: u, interval: 1m}", apiVersion: "source.toolkit.fluxcd.io/v1beta2"),
      settings: Self.settings)
    #expect(set.items.map(\.reference.kind) == ["GitRepository"])
    #expect(set.skipped.map(\.kind) == ["ConfigMap"])
    #expect(
      set.diagnostics.map(\.message) == [
        "HelmRepository is not handled by Sluice; it is skipped",
        "source.toolkit.fluxcd.io/v1 has no kind GitRepositry, did you mean GitRepository?",
      ])
  }
}
