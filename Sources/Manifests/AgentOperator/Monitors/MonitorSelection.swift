import Base

/// What ServiceMonitors and PodMonitors have in common beside their endpoints: which objects they select, which labels of
/// pods they keep, and how many samples and targets a job may have.
public struct MonitorSelection: Sendable {
  public let selector: LabelSelector?
  public let namespaces: NamespaceSelector
  public let podTargetLabels: [String]
  /// 0 and absent are no limit.
  public let sampleLimit: Int?
  public let targetLimit: Int?
  public let places: FieldPlaces

  init(_ spec: FieldReader) {
    places = FieldPlaces(spec)
    selector = spec.requiredObject("selector", remedy: "write matchLabels, or {} for all") {
      LabelSelector($0)
    }
    namespaces = spec.namespaceSelector()
    podTargetLabels = spec.strings("podTargetLabels") ?? []
    sampleLimit = spec.positiveInteger("sampleLimit")
    targetLimit = spec.positiveInteger("targetLimit")
    spec.declineWhatUpstreamIgnores(
      "attachMetadata", "labelLimit", "labelNameLengthLimit", "labelValueLengthLimit")
  }
}
