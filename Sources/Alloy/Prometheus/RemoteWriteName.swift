import Base
import Documents

/// The name that the agent gives a receiver without one: the instance's name and six digits of a digest of the
/// settings (grafana/alloy, internal/static/metrics/instance/instance.go: MD5 of what Go's encoder writes of
/// Prometheus' `RemoteWriteConfig`). Texts that are secret go into it as `<secret>`.
struct RemoteWriteName {
  /// The structure grows with Prometheus, and the digest changes with it.
  let hasExternalID: Bool

  func name(_ settings: SettingReader, instance: String) -> String {
    let text = JSONWriter.string(.object(structure(settings)))
    // Go writes these so that a text may stand in a page.
    let escaped = text.replacingAll("<", "\\u003c").replacingAll(">", "\\u003e").replacingAll("&", "\\u0026")
    // Any digest keeps names apart; only this one gives the agent's.
    let digest = Digest.md5(escaped) ?? Digest.sha1(escaped)
    return "\(instance)-\(digest.prefix(6))"
  }

  private func structure(_ settings: SettingReader) -> JSONObject {
    let queue = settings.section("queue_config")
    let metadata = settings.section("metadata_config")
    return JSONObject([
      ("URL", text(settings, "url")), ("RemoteTimeout", duration(settings, "remote_timeout", "30s")),
      ("Headers", settings.textMap("headers").map { Self.object($0) } ?? .null),
      ("WriteRelabelConfigs", rules(settings)), ("Name", ""),
      ("SendExemplars", .bool(settings.flag("send_exemplars") ?? true)),
      ("SendNativeHistograms", .bool(settings.flag("send_native_histograms") ?? false)),
      ("RoundRobinDNS", .bool(settings.flag("round_robin_dns") ?? false)),
      ("ProtobufMessage", .string(settings.text("protobuf_message") ?? "prometheus.WriteRequest")),
      ("HTTPClientConfig", .object(client(settings))),
      (
        "QueueConfig",
        .object(
          JSONObject([
            ("Capacity", integer(queue, "capacity", 10_000)), ("MaxShards", integer(queue, "max_shards", 50)),
            ("MinShards", integer(queue, "min_shards", 1)),
            ("MaxSamplesPerSend", integer(queue, "max_samples_per_send", 2_000)),
            ("BatchSendDeadline", duration(queue, "batch_send_deadline", "5s")),
            ("MinBackoff", duration(queue, "min_backoff", "30ms")),
            ("MaxBackoff", duration(queue, "max_backoff", "5s")),
            ("RetryOnRateLimit", .bool(queue.flag("retry_on_http_429") ?? true)),
            ("SampleAgeLimit", duration(queue, "sample_age_limit", "0s")),
          ]))
      ),
      (
        "MetadataConfig",
        .object(
          JSONObject([
            ("Send", .bool(metadata.flag("send") ?? true)),
            ("SendInterval", duration(metadata, "send_interval", "1m")),
            ("MaxSamplesPerSend", integer(metadata, "max_samples_per_send", 2_000)),
          ]))
      ),
      ("SigV4Config", sigV4(settings.section("sigv4"))),
      ("AzureADConfig", azureAD(settings.section("azuread"))),
      ("GoogleIAMConfig", .null),
    ])
  }

  private func sigV4(_ settings: SettingReader) -> JSON {
    guard settings.isPresent else { return .null }
    var members: [(String, JSON)] = [
      ("Region", text(settings, "region")), ("AccessKey", text(settings, "access_key")),
      ("SecretKey", .string(Self.masked(settings.text("secret_key")))),
      ("Profile", text(settings, "profile")),
      ("RoleARN", text(settings, "role_arn")),
    ]
    if hasExternalID { members.append(("ExternalID", text(settings, "external_id"))) }
    members.append(("UseFIPSSTSEndpoint", .bool(settings.flag("use_fips_sts_endpoint") ?? false)))
    members.append(("ServiceName", text(settings, "service_name")))
    return .object(JSONObject(members))
  }

  private func azureAD(_ settings: SettingReader) -> JSON {
    guard settings.isPresent else { return .null }
    let identity = settings.section("managed_identity")
    let oauth = settings.section("oauth")
    let sdk = settings.section("sdk")
    let client = Self.member("ClientID", of: identity, text(identity, "client_id"))
    let tenant = Self.member("TenantID", of: sdk, text(sdk, "tenant_id"))
    let application: JSON = [
      "ClientID": text(oauth, "client_id"), "ClientSecret": text(oauth, "client_secret"),
      "TenantID": text(oauth, "tenant_id"),
    ]
    return .object(
      JSONObject([
        ("ManagedIdentity", client), ("OAuth", oauth.isPresent ? application : JSON.null), ("SDK", tenant),
        ("Cloud", .string(settings.text("cloud") ?? "AzurePublic")),
      ]))
  }

  private static func member(_ name: String, of settings: SettingReader, _ value: JSON) -> JSON {
    settings.isPresent ? .object(JSONObject([(name, value)])) : .null
  }

