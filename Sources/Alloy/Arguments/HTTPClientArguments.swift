import Base

/// How a client speaks HTTP: the fields of Prometheus' `HTTPClientConfig` (prometheus/common, config/http_config.go)
/// as arguments of an Alloy component (grafana/alloy, internal/component/common/config/types.go).
enum HTTPClientArguments {
  /// All of them, at the level of the component.
  ///
  /// A bearer token becomes an authorization, which is what Prometheus makes of it when it reads its file.
  static let all: [Argument] =
    withoutProtocol + [.flag("follow_redirects", given: true), .flag("enable_http2", given: true)]

  /// All but what follows redirects and speaks HTTP/2, which not every component gives the same default.
  static let withoutProtocol: [Argument] = [
    basicAuth, authorization, oauth2, proxy, tls, .lost("http_headers"), check,
  ]

  static let basicAuth: Argument = .section(
    "basic_auth",
    [
      .text("username"), .text("password"), .text("password_file"),
      .lost(
        "username_file", "username_ref", "password_ref",
        because: "Alloy takes the name itself, and the password or its file"),
    ])

  static let proxy = Argument { settings in
    let arguments: [Argument] = [
      .text("proxy_url"), .text("no_proxy"), .flag("proxy_from_environment"),
      .textListMap("proxy_connect_header"),
    ]
    return arguments.body(settings)
  }

  static let tlsFields: [Argument] = [
    .text("ca_pem", from: "ca"), .text("ca_file"), .text("cert_pem", from: "cert"), .text("cert_file"),
    .text("key_pem", from: "key"), .text("key_file"), .text("server_name"), .flag("insecure_skip_verify"),
    .text("min_version"),
    .lost("max_version", "ca_ref", "cert_ref", "key_ref", "next_protos"), checkTLS,
  ]

  static let tls: Argument = .block("tls_config", tlsFields)

  private static let authorization = Argument { settings in
    // Of several only one is read; that there are several is told apart from this.
    settings.know("bearer_token", "bearer_token_file", "authorization")
    if let token = settings.text("bearer_token"), !token.isEmpty {
      return bearer("credentials", token)
    }
    if let file = settings.text("bearer_token_file"), !file.isEmpty {
      return bearer("credentials_file", file)
    }
    let section = settings.section("authorization")
    guard section.isPresent else { return [] }
    let fields: [Argument] = [
      .text("type", given: "Bearer", omitted: ""), .text("credentials"), .text("credentials_file"),
      .lost("credentials_ref"),
    ]
    return [.block(AlloyBlock("authorization", fields.body(section)))]
  }

  private static func bearer(_ name: String, _ value: String) -> [AlloyStatement] {
    [
      .block(
        AlloyBlock(
          "authorization", [.attribute("type", .string("Bearer")), .attribute(name, .string(value))]))
    ]
  }

  private static let oauth2: Argument = .section(
    "oauth2",
    [
      .text("client_id"), .text("client_secret"), .text("client_secret_file"), .texts("scopes"),
      .text("token_url"), .textMap("endpoint_params"), proxy, .always("tls_config", tlsFields),
      .lost("client_secret_ref"), checkOAuth2,
    ])

  // MARK: What Prometheus refuses

  private static let check = Argument { settings in
    let hasToken = settings.has("bearer_token")
    let hasTokenFile = settings.has("bearer_token_file")
    let others = ["basic_auth", "authorization", "oauth2"].filter { settings.has($0) }
    if others.count + (hasToken || hasTokenFile ? 1 : 0) > 1 || (hasToken && hasTokenFile) {
      settings.refuseKeys(
        "\(place(settings))more than one of basic_auth, authorization, oauth2, bearer_token and bearer_token_file",
        remedy: "keep the one that the server wants")
    }
    for (name, file) in [("password", "password_file")]
    where settings.section("basic_auth").has(name) && settings.section("basic_auth").has(file) {
      settings.findings.refuse(
        "\(settings.path(of: "basic_auth")) has both \(name) and \(file)",
        at: settings.position(of: "basic_auth"))
    }
    return []
  }

  private static let checkTLS = Argument { settings in
    let hasCertificate = settings.has("cert") || settings.has("cert_file")
    let hasKey = settings.has("key") || settings.has("key_file")
    if hasCertificate != hasKey {
      let missing = hasKey ? "certificate (cert or cert_file)" : "key (key or key_file)"
      settings.refuseKeys(
        "\(settings.path) has no client \(missing)",
        remedy: "a client's certificate and key go together")
    }
    for name in ["ca", "cert", "key"] where settings.has(name) && settings.has(name + "_file") {
      settings.refuseKeys("\(settings.path) has both \(name) and \(name)_file")
    }
    return []
  }

  private static let checkOAuth2 = Argument { settings in
    for key in ["client_id", "token_url"] where !settings.has(key) {
      settings.refuseKeys("\(settings.path) has no \(key)")
    }
    if settings.has("client_secret"), settings.has("client_secret_file") {
      settings.refuseKeys("\(settings.path) has both client_secret and client_secret_file")
    }
    return []
  }

  private static func place(_ settings: SettingReader) -> String {
    settings.path.isEmpty ? "" : settings.path + " has "
  }
}
