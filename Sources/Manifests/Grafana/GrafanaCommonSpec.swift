/// The fields that all resources of grafana-operator share (reference grafana-operator.md section 1.1).
public struct GrafanaCommonSpec: Hashable, Sendable {
  /// Selects `Grafana` manifests by their labels.
  public let instanceSelector: LabelSelector
  /// Zero: applied when Git changes, and never for drift.
  public let resyncPeriod: Duration?
  /// Also matches `Grafana` manifests of other namespaces.
  public let allowsCrossNamespaceImport: Bool
  public let isSuspended: Bool

  init?(_ spec: FieldReader) {
    if !spec.has("instanceSelector") {
      spec.missing(
        "instanceSelector", remedy: "write instanceSelector: {} to select every Grafana of the namespace")
    }
    resyncPeriod = spec.duration("resyncPeriod")
    allowsCrossNamespaceImport = spec.bool("allowCrossNamespaceImport") ?? false
    isSuspended = spec.bool("suspend") ?? false
    guard let selector = spec.object("instanceSelector", { LabelSelector($0) }) else { return nil }
    instanceSelector = selector
  }

  /// Whether a workspace is meant.
  public func selects(_ instance: ObjectMetadata, from namespace: String) -> Bool {
    (allowsCrossNamespaceImport || instance.namespace == namespace)
      && instanceSelector.matches(instance.labels)
  }
}
