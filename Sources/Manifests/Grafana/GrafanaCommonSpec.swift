/// The fields that all resources of grafana-operator share (reference grafana-operator.md section 1.1).
public struct GrafanaCommonSpec: Hashable, Sendable {
  /// Which `Grafana` manifests are meant.
  public enum Selection: Hashable, Sendable {
    /// Those that `instanceSelector` selects by their labels.
    case labels(LabelSelector)
    /// Every one of the namespace. Manifests of grafana-operator 4 do not say it: there the `Grafana` selected.
    case namespace
    /// The one that `instanceName` names.
    case name(String)
  }

  public let selection: Selection
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
    selection = .labels(selector)
  }

  /// For kinds that have not all of these fields.
  init(_ selection: Selection, resyncPeriod: Duration? = nil, isSuspended: Bool = false) {
    self.selection = selection
    self.resyncPeriod = resyncPeriod
    allowsCrossNamespaceImport = false
    self.isSuspended = isSuspended
  }

  /// Whether a workspace is meant.
  public func selects(_ instance: ObjectMetadata, from namespace: String) -> Bool {
    guard allowsCrossNamespaceImport || instance.namespace == namespace else { return false }
    return switch selection {
    case .labels(let selector): selector.matches(instance.labels)
    case .namespace: true
    case .name(let name): instance.name == name
    }
  }
}
