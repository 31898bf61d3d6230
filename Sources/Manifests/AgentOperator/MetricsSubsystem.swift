import Base

/// `spec.metrics` of a GrafanaAgent.
public struct MetricsSubsystem: Sendable {
  public private(set) var remoteWrite: [RemoteWrite] = []
  public private(set) var replicas = 1
  public private(set) var shards = 1
  /// Nil stands for `__replica__`; empty leaves the label out.
  public private(set) var replicaLabel: String?
  /// Nil stands for `cluster`; empty leaves the label out.
  public private(set) var clusterLabel: String?
  public private(set) var scrapeInterval: String?
  public private(set) var scrapeTimeout: String?
  public private(set) var externalLabels: [String: String] = [:]
  public private(set) var instances = HierarchySelector.nothing
  /// Leaves out ServiceMonitors that name files on the agent's machine.
  public private(set) var deniesFiles = false
  public private(set) var jobs = JobRules()
  public let places: FieldPlaces

  /// An absent `spec.metrics` selects nothing and has the defaults.
  init(absentIn spec: FieldReader) { places = FieldPlaces(spec) }

  public init(_ fields: FieldReader) {
    places = FieldPlaces(fields)
    remoteWrite = fields.objects("remoteWrite") { RemoteWrite($0) } ?? []
    // Negative numbers count as none, as in upstream's defaulting (reference section 1.1).
    replicas = max(0, fields.integer("replicas") ?? 1)
    shards = max(1, fields.integer("shards") ?? 1)
    replicaLabel = fields.string("replicaExternalLabelName")
    clusterLabel = fields.string("metricsExternalLabelName")
    scrapeInterval = fields.prometheusDuration("scrapeInterval")
    scrapeTimeout = fields.prometheusDuration("scrapeTimeout")
    externalLabels = fields.stringMap("externalLabels") ?? [:]
    instances = HierarchySelector(
      fields, labels: "instanceSelector", namespaces: "instanceNamespaceSelector")
    deniesFiles = fields.object("arbitraryFSAccessThroughSMs") { $0.bool("deny") } ?? false
    jobs = JobRules(fields)
    checkLabels(fields)
    if shards > Self.shardLimit {
      fields.error(
        "invalid-value", at: "shards", "\(fields.qualified("shards")) is \(shards)",
        remedy: "write a number up to \(Self.shardLimit)")
      shards = Self.shardLimit
    }
  }

  private func checkLabels(_ fields: FieldReader) {
    fields.checkLabelNames("externalLabels", externalLabels.keys)
    fields.checkLabelName("replicaExternalLabelName")
    fields.checkLabelName("metricsExternalLabelName")
  }

  /// Each shard is a file.
  private static let shardLimit = 1000
}
