import Base
import Documents
import Foundation
import Git
import GrafanaEmulator
import Plan
import Platform
import Reconcile
import Report
import Store
import TestSupport

/// A whole small world: a Git repository, a workspace, an output directory, and the program between them.
final class World: Sendable {
  let repository: GitRepositoryFixture
  let workspace: GrafanaEmulator
  let folder: TemporaryDirectory
  let log = CapturedLog()

  var statePath: String { folder.file("state") }
  var agentPath: String { folder.file("agents") }
  var secretsPath: String { folder.file("secrets") }

  /// - Parameter version: of the workspace.
  init(version: String = "12.4", alerting: AlertingSystem = .unified) async throws {
    repository = try await GitRepositoryFixture()
    workspace = try GrafanaEmulator(version: version, alerting: alerting, adminPassword: SecretValue("admin"))
    folder = try TemporaryDirectory()
    let token = workspace.makeToken(named: "sluice", role: .admin)
    try folder.write(token.revealed, to: "secrets/monitoring/grafana/token")
  }

  deinit { workspace.stop() }

  /// The manifest of the workspace, which every repository needs.
  var instance: String {
    """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: Grafana
    metadata: {name: prod, namespace: monitoring, labels: {grafana: prod}}
    spec:
      external:
        url: \(workspace.url)
        apiKey: {name: grafana, key: token}
      client: {timeout: 120}
    """
  }

  /// Commits files; the manifest of the workspace comes along.
  @discardableResult
  func push(_ files: [String: String?], message: String = "change", author: String = "Ada") async throws
    -> String
  {
    var files = files
    if files["grafana.yaml"] == nil { files["grafana.yaml"] = instance }
    return try await repository.commit(files, message: message, author: author)
  }

  func settings() throws -> EnvironmentSettings {
    let source = SourceSettings(url: try GitURL(repository.fileURL), reference: .branch("main"))
    var settings = EnvironmentSettings(name: "prod", source: source)
    settings.secretsDirectory = secretsPath
    settings.agentOutput = agentPath
    settings.timeout = .seconds(120)
    return settings
  }

  /// Starts the program on the state directory, as a process would; stop it before starting the next.
  func start(
    time: any TimeSource = SystemTime(), _ change: (inout EnvironmentSettings) -> Void = { _ in }
  ) async throws -> Daemon {
    var settings = try settings()
    change(&settings)
    return try await Daemon(
      settings, statePath: statePath, log: Log(to: log, minimumLevel: .debug), time: time)
  }

  /// Starts one of several environments of one process, which takes the directory of its name.
  func start(
    _ environment: String, beside neighbourhood: Neighbourhood,
    _ change: (inout EnvironmentSettings) -> Void = { _ in }
  ) async throws -> Daemon {
    var settings = try settings()
    settings.name = environment
    settings.path = environment
    settings.agentOutput = nil
    change(&settings)
    return try await Daemon(
      settings, statePath: statePath + "-" + environment, log: Log(to: log, minimumLevel: .debug),
      neighbourhood: neighbourhood)
  }

  // MARK: Looking at the workspace, past the program

  /// The answer of the workspace to an administrator, as JSON.
  func get(_ path: String) throws -> JSON {
    try JSONParser.parse(workspace.perform("GET", path, as: "admin", role: .admin).body, options: .lenient)
  }

  func status(_ path: String) -> Int { workspace.perform("GET", path, as: "admin", role: .admin).status }

  /// Does something behind the program's back.
  @discardableResult
  func act(_ method: String, _ path: String, _ body: JSON = [:], as login: String = "alice") -> Int {
    workspace.perform(method, path, body: JSONWriter.string(body), as: login, role: .admin).status
  }

  func dashboard(_ uid: String) throws -> JSON { try get("/api/dashboards/uid/\(uid)") }

  /// The notes of the newest commit, as `git log --notes=sluice` shows them.
  func note() async throws -> String {
    try await repository.bareGit("notes", "--ref=sluice", "show", "main")
  }
}

/// The program, run cycle by cycle.
final class Daemon: Sendable {
  let state: StateDirectory
  let loop: ReconcileLoop
  let reconciler: Reconciler

  init(
    _ settings: EnvironmentSettings, statePath: String, log: Log, time: any TimeSource = SystemTime(),
    neighbourhood: Neighbourhood = Neighbourhood()
  ) async throws {
    state = try await StateDirectory.open(statePath)
    reconciler = Reconciler(
      settings, directory: statePath + "/" + settings.name, store: state.store, digestKey: state.digestKey,
      time: time, neighbourhood: neighbourhood)
    loop = ReconcileLoop(settings, reconciler: reconciler, store: state.store, log: log, time: time)
  }

  func cycle() async -> CycleReport { await loop.once() }

  func stop() async {
    await reconciler.close()
    await state.close()
  }
}

/// Manifests as people write them.
enum Manifest {
  static func dashboard(
    _ name: String, uid: String? = nil, title: String? = nil, folder: String? = "folderRef: team",
    panel: String = "CPU",
    extra: String = ""
  ) -> String {
    """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: GrafanaDashboard
    metadata: {name: \(name), namespace: monitoring}
    spec:
      instanceSelector: {matchLabels: {grafana: prod}}
      \(folder ?? "folder: General")
    \(extra.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n"))
      json: |
        {
          "uid": "\(uid ?? name)",
          "title": "\(title ?? name)",
          "panels": [
            {"id": 1, "type": "timeseries", "title": "\(panel)", "gridPos": {"h": 8, "w": 12, "x": 0, "y": 0},
             "targets": [{"refId": "A", "expr": "up"}]}
          ]
        }
    """
  }

  static func folder(_ name: String = "team", uid: String? = nil, title: String = "Team", extra: String = "")
    -> String
  {
    """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: GrafanaFolder
    metadata: {name: \(name), namespace: monitoring}
    spec:
      instanceSelector: {matchLabels: {grafana: prod}}
      uid: \(uid ?? name)
      title: \(title)
    \(extra.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n"))
    """
  }

  static func datasource(_ name: String, uid: String? = nil, extra: String = "", values: String = "")
    -> String
  {
    """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: GrafanaDatasource
    metadata: {name: \(name), namespace: monitoring}
    spec:
      instanceSelector: {matchLabels: {grafana: prod}}
      uid: \(uid ?? name)
    \(values.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n"))
      datasource:
        name: \(name)
        type: prometheus
        access: proxy
        url: http://prometheus.example.org:9090
    \(extra.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n"))
    """
  }
}

extension CycleReport {
  /// What is wrong, in words: findings, and what could not be done.
  var problemMessages: [String] {
    findings.map(\.message)
      + targets.flatMap(\.outcomes).compactMap { outcome in
        if case .failed(let failure) = outcome.result { failure.message } else { nil }
      }
  }

  /// What was tried and did not succeed, and what was not tried.
  var failureMessages: [String] {
    targets.flatMap(\.outcomes).compactMap { outcome in
      switch outcome.result {
      case .failed(let failure): "\(outcome.action.key): \(failure.message)"
      case .blocked(let needed): "\(outcome.action.key): \(NeededObject.cause(needed))"
      case .notTried(let reason): "\(outcome.action.key): \(reason)"
      case .written, .recorded: nil
      }
    }
  }
}
