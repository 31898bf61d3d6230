import Base

/// Kind `GrafanaAgent`: the root of a hierarchy, from which one set of agent configurations is made.
public struct GrafanaAgent: ManifestSpec {
  public static let kind = "GrafanaAgent"
  public static let apiVersions = AgentOperatorGroup.apiVersions
  public static let unknownFieldSeverity = Diagnostic.Severity.warning

  public let logLevel: String?
  public let logFormat: String?
  /// The configurations stay as they are.
  public let isPaused: Bool
  /// How the agents reach the Kubernetes API that they discover targets by; nil for that of their own cluster.
  public let apiServer: APIServer?
  public let metrics: MetricsSubsystem
  public let logs: LogsSubsystem
  public let integrations: HierarchySelector
  public let processes: AgentProcesses
  public let pods: PodSettings
  public let places: FieldPlaces

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    let spec = document.requiredObject("spec", remedy: "write spec with metrics.instanceSelector") {
      Fields($0)
    }
    processes = AgentProcesses(document, metadata)
    guard let spec else { return nil }
    logLevel = spec.logLevel
    logFormat = spec.logFormat
    isPaused = spec.isPaused
    apiServer = spec.apiServer
    metrics = spec.metrics
    logs = spec.logs
    integrations = spec.integrations
    pods = spec.pods
    places = spec.places
  }

  private struct Fields {
    let logLevel: String?
    let logFormat: String?
    let isPaused: Bool
    let apiServer: APIServer?
    let metrics: MetricsSubsystem
    let logs: LogsSubsystem
    let integrations: HierarchySelector
    let pods: PodSettings
    let places: FieldPlaces

    init(_ spec: FieldReader) {
      places = FieldPlaces(spec)
      logLevel = spec.filledString("logLevel")
      logFormat = spec.filledString("logFormat")
      isPaused = spec.bool("paused") ?? false
      apiServer = spec.object("apiServer") { APIServer($0) }
      metrics = spec.object("metrics") { MetricsSubsystem($0) } ?? MetricsSubsystem(absentIn: spec)
      logs = spec.object("logs") { LogsSubsystem($0) } ?? LogsSubsystem(absentIn: spec)
      integrations = spec.object("integrations") { Self.integrations($0) } ?? .nothing
      pods = PodSettings(spec)
      if let logLevel, !Self.logLevels.contains(logLevel) {
        spec.error(
          "invalid-value", at: "logLevel",
          "spec.logLevel is \(logLevel)\(NearestName.suggestion(for: logLevel, among: Self.logLevels))",
          remedy: "write one of \(Self.logLevels.joined(separator: ", "))")
      }
    }

    /// `instanceSelector` is what the proposal called it (RFC 0002); the operator that shipped calls it `selector`.
    private static func integrations(_ fields: FieldReader) -> HierarchySelector {
      fields.atMostOne(["selector", "instanceSelector"])
      return HierarchySelector(
        fields, labels: fields.has("instanceSelector") ? "instanceSelector" : "selector",
        namespaces: "namespaceSelector")
    }

    /// All that the agent takes (data agent-verdicts, group server).
    private static let logLevels = ["debug", "info", "warn", "error"]
  }
}
