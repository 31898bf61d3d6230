import Base

/// The section `server`: the agent's own log and server, as the blocks `logging` and `http`.
enum ServerConversion {
  static func convert(_ settings: SettingReader, into assembly: inout ConfigurationAssembly) {
    let logging: [Argument] = [
      .text("level", from: "log_level", given: "info"), .text("format", from: "log_format", given: "logfmt"),
    ]
    var group = ComponentGroup()
    let body = logging.body(settings)
    if !body.isEmpty { group.append(AlloyBlock("logging", body)) }
    let tls = tls.body(settings.section("http_tls_config"))
    if !tls.isEmpty { group.append(AlloyBlock("http", [.block(AlloyBlock("tls", tls))])) }
    assembly.add(group)
    let others: [Argument] = [.lost("grpc_tls_config", because: "Alloy has no server for gRPC")]
    _ = others.body(settings)
  }

  private static let tls: [Argument] = [
    .text("cert_file"), .text("key_file"), .text("client_ca_file"),
    Argument { settings in
      let kind = settings.text("client_auth_type") ?? ""
      return kind.isEmpty || kind == "NoClientCert" ? [] : [.attribute("client_auth_type", .string(kind))]
    },
    .texts("cipher_suites"),
    .texts("curve_preferences"), .text("min_version"), .text("max_version"), windowsFilter,
    .lostSwitch("prefer_server_cipher_suites"),
  ]

  private static let windowsFilter: Argument = .block(
    "windows_certificate_filter",
    [
      .block(
        "server",
        [
          .text("store"), .text("system_store"), .texts("issuer_common_names"), .text("template_id"),
          .duration("refresh_interval"),
        ]),
      .block("client", [.texts("issuer_common_names"), .text("subject_regex"), .text("template_id")]),
    ])
}
