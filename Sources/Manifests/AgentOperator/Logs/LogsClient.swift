import Base

/// Where logs are sent: an entry of `clients`.
public struct LogsClient: Sendable {
  /// The pauses between tries.
  public struct Backoff: Sendable {
    public let minPeriod: String?
    public let maxPeriod: String?
    public let maxRetries: Int?

    init(_ fields: FieldReader) {
      minPeriod = fields.goDuration("minPeriod")
      maxPeriod = fields.goDuration("maxPeriod")
      maxRetries = fields.positiveInteger("maxRetries")
    }
  }

  public let url: String
  public let tenantID: String?
  public let batchWait: String?
  /// Bytes.
  public let batchSize: Int?
  public let basicAuth: BasicAuth?
  public let oauth2: OAuth2?
  public let bearerToken: String?
  public let bearerTokenFile: String?
  public let proxyURL: String?
  public let tls: TLSSettings?
  public let backoff: Backoff?
  public let externalLabels: [String: String]
  public let timeout: String?
  public let places: FieldPlaces

  public init(_ fields: FieldReader) {
    places = FieldPlaces(fields)
    url =
      fields.requiredString("url", remedy: "write where logs are sent to, https://…/loki/api/v1/push") ?? ""
    tenantID = fields.filledString("tenantId")
    batchWait = fields.goDuration("batchWait")
    batchSize = fields.positiveInteger("batchSize")
    basicAuth = fields.object("basicAuth") { BasicAuth($0) }
    oauth2 = fields.object("oauth2") { OAuth2($0) }
    bearerToken = fields.filledString("bearerToken")
    bearerTokenFile = fields.filledString("bearerTokenFile")
    proxyURL = fields.filledString("proxyUrl")
    tls = fields.object("tlsConfig") { TLSSettings($0) }
    backoff = fields.object("backoffConfig") { Backoff($0) }
    externalLabels = fields.stringMap("externalLabels") ?? [:]
    timeout = fields.goDuration("timeout")
    fields.checkLabelNames("externalLabels", externalLabels.keys)
    fields.checkOneLogin(["basicAuth", "oauth2"], bearerToken: bearerToken, bearerTokenFile: bearerTokenFile)
  }
}
