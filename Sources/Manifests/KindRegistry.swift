import Base

/// All kinds that Sluice reads, and what to say about others.
enum KindRegistry {
  static let kinds: [any ManifestSpec.Type] = [
    GrafanaInstance.self, GrafanaFolder.self, GrafanaDatasource.self, GrafanaDashboard.self,
    SecretManifest.self, ConfigMapManifest.self,
  ]

  /// What a document's apiVersion and kind mean.
  enum Finding {
    case known(any ManifestSpec.Type)
    /// Not ours at all: skipped with a line.
    case foreign
    /// Of a group that Sluice reads, but not this kind of it.
    case unsupported(String)
    /// Looks like a slip of the pen.
    case misspelt(String)
  }

  static func find(apiVersion: String, kind: String) -> Finding {
    if let type = kinds.first(where: { $0.kind == kind && $0.apiVersions.contains(apiVersion) }) {
      return .known(type)
    }
    let group = self.group(of: apiVersion)
    guard let upstream = upstreamKinds[group] else { return .foreign }
    let ours = kinds.filter { type in type.apiVersions.contains { self.group(of: $0) == group } }
    if let type = ours.first(where: { $0.kind == kind }) {
      return .misspelt("apiVersion \(apiVersion) of \(kind) is not read; write \(type.apiVersions[0])")
    }
    if upstream.contains(kind) { return .unsupported("\(kind) is not handled by Sluice") }
    let suggestion = NearestName.suggestion(for: kind, among: ours.map { $0.kind } + upstream)
    return .misspelt("\(apiVersion) has no kind \(kind)\(suggestion)")
  }

  private static func group(of apiVersion: String) -> String {
    apiVersion.split(separator: "/").dropLast().first.map(String.init) ?? ""
  }

  /// Kinds that exist in the groups that Sluice reads and that it does not handle (references grafana-operator.md
  /// section 1 and agent-operator.md section 1).
  private static let upstreamKinds: [String: [String]] = [
    "grafana.integreatly.org": [
      "GrafanaAlertRuleGroup", "GrafanaContactPoint", "GrafanaLibraryPanel", "GrafanaManifest",
      "GrafanaMuteTiming",
      "GrafanaNotificationPolicy", "GrafanaNotificationPolicyRoute", "GrafanaNotificationTemplate",
      "GrafanaServiceAccount",
    ],
    "integreatly.org": [
      "Grafana", "GrafanaDashboard", "GrafanaDataSource", "GrafanaFolder", "GrafanaNotificationChannel",
    ],
    "monitoring.grafana.com": ["LogsInstance", "PodLogs"],
    "monitoring.coreos.com": [
      "ServiceMonitor", "PodMonitor", "Probe", "PrometheusRule", "Prometheus", "PrometheusAgent",
      "Alertmanager",
      "AlertmanagerConfig", "ScrapeConfig", "ThanosRuler",
    ],
  ]
}
