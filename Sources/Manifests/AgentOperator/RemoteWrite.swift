import Base

/// Where metrics are sent: an entry of `remoteWrite`.
public struct RemoteWrite: Sendable {
  public let url: String
  public let name: String?
  public let timeout: String?
  public let headers: [String: String]
  public let relabelRules: [RelabelRule]
  public let basicAuth: BasicAuth?
  public let oauth2: OAuth2?
  public let bearerToken: String?
  public let bearerTokenFile: String?
  public let sigV4: RemoteWriteSigV4?
  public let tls: TLSSettings?
  public let proxyURL: String?
  public let queue: RemoteWriteQueue?
  public let metadata: RemoteWriteMetadata?
  public let places: FieldPlaces

  public init(_ fields: FieldReader) {
    places = FieldPlaces(fields)
    url = fields.requiredString("url", remedy: "write where metrics are sent to, https://…") ?? ""
    name = fields.filledString("name")
    timeout = fields.prometheusDuration("remoteTimeout")
    headers = fields.stringMap("headers") ?? [:]
    relabelRules = fields.objects("writeRelabelConfigs") { RelabelRule($0) } ?? []
    basicAuth = fields.object("basicAuth") { BasicAuth($0) }
    oauth2 = fields.object("oauth2") { OAuth2($0) }
    bearerToken = fields.filledString("bearerToken")
    bearerTokenFile = fields.filledString("bearerTokenFile")
    sigV4 = fields.object("sigv4") { RemoteWriteSigV4($0) }
    tls = fields.object("tlsConfig") { TLSSettings($0) }
    proxyURL = fields.filledString("proxyUrl")
    queue = fields.object("queueConfig") { RemoteWriteQueue($0) }
    metadata = fields.object("metadataConfig") { RemoteWriteMetadata($0) }
    // More than one is refused by the agent at load (data agent-verdicts, rw-sigv4-and-basic-auth and others).
    fields.checkOneLogin(
      ["basicAuth", "oauth2", "sigv4"], bearerToken: bearerToken, bearerTokenFile: bearerTokenFile)
    checkHeaders(fields)
  }

  private func checkHeaders(_ fields: FieldReader) {
    for name in headers.keys.sorted() where Self.reservedHeaders.contains(name.lowercased()) {
      fields.error(
        "invalid-value", at: "headers",
        "\(fields.qualified("headers")) may not set \(name): the agent writes it itself",
        remedy: name.lowercased() == "authorization"
          ? "use basicAuth, oauth2, bearerToken or sigv4" : "remove it")
    }
  }

  /// Prometheus 2.x, config/config.go `reservedHeaders`, and `authorization`, which it refuses with its own words.
  private static let reservedHeaders: Set<String> = [
    "authorization", "host", "content-encoding", "content-length", "content-type", "user-agent", "connection",
    "keep-alive", "proxy-authenticate", "proxy-authorization", "www-authenticate", "accept-encoding",
    "x-prometheus-remote-write-version", "x-prometheus-remote-read-version", "x-amz-date",
    "x-amz-security-token", "x-amz-content-sha256",
  ]
}

/// Signing of requests by AWS Signature Version 4. Without any field the default chain of the agent's process decides.
public struct RemoteWriteSigV4: Hashable, Sendable {
  public let region: String?
  public let accessKey: KeySelector?
  public let secretKey: KeySelector?
  public let profile: String?
  public let roleARN: String?

  public init(_ fields: FieldReader) {
    region = fields.filledString("region")
    accessKey = fields.object("accessKey") { KeySelector($0) }
    secretKey = fields.object("secretKey") { KeySelector($0) }
    profile = fields.filledString("profile")
    roleARN = fields.filledString("roleARN")
    if fields.has("accessKey") != fields.has("secretKey") {
      // Refused by the agent at load (data agent-verdicts, rw-sigv4-access-key-only).
      fields.missing(
        fields.has("accessKey") ? "secretKey" : "accessKey",
        because: "although the other half of the pair is set",
        remedy: "write both, or neither and let the agent find its credentials")
    }
  }
}

/// How samples wait before they are sent.
public struct RemoteWriteQueue: Hashable, Sendable {
  public let capacity: Int?
  public let minShards: Int?
  public let maxShards: Int?
  public let maxSamplesPerSend: Int?
  public let batchSendDeadline: String?
  public let minBackoff: String?
  public let maxBackoff: String?

  public init(_ fields: FieldReader) {
    capacity = fields.positiveInteger("capacity")
    minShards = fields.positiveInteger("minShards")
    maxShards = fields.positiveInteger("maxShards")
    maxSamplesPerSend = fields.positiveInteger("maxSamplesPerSend")
    batchSendDeadline = fields.prometheusDuration("batchSendDeadline")
    minBackoff = fields.prometheusDuration("minBackoff")
    maxBackoff = fields.prometheusDuration("maxBackoff")
    fields.declineWhatUpstreamIgnores("maxRetries", "retryOnRateLimit")
  }
}

/// Whether and how often what is known about metrics is sent beside them.
public struct RemoteWriteMetadata: Hashable, Sendable {
  public let isSent: Bool
  public let interval: String?

  public init(_ fields: FieldReader) {
    isSent = fields.bool("send") ?? false
    interval = fields.prometheusDuration("sendInterval")
  }
}
