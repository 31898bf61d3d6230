import Base

/// All kinds that Sluice reads, and what to say about others.
enum KindRegistry {
  static let kinds: [any ManifestSpec.Type] = [
    GrafanaInstance.self, GrafanaFolder.self, GrafanaDatasource.self, GrafanaDashboard.self,
    GrafanaLibraryPanel.self,
    GrafanaAlertRuleGroup.self,
    GrafanaNotificationTemplate.self, GrafanaMuteTiming.self, GrafanaContactPoint.self,
    GrafanaNotificationPolicy.self, GrafanaNotificationPolicyRoute.self,
    GrafanaServiceAccount.self, GrafanaManifest.self,
    GrafanaAgent.self, MetricsInstance.self, LogsInstance.self, Integration.self, PodLogs.self,
    ServiceMonitor.self, PodMonitor.self, Probe.self,
    LegacyFolder.self, LegacyDashboard.self, LegacyDatasourceList.self, GrafanaNotificationChannel.self,
    SecretManifest.self, ConfigMapManifest.self, NamespaceManifest.self,
  ]

  /// The kinds of a file that says where manifests come from.
  static let sourceKinds: [any ManifestSpec.Type] = [FluxGitRepository.self, FluxKustomization.self]

  /// What a document's apiVersion and kind mean.
  enum Finding {
    case known(any ManifestSpec.Type)
    /// Not ours at all: skipped with a line.
    case foreign
    /// Of a group that Sluice reads, but not this kind of it.
    case unsupported(String)
    /// Looks like a slip of the pen: what is wrong, and what to do.
    case misspelt(String, remedy: String)

    var isForeign: Bool { if case .foreign = self { true } else { false } }
  }

  static func kinds(of vocabulary: ManifestVocabulary) -> [any ManifestSpec.Type] {
    switch vocabulary {
    case .objects: kinds
    case .sources: sourceKinds
    }
  }

  /// - Parameter apiVersion: empty where the document has none.
  static func find(apiVersion: String, kind: String, in vocabulary: ManifestVocabulary) -> Finding {
    let known = kinds(of: vocabulary)
    if let type = known.first(where: { $0.kind == kind && $0.apiVersions.contains(apiVersion) }) {
      return .known(type)
    }
    let group = group(of: apiVersion)
    let ours = known.filter { type in type.apiVersions.contains { self.group(of: $0) == group } }
    let upstream = upstreamKinds(vocabulary)[group] ?? []
    if group.isEmpty || ours.isEmpty && upstream.isEmpty {
      return misspelt(group: group, apiVersion: apiVersion, kind: kind, among: known) ?? .foreign
    }
    if let type = ours.first(where: { $0.kind == kind }) { return misspelt(apiVersion, of: type) }
    if upstream.contains(kind) { return .unsupported("\(kind) is not handled by Sluice") }
    let suggestion = NearestName.suggestion(for: kind, among: ours.map { $0.kind } + upstream)
    let readable = (ours.isEmpty ? known : ours).reduce(into: [String]()) { names, type in
      if !names.contains(type.kind) { names.append(type.kind) }
    }.joined(separator: ", ")
    return .misspelt(
      "\(apiVersion) has no kind \(kind)\(suggestion)",
      remedy: "write one of the kinds that are read: \(readable)")
  }

  /// Whether a document of this apiVersion is ours whatever its kind.
  /// - Parameter isObject: whether it looks like an object; `v1` stands over other files too.
  static func reads(_ apiVersion: String, in vocabulary: ManifestVocabulary, isObject: Bool) -> Bool {
    guard kinds(of: vocabulary).contains(where: { $0.apiVersions.contains(apiVersion) }) else { return false }
    return isObject || !group(of: apiVersion).isEmpty
  }

  // MARK: Slips

  /// A kind of ours under an apiVersion that is nearly the right one would otherwise be skipped, and what it stands
  /// for deleted. A group of one's own has a point in its name (Kubernetes, apiextensions validation: "should be a
  /// domain with at least one dot"; remembered), so one without is taken for a slip, as is none at all.
  private static func misspelt(
    group: String, apiVersion: String, kind: String, among known: [any ManifestSpec.Type]
  ) -> Finding? {
    let isGroupOfOthers = group.utf8.contains(UInt8(ascii: "."))
    for type in known where type.kind == kind {
      let groups = type.apiVersions.map { self.group(of: $0) }.filter { !$0.isEmpty }
      if !isGroupOfOthers || NearestName.find(group, among: groups, atMost: 4) != nil {
        return misspelt(apiVersion, of: type)
      }
    }
    guard !isGroupOfOthers, !coreKinds.contains(kind),
      let meant = NearestName.find(kind, among: known.map { $0.kind }, atMost: 2),
      let type = known.first(where: { $0.kind == meant })
    else { return nil }
    return .misspelt(
      "\(apiVersion.isEmpty ? "no apiVersion" : apiVersion) has no kind \(kind), did you mean \(meant)?",
      remedy: "write apiVersion: \(type.apiVersions[0]) and kind: \(meant)")
  }

  private static func misspelt(_ apiVersion: String, of type: any ManifestSpec.Type) -> Finding {
    .misspelt(
      apiVersion.isEmpty
        ? "apiVersion of \(type.kind) is missing" : "apiVersion \(apiVersion) of \(type.kind) is not read",
      remedy: "write apiVersion: \(type.apiVersions[0])")
  }

  /// Kinds of Kubernetes' own group `v1` and those that programs with files of that form have, so that none of them is
  /// taken for a misspelt Secret or ConfigMap.
  private static let coreKinds: Set<String> = [
    "Binding", "ComponentStatus", "Config", "Endpoints", "Event", "LimitRange", "List", "Node",
    "PersistentVolume", "PersistentVolumeClaim", "Pod", "PodTemplate", "ReplicationController",
    "ResourceQuota", "Service", "ServiceAccount",
  ]

  private static func group(of apiVersion: String) -> String {
    apiVersion.split(separator: "/").dropLast().first.map(String.init) ?? ""
  }

  // MARK: Other tools

  /// The group of kustomize's own files, which are no objects.
  static let kustomizeGroup = "kustomize.config.k8s.io"

  static func isKustomizeFile(_ path: String, apiVersion: String?, kind: String?) -> Bool {
    if let apiVersion { return group(of: apiVersion) == kustomizeGroup }
    // Both fields may be left out there.
    let name = path.split(separator: "/").last ?? ""
    return kind == nil && (name == "kustomization.yaml" || name == "kustomization.yml")
  }

  private static func upstreamKinds(_ vocabulary: ManifestVocabulary) -> [String: [String]] {
    switch vocabulary {
    case .objects: upstreamKinds
    case .sources: upstreamSourceKinds
    }
  }

  /// Kinds that exist in the groups that Sluice reads and that it does not handle (references grafana-operator.md
  /// section 1 and agent-operator.md section 1).
  private static let upstreamKinds: [String: [String]] = [
    "integreatly.org": ["Grafana"],
    "monitoring.coreos.com": [
      "PrometheusRule", "Prometheus", "PrometheusAgent", "Alertmanager", "AlertmanagerConfig", "ScrapeConfig",
      "ThanosRuler",
    ],
  ]

  /// The same for the groups of Flux (reference flux.md section 1).
  private static let upstreamSourceKinds: [String: [String]] = [
    "source.toolkit.fluxcd.io": [
      "Bucket", "ExternalArtifact", "HelmChart", "HelmRepository", "OCIRepository",
    ]
  ]
}
