import Base
import Reconcile
import Testing

@testable import CommandLine

@Suite struct SourcesFileTests {
  private static let repository = """
    apiVersion: source.toolkit.fluxcd.io/v1
    kind: GitRepository
    metadata: {name: config, namespace: flux-system}
    spec:
      url: https://git.example.org/platform/config.git
      interval: 1m
      timeout: 20s
      ref: {branch: release}
      secretRef: {name: git-access}

    """

  private static func kustomization(_ name: String, _ spec: String = "", source: String = "config") -> String
  {
    """
    ---
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata: {name: \(name), namespace: flux-system}
    spec:
      path: ./clusters/\(name)/
      prune: true
      interval: 10m
      sourceRef: {kind: GitRepository, name: \(source)}
    \(spec)

    """
  }

  private func environments(_ text: String) async throws(CommandFailure) -> [EnvironmentSettings] {
    try await SourcesFile.environments(Array(text.utf8), file: "sources.yaml") { _ in }
  }

  private func refusal(_ text: String) async -> String {
    do throws(CommandFailure) {
      let found = try await environments(text)
      return "\(found.count) environments"
    } catch {
      return error.text(style: .plain)
    }
  }

  @Test func oneEnvironmentForEachKustomization() async throws {
    let found = try await environments(
      Self.repository + Self.kustomization("prod", "  targetNamespace: monitoring")
        + Self.kustomization("staging", "  suspend: true").replacing("prune: true", with: "prune: false")
        + Self.kustomization("fast").replacing("interval: 10m", with: "interval: 30s"))
    #expect(found.map(\.name) == ["prod", "staging", "fast"])
    #expect(found.map(\.path) == ["clusters/prod", "clusters/staging", "clusters/fast"])
    #expect(found.map(\.interval) == [.seconds(60), .seconds(60), .seconds(30)])
    #expect(found.map(\.targetNamespace) == ["monitoring", nil, nil])
    #expect(found.map(\.isSuspended) == [false, true, false])
    #expect(found.map(\.prune.isEnabled) == [true, false, true])
    let source = try #require(found.first).source
    #expect(source.url.description == "https://git.example.org/platform/config.git")
    #expect(source.reference == .branch("release"))
    #expect(source.secret == SourceSettings.SecretName(namespace: "flux-system", name: "git-access"))
    #expect(source.limits.total == .seconds(20) && source.limits.connect == .seconds(10))
  }

  @Test(arguments: [
    ("", "branch master"), ("ref: {tag: v1}", "tag v1"),
    ("ref: {name: refs/pull/7/head}", "reference refs/pull/7/head"),
    (
      "ref: {branch: x, commit: a123456789012345678901234567890123456789}",
      "commit a123456789012345678901234567890123456789"
    ),
  ])
  func everyKindOfReference(_ written: String, _ expected: String) async throws {
    let text = Self.repository.replacing(
      "ref: {branch: release}", with: written.isEmpty ? "suspend: false" : written)
    let found = try await environments(text + Self.kustomization("prod"))
    #expect(found.first?.source.reference.description == expected)
  }

  @Test func aSuspendedSourceSuspendsWhatReadsIt() async throws {
    let text = Self.repository.replacing("ref: {branch: release}", with: "suspend: true")
    #expect(try await environments(text + Self.kustomization("prod")).first?.isSuspended == true)
  }

  @Test func tellsEverythingThatIsWrongTogether() async {
    let text =
      Self.repository + Self.kustomization("prod", "  postBuild: {}")
      + Self.kustomization("staging", source: "confg")
      + "---\napiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepositry\nmetadata: {name: x}\n"
    #expect(
      await refusal(text) == """
        error: Kustomization flux-system/prod: spec.postBuild is not supported: Sluice reads path, prune, interval, suspend, targetNamespace and sourceRef
          sources.yaml:19:3
          remove it

        error: Kustomization flux-system/staging: spec.sourceRef names GitRepository flux-system/confg, which is not in the file, did you mean config?
          sources.yaml:21:1
          add the GitRepository to the file

        error: source.toolkit.fluxcd.io/v1 has no kind GitRepositry, did you mean GitRepository?
          sources.yaml:32:7
          write one of the kinds that are read: GitRepository

        error: sources.yaml cannot be used

        """)
  }

  /// People put more into such a file, and `flux export` does.
  @Test func skipsOtherKindsWithALineEach() async throws {
    var told: [String] = []
    let text =
      Self.repository + Self.kustomization("prod")
      + "---\napiVersion: v1\nkind: Secret\nmetadata: {name: x}\n"
      + "---\napiVersion: grafana.integreatly.org/v1beta1\nkind: GrafanaDashboard\nmetadata: {name: nodes}\n"
      + "---\napiVersion: monitoring.coreos.com/v1\nkind: PodMonitor\nmetadata: {name: pods}\n"
    let found = try await SourcesFile.environments(Array(text.utf8), file: "sources.yaml") { told.append($0) }
    #expect(found.map(\.name) == ["prod"])
    #expect(
      told == [
        "sources.yaml:21: Secret x of v1 is skipped, Sluice does not read it\n",
        "sources.yaml:25: GrafanaDashboard nodes of grafana.integreatly.org/v1beta1 is skipped, Sluice does not read it\n",
        "sources.yaml:29: PodMonitor pods of monitoring.coreos.com/v1 is skipped, Sluice does not read it\n",
      ])
  }

  /// What is changed in a good file, and a part of the message.
  struct Slip: Sendable {
    let written: String
    let instead: String
    let message: String
  }

  private static let slips: [Slip] = [
    Slip(
      written: "https://git", instead: "https://a:b@git",
      message: "https://git.example.org/platform/config.git"),
    Slip(written: "branch: release", instead: "commit: abc", message: "a commit has 40 hexadecimal digits"),
    Slip(written: "branch: release", instead: "branch: 'a..b'", message: "it contains .. or @{"),
    Slip(written: "interval: 1m", instead: "intervall: 1m", message: "did you mean interval?"),
    Slip(
      written: "name: prod,", instead: "name: \(String(repeating: "a", count: 64)),",
      message: "aaa cannot name an environment"),
  ]

  @Test(arguments: slips)
  func refuses(_ slip: Slip) async {
    let text = Self.repository + Self.kustomization("prod")
    let refusal = await refusal(text.replacing(slip.written, with: slip.instead))
    #expect(refusal.contains(slip.message), "\(refusal)")
    #expect(refusal.hasSuffix("error: sources.yaml cannot be used\n"))
    #expect(!refusal.contains("a:b@"))
  }

  @Test func refusesFilesWithoutKustomization() async {
    for text in ["", Self.repository] {
      #expect(await refusal(text).contains("there is no Kustomization in the file"))
    }
  }

  @Test func refusesTwoOfOneName() async {
    let other = Self.kustomization("prod").replacing("namespace: flux-system", with: "namespace: other")
    let refusal = await refusal(Self.repository + Self.kustomization("prod") + other)
    #expect(refusal.contains("2 Kustomizations are named prod in different namespaces"))
  }
}
