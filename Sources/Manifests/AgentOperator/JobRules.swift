/// What a GrafanaAgent lays down for all jobs that are made of monitors (reference agent-operator.md section 3.4).
public struct JobRules: Hashable, Sendable {
  /// Labels of a target never win over those of the agent.
  public private(set) var overridesHonorLabels = false
  /// Timestamps of a target are never taken.
  public private(set) var overridesHonorTimestamps = false
  /// Monitors find targets in their own namespaces only.
  public private(set) var ignoresNamespaceSelectors = false
  /// The label that names a monitor's namespace whatever its rules say.
  public private(set) var enforcedNamespaceLabel: String?
  /// 0 is written as well; the agent takes it for no limit.
  public private(set) var enforcedSampleLimit: Int?
  public private(set) var enforcedTargetLimit: Int?

  /// Nothing is laid down.
  init() {}

  public init(_ fields: FieldReader) {
    overridesHonorLabels = fields.bool("overrideHonorLabels") ?? false
    overridesHonorTimestamps = fields.bool("overrideHonorTimestamps") ?? false
    ignoresNamespaceSelectors = fields.bool("ignoreNamespaceSelectors") ?? false
    enforcedNamespaceLabel = fields.filledString("enforcedNamespaceLabel")
    enforcedSampleLimit = fields.naturalNumber("enforcedSampleLimit")
    enforcedTargetLimit = fields.naturalNumber("enforcedTargetLimit")
    fields.checkLabelName("enforcedNamespaceLabel")
  }
}