  private func rules(_ settings: SettingReader) -> JSON {
    let rules = settings.list("write_relabel_configs")
    if rules.isEmpty { return .null }
    return .array(
      rules.map { rule in
        .object(
          JSONObject([
            ("SourceLabels", rule.texts("source_labels").map { .array($0.map { .string($0) }) } ?? .null),
            ("Separator", .string(rule.text("separator") ?? ";")),
            ("Regex", .string(rule.text("regex") ?? "(.*)")),
            ("Modulus", integer(rule, "modulus", 0)), ("TargetLabel", text(rule, "target_label")),
            ("Replacement", .string(rule.text("replacement") ?? "$1")),
            ("Action", .string((rule.text("action") ?? "replace").lowercased())),
          ]))
      })
  }

  // MARK: The HTTP client

  /// Members whose value is empty are left out, as the tags of prometheus/common say.
  private func client(_ settings: SettingReader) -> JSONObject {
    var members: [(String, JSON)] = []
    let basic = settings.section("basic_auth")
    if basic.isPresent {
      members.append(
        (
          "basic_auth",
          .object(
            JSONObject(
              [("username", text(basic, "username"))]
                + Self.filled([
                  ("password", Self.masked(basic.text("password"))),
                  ("password_file", basic.text("password_file")),
                ])))
        ))
    }
    if let authorization = authorization(settings) { members.append(("authorization", authorization)) }
    let oauth = settings.section("oauth2")
    if oauth.isPresent { members.append(("oauth2", oauth2(oauth))) }
    members.append(("tls_config", tls(settings.section("tls_config"))))
    members.append(("follow_redirects", .bool(settings.flag("follow_redirects") ?? true)))
    members.append(("enable_http2", .bool(settings.flag("enable_http2") ?? false)))
    return JSONObject(members + proxy(settings))
  }

  private func authorization(_ settings: SettingReader) -> JSON? {
    let section = settings.section("authorization")
    let token = settings.text("bearer_token") ?? section.text("credentials")
    let file = settings.text("bearer_token_file") ?? section.text("credentials_file")
    guard section.isPresent || settings.has("bearer_token") || settings.has("bearer_token_file") else {
      return nil
    }
    return .object(
      JSONObject(
        Self.filled([
          ("type", section.text("type") ?? "Bearer"), ("credentials", Self.masked(token)),
          ("credentials_file", file),
        ])))
  }

  private func oauth2(_ settings: SettingReader) -> JSON {
    var members: [(String, JSON)] = [
      ("client_id", text(settings, "client_id")),
      ("client_secret", .string(Self.masked(settings.text("client_secret")))),
      ("client_secret_file", text(settings, "client_secret_file")), ("client_secret_ref", ""),
    ]
    if let scopes = settings.texts("scopes"), !scopes.isEmpty {
      members.append(("scopes", .array(scopes.map { .string($0) })))
    }
    members.append(("token_url", text(settings, "token_url")))
    if let parameters = settings.textMap("endpoint_params"), !parameters.isEmpty {
      members.append(("endpoint_params", Self.object(parameters)))
    }
    members.append(("TLSConfig", tls(settings.section("tls_config"))))
    return .object(JSONObject(members + proxy(settings)))
  }

  private func tls(_ settings: SettingReader) -> JSON {
    var members = Self.filled([
      ("ca", settings.text("ca")), ("cert", settings.text("cert")),
      ("key", Self.masked(settings.text("key"))),
      ("ca_file", settings.text("ca_file")), ("cert_file", settings.text("cert_file")),
      ("key_file", settings.text("key_file")), ("server_name", settings.text("server_name")),
    ])
    members.append(("insecure_skip_verify", .bool(settings.flag("insecure_skip_verify") ?? false)))
    members += Self.filled([("min_version", settings.text("min_version"))])
    return .object(JSONObject(members))
  }

  private func proxy(_ settings: SettingReader) -> [(String, JSON)] {
    var members: [(String, JSON)] = [("proxy_url", settings.text("proxy_url").map { .string($0) } ?? .null)]
    members += Self.filled([("no_proxy", settings.text("no_proxy"))])
    if settings.flag("proxy_from_environment") == true { members.append(("proxy_from_environment", true)) }
    if let headers = settings.textListMap("proxy_connect_header"), !headers.isEmpty {
      let masked = headers.mapValues { values in JSON.array(values.map { .string(Self.masked($0)) }) }
      members.append(
        ("proxy_connect_header", .object(JSONObject(masked.sorted { $0.key < $1.key }.map { ($0, $1) }))))
    }
    return members
  }

  // MARK: Values

  private func text(_ settings: SettingReader, _ key: String) -> JSON { .string(settings.text(key) ?? "") }

  private func integer(_ settings: SettingReader, _ key: String, _ usual: Int) -> JSON {
    .number(JSONNumber(settings.integer(key) ?? usual))
  }

  private func duration(_ settings: SettingReader, _ key: String, _ usual: String) -> JSON {
    .string(settings.duration(key).map { PrometheusDuration.format($0) } ?? usual)
  }

  private static func masked(_ secret: String?) -> String { (secret ?? "").isEmpty ? "" : "<secret>" }

  private static func object(_ texts: [String: String]) -> JSON {
    .object(JSONObject(texts.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
  }

  private static func filled(_ members: [(String, String?)]) -> [(String, JSON)] {
    members.compactMap { name, value in value.flatMap { $0.isEmpty ? nil : (name, .string($0)) } }
  }
}

extension String {
  /// With every occurrence of a text replaced, without Foundation.
  func replacingAll(_ text: String, _ replacement: String) -> String {
    split(separator: text, omittingEmptySubsequences: false).joined(separator: replacement)
  }
}
