import Base

/// What is scraped of what a ServiceMonitor or a PodMonitor selects (reference agent-operator.md section 1.6).
public struct MonitorEndpoint: Sendable {
  /// Which kind of monitor it belongs to.
  public enum Kind: Sendable {
    case service
    case pod
  }

  public let port: String?
  public let targetPort: MonitorPort?
  public let path: String?
  public let scheme: String?
  public let parameters: [String: [String]]
  public let interval: String?
  public let timeout: String?
  public let tls: TLSSettings?
  public let bearerToken: KeySelector?
  /// A path on the agent's machine; ServiceMonitors only.
  public let bearerTokenFile: String?
  public let honorsLabels: Bool
  public let honorsTimestamps: Bool?
  public let basicAuth: BasicAuth?
  public let metricRelabelings: [RelabelRule]
  public let relabelings: [RelabelRule]
  public let proxyURL: String?
  public let enablesHTTP2: Bool?
  /// Nil writes no rule, unlike prometheus-operator, which takes it for true.
  public let keepsRunningOnly: Bool?
  /// Values of `authorization` and `oauth2`, which no configuration has.
  public let declinedReferences: [ValueSource]
  public let places: FieldPlaces

  public init(_ fields: FieldReader, of kind: Kind) {
    places = FieldPlaces(fields)
    port = fields.filledString("port")
    targetPort = MonitorPort(fields, "targetPort")
    path = fields.filledString("path")
    scheme = fields.scheme("scheme")
    parameters = fields.textLists("params")
    interval = fields.prometheusDuration("interval")
    timeout = fields.prometheusDuration("scrapeTimeout")
    tls = fields.object("tlsConfig") { TLSSettings($0, takesFiles: kind == .service) }
    bearerToken = fields.filledSelector("bearerTokenSecret")
    bearerTokenFile = kind == .service ? fields.filledString("bearerTokenFile") : nil
    honorsLabels = fields.bool("honorLabels") ?? false
    honorsTimestamps = fields.bool("honorTimestamps")
    basicAuth = fields.object("basicAuth") { BasicAuth($0) }
    metricRelabelings = fields.objects("metricRelabelings") { RelabelRule($0) } ?? []
    relabelings = fields.objects("relabelings") { RelabelRule($0) } ?? []
    proxyURL = fields.filledString("proxyUrl")
    enablesHTTP2 = fields.bool("enableHttp2")
    keepsRunningOnly = fields.bool("filterRunning")
    if port != nil, targetPort != nil { fields.tellPassedOver("targetPort", beside: "port") }
    declinedReferences = fields.declinedReferences()
    fields.declineWhatUpstreamIgnores("authorization", "oauth2", "followRedirects")
  }

  /// Whether it names files on the agent's machine.
  var namesFiles: Bool {
    bearerTokenFile != nil || tls?.certificateAuthorityFile != nil || tls?.certificateFile != nil
      || tls?.keyFile != nil
  }
}
