import Documents

/// Settings of an HTTP client (prometheus/common v0.53, config/http_config.go), which stand among the keys of their owner.
enum HTTPClientSchema {
  static let fields: Fields = .all(
    Fields([
      "basic_auth": .mapping(basicAuth), "authorization": .mapping(authorization), "oauth2": .mapping(oauth2),
      "tls_config": .mapping(tls),
    ]),
    .secret("bearer_token"), .file("bearer_token_file"), .boolean("follow_redirects enable_http2"), proxy)

  static let basicAuth = MappingSchema(
    .text("username"), .secret("password"), .file("username_file password_file"),
    rules: [
      { reading, reader in
        reader.refuseBoth("password", "password_file", reading)
        reader.refuseBoth("username", "username_file", reading)
      }
    ])

  static let tls = MappingSchema(
    .text("server_name"), .secret("ca cert key"), .file("ca_file cert_file key_file"),
    .boolean("insecure_skip_verify"),
    Fields(.oneOf("TLS10", "TLS11", "TLS12", "TLS13"), "min_version max_version"),
    rules: [checkPair])

  private static let proxy: Fields = .all(
    Fields(.url, "proxy_url"), .text("no_proxy"), .boolean("proxy_from_environment"),
    Fields(.map(.list(.secret)), "proxy_connect_header"))

  private static let authorization = MappingSchema(
    .text("type"), .secret("credentials"), .file("credentials_file"),
    rules: [
      { reading, reader in
        reader.refuseBoth("credentials", "credentials_file", reading)
        guard let type = reading.text("type"), type.trimmed.lowercased() == "basic" else { return }
        reader.refuse(
          "conflicting-keys", reading.path.key("type"), at: reading.position("type"), "may not be basic",
          remedy: "write basic_auth instead")
      }
    ])

  private static let oauth2 = MappingSchema(
    .text("client_id token_url"), .secret("client_secret"), .file("client_secret_file"), .texts("scopes"),
    Fields(.map(.text), "endpoint_params"), Fields(.mapping(tls), "tls_config"), proxy,
    rules: [
      { reading, reader in
        reader.require(["client_id", "token_url"], reading)
        reader.refuseBoth("client_secret", "client_secret_file", reading)
        checkProxy(reading, &reader)
      }
    ])

  private static let checkPair: MappingSchema.Rule = { reading, reader in
    for name in ["ca", "cert", "key"] { reader.refuseBoth(name, "\(name)_file", reading) }
    let hasCertificate = reading.filled("cert") != nil || reading.filled("cert_file") != nil
    let hasKey = reading.filled("key") != nil || reading.filled("key_file") != nil
    guard hasCertificate != hasKey else { return }
    reader.refuse(
      "missing-key", reading.path, at: reading.node.position,
      hasKey ? "has a key without a certificate" : "has a certificate without its key",
      remedy: hasKey ? "write cert_file or cert" : "write key_file or key")
  }

  /// What holds between the keys (HTTPClientConfig.Validate).
  static let check: MappingSchema.Rule = { reading, reader in
    reader.refuseBoth("bearer_token", "bearer_token_file", reading)
    let tokens = ["bearer_token", "bearer_token_file"].filter { reading.filled($0) != nil }
    let logins = ["basic_auth", "authorization", "oauth2"].filter(reading.has)
    reader.refuseSeveral(logins + tokens.prefix(1), reading)
    checkProxy(reading, &reader)
  }

  private static let checkProxy: MappingSchema.Rule = { reading, reader in
    let hasURL = reading.filled("proxy_url") != nil
    let isFromEnvironment = reading.flag("proxy_from_environment") ?? false
    if isFromEnvironment {
      let others = ["proxy_url", "no_proxy"].filter { reading.filled($0) != nil }
      reader.refuseSeveral(["proxy_from_environment"] + others, reading)
    } else if !hasURL {
      for name in ["no_proxy", "proxy_connect_header"]
      where reading.filled(name) != nil || !(reading.value(name)?.mapping ?? []).isEmpty {
        reader.refuse(
          "missing-key", reading.path.key(name), at: reading.position(name), "stands without proxy_url",
          remedy: "write proxy_url or remove \(name)")
      }
    }
  }
}

extension String {
  /// Without white space around it.
  var trimmed: String {
    let start = drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }
}
