import Base

/// Kind `PodLogs`: reads the logs of pods.
public struct PodLogs: ManifestSpec {
  public static let kind = "PodLogs"
  public static let apiVersions = AgentOperatorGroup.apiVersions
  public static let unknownFieldSeverity = Diagnostic.Severity.warning

  public let jobLabel: String?
  public let podTargetLabels: [String]
  public let selector: LabelSelector?
  public let namespaces: NamespaceSelector
  public let stages: [PipelineStage]
  public let relabelings: [RelabelRule]

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    let found = document.requiredObject("spec", remedy: "write spec with selector") {
      spec -> (String?, [String], LabelSelector?, NamespaceSelector, [PipelineStage], [RelabelRule]) in
      (
        spec.filledString("jobLabel"), spec.strings("podTargetLabels") ?? [],
        spec.requiredObject("selector", remedy: "write matchLabels, or {} for all") { LabelSelector($0) },
        spec.namespaceSelector(), spec.objects("pipelineStages") { PipelineStage($0) } ?? [],
        spec.objects("relabelings") { RelabelRule($0, of: .logs) } ?? []
      )
    }
    guard let found else { return nil }
    (jobLabel, podTargetLabels, selector, namespaces, stages, relabelings) = found
  }
}
