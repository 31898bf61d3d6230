import Base

/// Kind `Probe`: asks a prober, such as the blackbox exporter, about targets.
public struct Probe: ManifestSpec {
  public static let kind = "Probe"
  public static let apiVersions = MonitorGroup.apiVersions
  public static let unknownFieldSeverity = Diagnostic.Severity.warning

  /// What is probed. Upstream fails to render a probe with neither, and takes static targets where there are both.
  public enum Targets: Sendable {
    case fixed([String], labels: [String: String], relabelings: [RelabelRule])
    case ingress(LabelSelector?, NamespaceSelector, relabelings: [RelabelRule])
  }

  /// The prober itself.
  public struct Prober: Sendable {
    public let url: String
    public let scheme: String?
    /// `/probe` where none is written.
    public let path: String

    /// What is known of an absent one, which is told.
    fileprivate init() {
      url = ""
      scheme = nil
      path = "/probe"
    }

    init(_ fields: FieldReader) {
      url = fields.requiredString("url", remedy: "write the prober's host and port") ?? ""
      scheme = fields.scheme("scheme")
      path = fields.filledString("path") ?? "/probe"
      fields.declineWhatUpstreamIgnores("proxyUrl")
    }
  }

  public let jobName: String?
  public let prober: Prober
  public let module: String
  public let targets: Targets
  public let interval: String?
  public let timeout: String?
  public let tls: TLSSettings?
  public let bearerToken: KeySelector?
  public let basicAuth: BasicAuth?
  /// Values of `authorization` and `oauth2`, which no configuration has.
  public let declinedReferences: [ValueSource]

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    let fields = document.requiredObject("spec", remedy: "write spec with prober and targets") { Fields($0) }
    guard let fields, let targets = fields.targets else { return nil }
    jobName = fields.jobName
    prober = fields.prober
    module = fields.module
    self.targets = targets
    interval = fields.interval
    timeout = fields.timeout
    tls = fields.tls
    bearerToken = fields.bearerToken
    basicAuth = fields.basicAuth
    declinedReferences = fields.declinedReferences
  }

  private struct Fields {
    let jobName: String?
    let prober: Prober
    let module: String
    let targets: Targets?
    let interval: String?
    let timeout: String?
    let tls: TLSSettings?
    let bearerToken: KeySelector?
    let basicAuth: BasicAuth?
    let declinedReferences: [ValueSource]

    init(_ spec: FieldReader) {
      jobName = spec.filledString("jobName")
      prober = spec.requiredObject("prober", remedy: "write prober with url") { Prober($0) } ?? Prober()
      module = spec.string("module") ?? ""
      targets = spec.requiredObject("targets", remedy: "write staticConfig or ingress") { Self.targets($0) }
      interval = spec.prometheusDuration("interval")
      timeout = spec.prometheusDuration("scrapeTimeout")
      tls = spec.object("tlsConfig") { TLSSettings($0, takesFiles: false) }
      bearerToken = spec.filledSelector("bearerTokenSecret")
      basicAuth = spec.object("basicAuth") { BasicAuth($0) }
      declinedReferences = spec.declinedReferences()
      spec.declineWhatUpstreamIgnores(
        "authorization", "oauth2", "metricRelabelings", "sampleLimit", "targetLimit", "labelLimit",
        "labelNameLengthLimit", "labelValueLengthLimit")
    }

    private static func targets(_ fields: FieldReader) -> Targets? {
      let fixed = fields.object("staticConfig") { entry -> Targets in
        .fixed(
          entry.strings("static") ?? [], labels: entry.stringMap("labels") ?? [:],
          relabelings: entry.objects("relabelingConfigs") { RelabelRule($0) } ?? [])
      }
      let ingress = fields.object("ingress") { entry -> Targets in
        .ingress(
          entry.object("selector") { LabelSelector($0) }, entry.namespaceSelector(),
          relabelings: entry.objects("relabelingConfigs") { RelabelRule($0) } ?? [])
      }
      if fixed != nil, ingress != nil {
        fields.warning(
          "ignored-field", at: "ingress",
          "\(fields.qualified("ingress")) has no effect beside staticConfig", remedy: "write two probes")
      }
      if fixed == nil, ingress == nil, !fields.has("staticConfig"), !fields.has("ingress") {
        fields.missing("staticConfig", remedy: "write staticConfig or ingress")
      }
      return fixed ?? ingress
    }
  }
}
