import Base
import GrafanaEmulator
import Platform
import Store
import TestSupport
import Testing

@testable import CommandLine

/// A repository, a workspace and the directories of one program, for commands that need them all.
final class Workspace: Sendable {
  let repository: GitRepositoryFixture
  let grafana: GrafanaEmulator
  let folder: TemporaryDirectory

  /// - Parameter version: of the workspace.
  init(version: String = "12.4") async throws {
    repository = try await GitRepositoryFixture()
    grafana = try GrafanaEmulator(version: version, adminPassword: SecretValue("admin"))
    folder = try TemporaryDirectory()
    let token = grafana.makeToken(named: "sluice", role: .admin)
    try folder.write(token.revealed, to: "secrets/monitoring/grafana/token")
    try await push(["dashboard.yaml": Self.dashboard("Nodes")], message: "first")
  }

  deinit { grafana.stop() }

  @discardableResult
  func push(_ files: [String: String?], message: String) async throws -> String {
    var files = files
    files["grafana.yaml"] = """
      apiVersion: grafana.integreatly.org/v1beta1
      kind: Grafana
      metadata: {name: prod, namespace: monitoring, labels: {grafana: prod}}
      spec:
        external:
          url: \(grafana.url)
          apiKey: {name: grafana, key: token}
        client: {timeout: 120}
      """
    return try await repository.commit(files, message: message)
  }

  static func dashboard(_ title: String) -> String {
    """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: GrafanaDashboard
    metadata: {name: nodes, namespace: monitoring}
    spec:
      instanceSelector: {matchLabels: {grafana: prod}}
      folder: General
      json: |
        {"uid": "nodes", "title": "\(title)", "panels": []}
    """
  }

  /// The options that all commands about this world take, as their file.
  func configuration(_ more: String = "") throws -> String {
    try folder.write(
      """
      url: \(repository.fileURL)
      environment: prod
      secrets: \(folder.file("secrets"))
      state: \(folder.file("state"))
      timeout: 2m
      \(more)
      """, to: "sluice.yaml")
  }

  /// Writes a file of Flux documents about the repository, for `--sources`.
  /// - Parameter kustomizations: their names, and the fields of their specs beside `interval` and `sourceRef`.
  /// - Returns: the path of the file.
  @discardableResult
  func sources(_ kustomizations: KeyValuePairs<String, String>) throws -> String {
    var text = """
      apiVersion: source.toolkit.fluxcd.io/v1
      kind: GitRepository
      metadata: {name: config}
      spec: {url: "\(repository.fileURL)", interval: 1m, ref: {branch: main}}

      """
    for (name, fields) in kustomizations {
      text += """
        ---
        apiVersion: kustomize.toolkit.fluxcd.io/v1
        kind: Kustomization
        metadata: {name: \(name)}
        spec: {\(fields), interval: 1m, sourceRef: {kind: GitRepository, name: config}}

        """
    }
    return try folder.write(text, to: "sources.yaml")
  }

  /// What `why` says, without the address of the workspace.
  func why(_ object: String = "dashboard/nodes") async throws -> String {
    let run = try await sluice("why", object)
    #expect(run.status == .success, "\(run.errors)")
    return run.output.replacing(grafana.url, with: "URL")
  }

  func sluice(_ arguments: String..., signals: SignalSource = SignalSource()) async throws -> CommandRun {
    await CommandRun.of(
      arguments + ["--config", try configuration()], environment: ["TMPDIR": folder.path], signals: signals)
  }

  /// What the program remembers, to look at and to change.
  func memory() async throws -> SQLiteStore {
    try await StateReading.open(folder.file("state/prod"), isWriting: true).store
  }

  func title() -> String {
    let answer = grafana.perform("GET", "/api/dashboards/uid/nodes", as: "admin", role: .admin)
    let text = String(decoding: answer.body, as: UTF8.self)
    return text.firstRange(of: "\"title\":\"").map { range in
      String(text[range.upperBound...].prefix { $0 != "\"" })
    } ?? ""
  }

  /// Saves the dashboard behind the program's back.
  func edit(_ title: String) {
    _ = grafana.perform(
      "POST", "/api/dashboards/db",
      body: "{\"overwrite\":true,\"dashboard\":{\"uid\":\"nodes\",\"title\":\"\(title)\",\"panels\":[]}}",
      as: "alice")
  }
}
