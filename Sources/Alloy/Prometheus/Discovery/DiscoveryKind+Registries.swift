/// Discovery by registries of services, by names, files and addresses.
extension DiscoveryKind {
  /// A user and password of its own is what Prometheus authenticates with, so it stands in both places.
  static let consul = DiscoveryKind(
    "consul_sd_configs", "discovery.consul",
    [
      .text("server", given: "localhost:8500"), .text("token"), .text("datacenter"), .text("namespace"),
      .text("partition"), .text("tag_separator", given: ","), .text("scheme", given: "http"),
      .text("username"),
      .text("password"), .flag("allow_stale", given: true), .texts("services"), .texts("tags"),
      .textMap("node_meta"), .duration("refresh_interval", given: .seconds(30)),
      .lost("path_prefix", "filter", "health_filter"), consulLogin,
    ] + HTTPClientArguments.all)

  private static let consulLogin = Argument { settings in
    guard settings.has("username") || settings.has("password") else { return [] }
    if settings.has("basic_auth") {
      settings.refuseKeys("\(settings.path) has both username and password of its own and basic_auth")
    }
    let fields: [Argument] = [.text("username"), .text("password")]
    return [.block(AlloyBlock("basic_auth", fields.body(settings)))]
  }

  static let dns = DiscoveryKind(
    "dns_sd_configs", "discovery.dns",
    [
      .required(.texts, "names"), .duration("refresh_interval", given: .seconds(30)),
      .text("type", given: "SRV"), .integer("port"),
    ])

  static let file = DiscoveryKind(
    "file_sd_configs", "discovery.file",
    [.required(.texts, "files"), .duration("refresh_interval", given: .seconds(300))])

  /// Alloy has no defaults for redirects and HTTP/2 here, so they are always written.
  static let http = DiscoveryKind(
    "http_sd_configs", "discovery.http",
    HTTPClientArguments.withoutProtocol + [
      Argument { [.attribute("follow_redirects", .boolean($0.flag("follow_redirects") ?? true))] },
      Argument { [.attribute("enable_http2", .boolean($0.flag("enable_http2") ?? true))] },
      .duration("refresh_interval", given: .seconds(60)), .required(.text, "url"),
    ])

  static let kuma = DiscoveryKind(
    "kuma_sd_configs", "discovery.kuma",
    [
      .required(.text, "server"), .duration("refresh_interval", given: .seconds(15), omitted: .seconds(30)),
      .duration("fetch_timeout", given: .seconds(120)), .lost("client_id"),
    ] + HTTPClientArguments.all)

  static let marathon = DiscoveryKind(
    "marathon_sd_configs", "discovery.marathon",
    [
      .required(.texts, "servers"), .duration("refresh_interval", given: .seconds(30)), .text("auth_token"),
      .text("auth_token_file"),
    ] + HTTPClientArguments.all)

  static let nerve = DiscoveryKind("nerve_sd_configs", "discovery.nerve", zookeeper)

  static let serverset = DiscoveryKind("serverset_sd_configs", "discovery.serverset", zookeeper)

  private static let zookeeper: [Argument] = [
    .required(.texts, "servers"), .required(.texts, "paths"), .duration("timeout", given: .seconds(10)),
  ]
}
