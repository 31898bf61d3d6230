import Base

/// `remote_write` as a component (grafana/alloy, internal/component/prometheus/remotewrite/types.go).
enum RemoteWriteConversion {
  /// The component.
  /// - Parameter names: the names of the endpoints that have none of their own; nil where Alloy's converter leaves
  ///   them out.
  static func block(
    _ endpoints: [SettingReader], label: String, externalLabels: [String: String],
    names: ((SettingReader) -> String?)?
  ) -> AlloyBlock {
    var body: [AlloyStatement] = []
    if !externalLabels.isEmpty { body.append(.attribute("external_labels", .strings(externalLabels))) }
    for endpoint in endpoints {
      let name = endpoint.text("name").flatMap { $0.isEmpty ? nil : $0 } ?? names?(endpoint)
      var fields = arguments.body(endpoint)
      if let name { fields.insert(.attribute("name", .string(name)), at: 0) }
      body.append(.block(AlloyBlock("endpoint", fields)))
    }
    return AlloyBlock("prometheus.remote_write", label: label, body)
  }

  /// Reads receivers that nothing may refer to, so that what is wrong with them is told all the same.
  static func check(_ endpoints: [SettingReader]) {
    for endpoint in endpoints {
      _ = arguments.body(endpoint)
      _ = endpoint.text("name")
    }
  }

  private static let arguments: [Argument] =
    [
      url, .duration("remote_timeout", given: .seconds(30)), .textMap("headers"),
      .flag("send_exemplars", given: true), .flag("send_native_histograms"),
      .text("protobuf_message", given: "prometheus.WriteRequest"), .lostSwitch("round_robin_dns"),
    ] + HTTPClientArguments.withoutProtocol + [
      .flag("follow_redirects", given: true),
      // Prometheus 3 and Alloy speak HTTP/1.1 to receivers unless they are told otherwise.
      .flag("enable_http2", given: false), queue, metadata,
      Argument { RelabelRules.blocks($0.list("write_relabel_configs"), named: "write_relabel_config") },
      sigV4, azureAD, .lost("google_iam"), checkLogin,
    ]

  private static let url = Argument { settings in
    guard let url = settings.text("url") else {
      settings.refuseKeys("\(settings.path) has no url")
      return []
    }
    return [.attribute("url", .string(url))]
  }

  private static let queue: Argument = .always(
    "queue_config",
    [
      .integer("capacity", given: 10_000), .integer("max_shards", given: 50),
      .integer("min_shards", given: 1),
      .integer("max_samples_per_send", given: 2_000), .duration("batch_send_deadline", given: .seconds(5)),
      .duration("min_backoff", given: .milliseconds(30)), .duration("max_backoff", given: .seconds(5)),
      .flag("retry_on_http_429", given: true), .duration("sample_age_limit"),
    ])

  private static let metadata: Argument = .always(
    "metadata_config",
    [
      .flag("send", given: true), .duration("send_interval", given: .seconds(60)),
      .integer("max_samples_per_send", given: 2_000),
    ])

  private static let sigV4: Argument = .section(
    "sigv4",
    [
      .text("region"), .text("access_key"), .text("secret_key"), .text("profile"), .text("role_arn"),
      .lost("external_id", "service_name"), .lostSwitch("use_fips_sts_endpoint"),
    ])

  private static let azureAD: Argument = .section(
    "azuread",
    [
      .section("managed_identity", [.required(.text, "client_id")]),
      .section(
        "oauth",
        [.required(.text, "client_id"), .required(.text, "client_secret"), .required(.text, "tenant_id")]),
      .section("sdk", [.required(.text, "tenant_id")]), .text("cloud", given: "AzurePublic"),
      .lost("workload_identity", "scope"),
    ])

  private static let checkLogin = Argument { settings in
    let found = ["basic_auth", "authorization", "oauth2", "sigv4", "azuread", "google_iam"].filter {
      settings.has($0)
    }
    if found.count > 1 {
      settings.refuseKeys(
        "\(settings.path) has more than one of basic_auth, authorization, oauth2, sigv4, azuread and google_iam",
        remedy: "keep the one that the receiver wants")
    }
    return []
  }
}
