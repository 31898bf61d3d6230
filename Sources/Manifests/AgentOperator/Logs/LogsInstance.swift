import Base

/// Kind `LogsInstance`: one set of log jobs with its receivers.
public struct LogsInstance: ManifestSpec {
  public static let kind = "LogsInstance"
  public static let apiVersions = AgentOperatorGroup.apiVersions
  public static let unknownFieldSeverity = Diagnostic.Severity.warning

  public let clients: [LogsClient]
  public let podLogs: HierarchySelector
  /// A list of jobs in Promtail's own form.
  public let additionalScrapeConfigs: KeySelector?
  /// How often positions are written down; nil where there is no `targetConfig`.
  public let targetConfig: TargetConfig?
  public let places: FieldPlaces

  public struct TargetConfig: Sendable {
    public let syncPeriod: String?
  }

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    let found = document.requiredObject("spec", remedy: "write spec with clients, or spec: {}") {
      spec -> ([LogsClient], HierarchySelector, KeySelector?, TargetConfig?, FieldPlaces) in
      (
        spec.objects("clients") { LogsClient($0) } ?? [],
        HierarchySelector(spec, labels: "podLogsSelector", namespaces: "podLogsNamespaceSelector"),
        spec.object("additionalScrapeConfigs") { KeySelector($0) },
        spec.object("targetConfig") { TargetConfig(syncPeriod: $0.goDuration("syncPeriod")) },
        FieldPlaces(spec)
      )
    }
    guard let found else { return nil }
    (clients, podLogs, additionalScrapeConfigs, targetConfig, places) = found
  }
}
