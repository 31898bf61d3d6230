import Base
import Manifests

/// Reference agent-operator.md sections 3.3, 3.8 and 3.9.
extension Rendering {
  func remoteWrite(_ target: RemoteWrite, of owner: Owner) -> ConfigValue {
    var entry = ConfigMapping()
    entry.set("url", .text(target.url))
    entry.set("name", text: target.name)
    entry.set("remote_timeout", text: target.timeout)
    entry.set("proxy_url", text: target.proxyURL)
    entry.set("headers", map: target.headers)
    entry.set("write_relabel_configs", list: target.relabelRules.map(relabel))
    entry.set("tls_config", target.tls.map { tls($0, of: owner) })
    entry.set("basic_auth", target.basicAuth.map { basicAuth($0, of: owner) })
    entry.set("oauth2", target.oauth2.map { oauth2($0, of: owner) })
    entry.set("authorization", authorization(target.bearerToken, file: target.bearerTokenFile))
    entry.set("sigv4", target.sigV4.map { sigV4($0, of: owner) })
    entry.set("queue_config", target.queue.map(queue))
    entry.set("metadata_config", target.metadata.map(metadata))
    return entry.value
  }

  func relabel(_ rule: RelabelRule) -> ConfigValue {
    var entry = ConfigMapping()
    entry.set("source_labels", texts: rule.sourceLabels)
    entry.set("separator", text: rule.separator)
    entry.set("regex", text: rule.regex)
    entry.set("modulus", number: rule.modulus)
    entry.set("target_label", text: rule.targetLabel)
    entry.set("replacement", text: rule.replacement)
    entry.set("action", text: rule.action)
    return entry.value
  }

  func tls(_ settings: TLSSettings, of owner: Owner) -> ConfigValue {
    var entry = ConfigMapping()
    entry.set(
      "ca_file", file(settings.certificateAuthorityFile, else: settings.certificateAuthority, of: owner))
    entry.set("cert_file", file(settings.certificateFile, else: settings.certificate, of: owner))
    entry.set("key_file", file(settings.keyFile, else: settings.key.map { .secret($0) }, of: owner))
    entry.set("server_name", text: settings.serverName)
    entry.set("insecure_skip_verify", ifTrue: settings.skipsVerification)
    return entry.value
  }

  private func file(_ path: String?, else source: ValueSource?, of owner: Owner) -> ConfigValue? {
    path.map { .text($0) } ?? source.map { self.path($0, of: owner) }
  }

  private func basicAuth(_ credentials: BasicAuth, of owner: Owner) -> ConfigValue {
    var entry = ConfigMapping()
    entry.set("username", value(.secret(credentials.username), of: owner))
    entry.set("password_file", path(.secret(credentials.password), of: owner))
    return entry.value
  }

  func oauth2(_ credentials: OAuth2, of owner: Owner) -> ConfigValue {
    var entry = ConfigMapping()
    if case .secret? = credentials.clientID {
      entry.set("client_id", credentials.clientID.flatMap { value($0, of: owner) })
    }
    entry.set("client_secret_file", credentials.clientSecret.map { path(.secret($0), of: owner) })
    entry.set("endpoint_params", map: credentials.endpointParameters)
    entry.set("scopes", texts: credentials.scopes)
    entry.set("token_url", text: credentials.tokenURL)
    return entry.value
  }

  func authorization(_ token: String?, file: String?) -> ConfigValue? {
    guard token != nil || file != nil else { return nil }
    var entry = ConfigMapping()
    entry.set("type", text: "Bearer")
    entry.set("credentials", token.map { .hidden(SecretValue($0)) })
    entry.set("credentials_file", text: file)
    return entry.value
  }

  private func sigV4(_ signing: RemoteWriteSigV4, of owner: Owner) -> ConfigValue {
    var entry = ConfigMapping()
    entry.set("region", text: signing.region)
    entry.set("profile", text: signing.profile)
    entry.set("role_arn", text: signing.roleARN)
    entry.set("access_key", signing.accessKey.flatMap { value(.secret($0), of: owner) })
    entry.set("secret_key", signing.secretKey.flatMap { value(.secret($0), of: owner) })
    return entry.value
  }

  private func queue(_ queue: RemoteWriteQueue) -> ConfigValue {
    var entry = ConfigMapping()
    entry.set("capacity", number: queue.capacity)
    entry.set("min_shards", number: queue.minShards)
    entry.set("max_shards", number: queue.maxShards)
    entry.set("max_samples_per_send", number: queue.maxSamplesPerSend)
    entry.set("batch_send_deadline", text: queue.batchSendDeadline)
    entry.set("min_backoff", text: queue.minBackoff)
    entry.set("max_backoff", text: queue.maxBackoff)
    return entry.value
  }

  private func metadata(_ metadata: RemoteWriteMetadata) -> ConfigValue {
    var entry = ConfigMapping()
    entry.set("send", .flag(metadata.isSent))
    entry.set("send_interval", text: metadata.interval)
    return entry.value
  }
}
