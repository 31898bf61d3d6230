import Base

/// User and password of a peer, both in Secrets.
public struct BasicAuth: Hashable, Sendable {
  public let username: KeySelector
  public let password: KeySelector

  /// Upstream fails to render one without the other (reference agent-operator.md section 3.3).
  public init?(_ fields: FieldReader) {
    let remedy = "write name and key of a Secret"
    let username = fields.requiredObject("username", remedy: remedy) { KeySelector($0) }
    let password = fields.requiredObject("password", remedy: remedy) { KeySelector($0) }
    guard let username, let password else { return nil }
    self.username = username
    self.password = password
  }
}

/// Client credentials of OAuth 2.
public struct OAuth2: Hashable, Sendable {
  /// Only an identifier in a Secret is written; one in a ConfigMap is left out, as upstream does, and the agent then
  /// refuses the file.
  public let clientID: ValueSource?
  public let clientSecret: KeySelector?
  public let tokenURL: String
  public let scopes: [String]
  public let endpointParameters: [String: String]

  public init?(_ fields: FieldReader) {
    clientID = fields.requiredObject("clientId", remedy: "write secret with name and key") {
      ValueSource(secretOrConfigMap: $0)
    }
    if case .configMap? = clientID {
      fields.error(
        "refused-field", at: "clientId",
        "\(fields.qualified("clientId")).configMap is not supported: Grafana Agent Operator leaves client_id out of "
          + "agent.yml and the agent refuses the file", remedy: "keep the identifier in a Secret")
    }
    clientSecret = fields.requiredObject("clientSecret", remedy: "write name and key of a Secret") {
      KeySelector($0)
    }
    tokenURL = fields.requiredString("tokenUrl", remedy: "write the URL that gives tokens") ?? ""
    scopes = fields.strings("scopes") ?? []
    endpointParameters = fields.stringMap("endpointParams") ?? [:]
  }
}

extension FieldReader {
  /// Tells when more than one way to log in is set. Empty texts are the same as absent (reference section 1.0).
  func checkOneLogin(_ names: [String], bearerToken: String?, bearerTokenFile: String?) {
    let tokens = [("bearerToken", bearerToken), ("bearerTokenFile", bearerTokenFile)].filter { $0.1 != nil }
      .map(\.0)
    atMostOne(names + tokens.prefix(1))
    if tokens.count > 1 { atMostOne(tokens) }
  }
}

extension ValueSource {
  /// Reads `secret` or `configMap`; the Secret wins, as upstream's templates have it.
  /// - Parameter takesNothing: whether a mapping without both is the same as absent, as it is where upstream has no pointer.
  init?(secretOrConfigMap fields: FieldReader, takesNothing: Bool = false) {
    if fields.has("secret"), fields.has("configMap") {
      fields.warning(
        "ignored-field", at: "configMap",
        "\(fields.qualified("configMap")) is passed over: \(fields.qualified("secret")) wins, as in Grafana Agent Operator",
        remedy: "keep one of them")
    }
    let secret = fields.object("secret") { KeySelector($0) }
    let configMap = fields.object("configMap") { KeySelector($0) }
    if let secret {
      self = .secret(secret)
    } else if let configMap {
      self = .configMap(configMap)
    } else {
      if !takesNothing, !fields.has("secret"), !fields.has("configMap") {
        fields.missing("secret", remedy: "write secret or configMap with name and key")
      }
      return nil
    }
  }
}
