import Base

/// All kinds that Sluice reads, and what to say about others.
enum KindRegistry {
  static let kinds: [any ManifestSpec.Type] = [
    GrafanaInstance.self, GrafanaFolder.self, GrafanaDatasource.self, GrafanaDashboard.self,
    GrafanaAgent.self, MetricsInstance.self, Integration.self,
    SecretManifest.self, ConfigMapManifest.self, NamespaceManifest.self,
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

  /// The kinds of a file that says where manifests come from.
  static let sourceKinds: [any ManifestSpec.Type] = [FluxGitRepository.self, FluxKustomization.self]

  static func kinds(of vocabulary: ManifestVocabulary) -> [any ManifestSpec.Type] {
    switch vocabulary {
    case .objects: kinds
    case .sources: sourceKinds
    }
  }

  static func find(apiVersion: String, kind: String, among known: [any ManifestSpec.Type]) -> Finding {
    if let type = known.first(where: { $0.kind == kind && $0.apiVersions.contains(apiVersion) }) {
      return .known(type)
    }
    let group = self.group(of: apiVersion)
    let ours = known.filter { type in type.apiVersions.contains { self.group(of: $0) == group } }
    // Beside manifests, those that say where manifests come from are as foreign as any other.
    let isSource = sourceKinds.contains { $0.apiVersions.contains { self.group(of: $0) == group } }
    if group.isEmpty || ours.isEmpty && (isSource || upstreamKinds[group] == nil) {
      return misspeltGroup(group, apiVersion: apiVersion, kind: kind, among: known) ?? .foreign
    }
    if let type = ours.first(where: { $0.kind == kind }) {
      return .misspelt("apiVersion \(apiVersion) of \(kind) is not read; write \(type.apiVersions[0])")
    }
    let upstream = upstreamKinds[group] ?? []
    if upstream.contains(kind) { return .unsupported("\(kind) is not handled by Sluice") }
    let suggestion = NearestName.suggestion(for: kind, among: ours.map { $0.kind } + upstream)
    return .misspelt("\(apiVersion) has no kind \(kind)\(suggestion)")
  }

  /// A kind of ours under a group that is nearly the right one would otherwise be skipped, and what it stands for
  /// deleted.
  private static func misspeltGroup(
    _ group: String, apiVersion: String, kind: String, among known: [any ManifestSpec.Type]
  ) -> Finding? {
    for type in known where type.kind == kind {
      let groups = type.apiVersions.map { self.group(of: $0) }.filter { !$0.isEmpty }
      if NearestName.find(group, among: groups, atMost: 4) != nil {
        return .misspelt("apiVersion \(apiVersion) of \(kind) is not read; write \(type.apiVersions[0])")
      }
    }
    return nil
  }

  private static func group(of apiVersion: String) -> String {
    apiVersion.split(separator: "/").dropLast().first.map(String.init) ?? ""
  }

  /// The group of kustomize's own files, which are no objects.
  static let kustomizeGroup = "kustomize.config.k8s.io"

  static func isKustomizeFile(_ path: String, apiVersion: String?, kind: String?) -> Bool {
    if let apiVersion { return group(of: apiVersion) == kustomizeGroup }
    // Both fields may be left out there.
    let name = path.split(separator: "/").last ?? ""
    return kind == nil && (name == "kustomization.yaml" || name == "kustomization.yml")
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
    "source.toolkit.fluxcd.io": [
      "Bucket", "ExternalArtifact", "HelmChart", "HelmRepository", "OCIRepository",
    ],
  ]
}
