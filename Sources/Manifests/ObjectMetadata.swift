import Base

/// The `metadata` of a manifest, and what its annotations ask of Sluice.
public struct ObjectMetadata: Hashable, Sendable {
  public let name: String
  public let namespace: String
  public let labels: [String: String]
  public let annotations: [String: String]

  public init(
    name: String, namespace: String, labels: [String: String] = [:], annotations: [String: String] = [:]
  ) {
    self.name = name
    self.namespace = namespace
    self.labels = labels
    self.annotations = annotations
  }

  /// False where the object is to stay in the workspace when it leaves Git: `sluice.dev/prune: disabled`, or Flux's
  /// `kustomize.toolkit.fluxcd.io/prune: disabled` as annotation or label.
  public var isPruned: Bool {
    annotations[Self.pruneAnnotation] != "disabled" && fluxSetting("prune") != "disabled"
  }

  /// True where the object is neither written nor deleted: Flux's `kustomize.toolkit.fluxcd.io/reconcile: disabled`.
  public var isReconcileDisabled: Bool { fluxSetting("reconcile") == "disabled" }

  /// True where foreign changes are told and left alone: `sluice.dev/drift: report`.
  public var onlyReportsDrift: Bool { annotations[Self.driftAnnotation] == "report" }

  /// Our annotations with the values that they take.
  static let ownAnnotations: [String: [String]] = [
    pruneAnnotation: ["enabled", "disabled"], driftAnnotation: ["repair", "report"],
  ]
  static let ownPrefix = "sluice.dev/"

  private static let pruneAnnotation = "sluice.dev/prune"
  private static let driftAnnotation = "sluice.dev/drift"

  private func fluxSetting(_ name: String) -> String? {
    let key = "kustomize.toolkit.fluxcd.io/" + name
    return annotations[key] ?? labels[key]
  }
}
