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
    annotations[Self.pruneAnnotation] != "disabled" && !hasFluxSetting("prune", "disabled")
  }

  /// True where the object is neither written nor deleted: Flux's `kustomize.toolkit.fluxcd.io/reconcile: disabled` or
  /// `…/ssa: Ignore`.
  public var isReconcileDisabled: Bool {
    hasFluxSetting("reconcile", "disabled") || hasFluxSetting("ssa", "Ignore")
  }

  /// True where foreign changes are told and left alone: `sluice.dev/drift: report`.
  public var onlyReportsDrift: Bool { annotations[Self.driftAnnotation] == "report" }

  /// True where an Integration is written as it is, because the agent knows integrations that Sluice does not:
  /// `sluice.dev/validation: disabled`.
  public var isValidationDisabled: Bool { annotations[Self.validationAnnotation] == "disabled" }

  /// True where the agents of integrations that run on all nodes are privileged, as Grafana Agent Operator meant them to
  /// be: `sluice.dev/privileged-integrations: enabled` on a GrafanaAgent.
  public var runsIntegrationsPrivileged: Bool {
    annotations[Self.privilegedIntegrationsAnnotation] == "enabled"
  }

  /// What runs the configurations of a GrafanaAgent: `sluice.dev/agent-mode`, `agent-static` where it says nothing.
  public var agentMode: AgentMode {
    annotations[Self.agentModeAnnotation].flatMap(AgentMode.init) ?? .agentStatic
  }

  /// True where `${NAME}` in the content is replaced by the variable of `envs` or `envFrom`:
  /// `sluice.dev/substitute-envs: enabled`. Upstream feeds them to Jsonnet only.
  public var substitutesEnvironment: Bool { annotations[Self.environmentAnnotation] == "enabled" }

  /// Our annotations of a kind with the values that they take; nil for any text, which the kind reads itself.
  static func ownAnnotations(of kind: String) -> [String: [String]?] {
    var annotations: [String: [String]?] = [
      pruneAnnotation: ["enabled", "disabled"], driftAnnotation: ["repair", "report"],
    ]
    if kind == Integration.kind { annotations[validationAnnotation] = ["enabled", "disabled"] }
    if kind == GrafanaAgent.kind {
      annotations[privilegedIntegrationsAnnotation] = ["enabled", "disabled"]
      annotations[agentModeAnnotation] = AgentMode.allCases.map(\.rawValue)
    }
    if kind == GrafanaDashboard.kind || kind == GrafanaLibraryPanel.kind {
      annotations[environmentAnnotation] = ["enabled", "disabled"]
      annotations.updateValue(nil, forKey: urlTokenAnnotation)
    }
    if kind == GrafanaInstance.kind { annotations.updateValue(nil, forKey: quotasAnnotation) }
    if kind == GrafanaServiceAccount.kind { annotations.updateValue(nil, forKey: lifetimeAnnotation) }
    if kind == GrafanaDashboard.kind { annotations.updateValue(nil, forKey: permissionsAnnotation) }
    if kind == GrafanaDatasource.kind { annotations.updateValue(nil, forKey: correlationsAnnotation) }
    if kind == GrafanaAgent.kind { annotations.updateValue(nil, forKey: agentsAnnotation) }
    return annotations
  }
  /// Of the annotations that are read here and nowhere else.
  public static let ownPrefix = "sluice.dev/"
  static let fluxPrefix = "kustomize.toolkit.fluxcd.io/"

  private static let pruneAnnotation = "sluice.dev/prune"
  private static let driftAnnotation = "sluice.dev/drift"
  static let environmentAnnotation = "sluice.dev/substitute-envs"
  static let urlTokenAnnotation = "sluice.dev/url-token"
  static let permissionsAnnotation = "sluice.dev/permissions"
  static let correlationsAnnotation = "sluice.dev/correlations"
  static let quotasAnnotation = "sluice.dev/quotas"
  static let lifetimeAnnotation = "sluice.dev/token-lifetime"
  public static let agentsAnnotation = "sluice.dev/agents"
  /// What runs the configurations of a GrafanaAgent.
  public static let agentModeAnnotation = "sluice.dev/agent-mode"
  private static let validationAnnotation = "sluice.dev/validation"
  private static let privilegedIntegrationsAnnotation = "sluice.dev/privileged-integrations"

  /// As label or as annotation (reference flux.md section 2.6).
  private func hasFluxSetting(_ name: String, _ value: String) -> Bool {
    let key = Self.fluxPrefix + name
    return annotations[key] == value || labels[key] == value
  }
}
