import Base
import Git
import HTTP
import Platform
import Reconcile
import Store
import TestSupport

/// A repository of dashboards of 20 KB, a few folders and data sources, for one workspace.
struct Workload {
  let repository: GitRepositoryFixture
  let folder: TemporaryDirectory
  static let folders = 10
  static let datasources = 5

  init(dashboards: Int, workspace url: String) async throws {
    repository = try await GitRepositoryFixture()
    folder = try TemporaryDirectory()
    try folder.write("admin", to: "secrets/default/grafana/user")
    try folder.write(EmulatorProgram.password, to: "secrets/default/grafana/password")
    var files: [String: String?] = ["grafana.yaml": Self.instance(url)]
    for index in 0..<Self.folders { files["folders/\(index).yaml"] = Self.folderManifest(index) }
    for index in 0..<Self.datasources { files["datasources/\(index).yaml"] = Self.datasource(index) }
    for index in 0..<dashboards { files["dashboards/\(index % 100)/\(index).yaml"] = Self.manifest(index) }
    try await repository.commit(files, message: "everything")
  }

  /// The program in this process, on a state directory of its own.
  func reconciler(rounds: Int) async throws -> (reconciler: Reconciler, state: StateDirectory) {
    var settings = EnvironmentSettings(
      name: "bench", source: SourceSettings(url: try GitURL(repository.fileURL), reference: .branch("main")))
    settings.secretsDirectory = folder.file("secrets")
    settings.verificationRounds = rounds
    let path = folder.file("state-\(rounds)")
    let state = try await StateDirectory.open(path)
    let reconciler = Reconciler(
      settings, directory: path + "/bench", store: state.store, digestKey: state.digestKey)
    return (reconciler, state)
  }

  /// The JSON of one dashboard, about 20 KB, as Grafana itself saves such panels.
  static func model(_ index: Int) -> String {
    let panels = (0..<16).map { panel(index, $0) }.joined(separator: ",\n")
    return """
      {
        "uid": "bench-\(index)",
        "title": "Bench \(index)",
        "tags": ["bench", "n\(index % 7)"],
        "timezone": "browser",
        "schemaVersion": 39,
        "refresh": "1m",
        "time": {"from": "now-6h", "to": "now"},
        "templating": {"list": [{"name": "instance", "type": "query", "query": "label_values(up, instance)", "datasource": {"type": "prometheus", "uid": "source-\(index % datasources)"}}]},
        "panels": [
      \(panels)
        ]
      }
      """
  }

  private static func panel(_ dashboard: Int, _ panel: Int) -> String {
    let targets = ["A", "B", "C"].map { letter in
      """
      {"refId": "\(letter)", "datasource": {"type": "prometheus", "uid": "source-\(dashboard % datasources)"}, "expr": "sum by (instance, job) (rate(http_requests_total{job=\\"service-\(dashboard)-\(panel)\\", instance=~\\"$instance\\", code=~\\"5..\\"}[5m])) / ignoring(code) group_left sum by (instance, job) (rate(http_requests_total{job=\\"service-\(dashboard)-\(panel)\\"}[5m]))", "legendFormat": "{{instance}} {{job}}", "interval": "", "range": true}
      """
    }
    return """
      {"id": \(panel + 1), "type": "timeseries", "title": "Requests of service \(panel)", "gridPos": {"h": 8, "w": 12, "x": \(panel % 2 * 12), "y": \(panel / 2 * 8)}, "fieldConfig": {"defaults": {"unit": "percentunit", "min": 0, "max": 1, "custom": {"drawStyle": "line", "lineWidth": 1, "fillOpacity": 10}, "thresholds": {"mode": "absolute", "steps": [{"color": "green", "value": null}, {"color": "red", "value": 0.05}]}}, "overrides": []}, "options": {"legend": {"displayMode": "table", "placement": "bottom", "calcs": ["mean", "max"]}, "tooltip": {"mode": "multi"}}, "targets": [\(targets.joined(separator: ", "))]}
      """
  }

  private static func manifest(_ index: Int) -> String {
    let model = model(index).split(separator: "\n").map { "    " + $0 }.joined(separator: "\n")
    return """
      apiVersion: grafana.integreatly.org/v1beta1
      kind: GrafanaDashboard
      metadata: {name: bench-\(index)}
      spec:
        instanceSelector: {}
        folderRef: folder-\(index % folders)
        json: |
      \(model)
      """
  }

  private static func folderManifest(_ index: Int) -> String {
    """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: GrafanaFolder
    metadata: {name: folder-\(index)}
    spec: {instanceSelector: {}, uid: folder-\(index), title: Folder \(index)}
    """
  }

  private static func datasource(_ index: Int) -> String {
    """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: GrafanaDatasource
    metadata: {name: source-\(index)}
    spec:
      instanceSelector: {}
      uid: source-\(index)
      datasource: {name: source-\(index), type: prometheus, access: proxy, url: "http://prometheus-\(index).example.org:9090"}
    """
  }

  private static func instance(_ url: String) -> String {
    """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: Grafana
    metadata: {name: bench}
    spec:
      external:
        url: \(url)
        adminUser: {name: grafana, key: user}
        adminPassword: {name: grafana, key: password}
    """
  }
}
