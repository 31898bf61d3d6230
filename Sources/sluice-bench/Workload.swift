import Base
import Git
import HTTP
import Platform
import Reconcile
import Store
import TestSupport

/// A repository of objects for one workspace: dashboards of 20 KB, folders, data sources, and what else is asked for.
struct Workload {
  /// How many objects of each kind there are.
  struct Size {
    var dashboards: Int
    var folders = 10
    var datasources = 5
    /// Groups of five alert rules.
    var ruleGroups = 0
    var contactPoints = 0

    /// Every kind that a workspace of some size has.
    static let all = Size(dashboards: 1000, folders: 50, datasources: 100, ruleGroups: 40, contactPoints: 20)
  }

  static let rulesPerGroup = 5

  let repository: GitRepositoryFixture
  let folder: TemporaryDirectory

  init(_ size: Size, workspace url: String) async throws {
    repository = try await GitRepositoryFixture()
    folder = try TemporaryDirectory()
    try folder.write("admin", to: "secrets/default/grafana/user")
    try folder.write(EmulatorProgram.password, to: "secrets/default/grafana/password")
    var files: [String: String?] = ["grafana.yaml": Self.instance(url)]
    for index in 0..<size.folders { files["folders/\(index).yaml"] = Self.folderManifest(index) }
    for index in 0..<size.datasources { files["datasources/\(index).yaml"] = Self.datasource(index) }
    for index in 0..<size.dashboards {
      files["dashboards/\(index % 100)/\(index).yaml"] = Self.manifest(index, size)
    }
    for index in 0..<size.ruleGroups { files["rules/\(index).yaml"] = Self.ruleGroup(index, size) }
    for index in 0..<size.contactPoints { files["contacts/\(index).yaml"] = Self.contactPoint(index) }
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
  static func model(_ index: Int, _ size: Size) -> String {
    let panels = (0..<16).map { panel(index, $0, size) }.joined(separator: ",\n")
    return """
      {
        "uid": "bench-\(index)",
        "title": "Bench \(index)",
        "tags": ["bench", "n\(index % 7)"],
        "timezone": "browser",
        "schemaVersion": 39,
        "refresh": "1m",
        "time": {"from": "now-6h", "to": "now"},
        "templating": {"list": [{"name": "instance", "type": "query", "query": "label_values(up, instance)", "datasource": {"type": "prometheus", "uid": "source-\(index % size.datasources)"}}]},
        "panels": [
      \(panels)
        ]
      }
      """
  }

  private static func panel(_ dashboard: Int, _ panel: Int, _ size: Size) -> String {
    let targets = ["A", "B", "C"].map { letter in
      """
      {"refId": "\(letter)", "datasource": {"type": "prometheus", "uid": "source-\(dashboard % size.datasources)"}, "expr": "sum by (instance, job) (rate(http_requests_total{job=\\"service-\(dashboard)-\(panel)\\", instance=~\\"$instance\\", code=~\\"5..\\"}[5m])) / ignoring(code) group_left sum by (instance, job) (rate(http_requests_total{job=\\"service-\(dashboard)-\(panel)\\"}[5m]))", "legendFormat": "{{instance}} {{job}}", "interval": "", "range": true}
      """
    }
    return """
      {"id": \(panel + 1), "type": "timeseries", "title": "Requests of service \(panel)", "gridPos": {"h": 8, "w": 12, "x": \(panel % 2 * 12), "y": \(panel / 2 * 8)}, "fieldConfig": {"defaults": {"unit": "percentunit", "min": 0, "max": 1, "custom": {"drawStyle": "line", "lineWidth": 1, "fillOpacity": 10}, "thresholds": {"mode": "absolute", "steps": [{"color": "green", "value": null}, {"color": "red", "value": 0.05}]}}, "overrides": []}, "options": {"legend": {"displayMode": "table", "placement": "bottom", "calcs": ["mean", "max"]}, "tooltip": {"mode": "multi"}}, "targets": [\(targets.joined(separator: ", "))]}
      """
  }

  private static func manifest(_ index: Int, _ size: Size) -> String {
    let model = model(index, size).split(separator: "\n").map { "    " + $0 }.joined(separator: "\n")
    return """
      apiVersion: grafana.integreatly.org/v1beta1
      kind: GrafanaDashboard
      metadata: {name: bench-\(index)}
      spec:
        instanceSelector: {}
        folderRef: folder-\(index % size.folders)
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

  private static func ruleGroup(_ index: Int, _ size: Size) -> String {
    let rules = (0..<rulesPerGroup).map { number in
      """
          - uid: rule-\(index)-\(number)
            title: Service \(index) \(number) is slow
            condition: B
            noDataState: NoData
            execErrState: Error
            for: 5m
            labels: {team: team-\(index % 7)}
            annotations: {summary: "Service \(index) \(number) is slow"}
            data:
              - {refId: A, datasourceUid: source-\(index % size.datasources), relativeTimeRange: {from: 600, to: 0}, model: {refId: A, expr: "histogram_quantile(0.99, rate(latency_bucket{service=\\"s\(index)\(number)\\"}[5m]))", instant: true, intervalMs: 1000, maxDataPoints: 43200}}
              - {refId: B, datasourceUid: __expr__, relativeTimeRange: {from: 0, to: 0}, model: {refId: B, type: threshold, expression: A, conditions: [{evaluator: {type: gt, params: [1]}}], intervalMs: 1000, maxDataPoints: 43200}}
      """
    }
    return """
      apiVersion: grafana.integreatly.org/v1beta1
      kind: GrafanaAlertRuleGroup
      metadata: {name: rules-\(index)}
      spec:
        instanceSelector: {}
        folderRef: folder-\(index % size.folders)
        interval: 1m
        rules:
      \(rules.joined(separator: "\n"))
      """
  }

  private static func contactPoint(_ index: Int) -> String {
    """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: GrafanaContactPoint
    metadata: {name: team-\(index)}
    spec:
      instanceSelector: {}
      receivers:
        - {uid: receiver-\(index), type: email, settings: {addresses: team-\(index)@example.org}}
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
