import Documents

/// Receivers of metrics (prometheus, config/config.go, RemoteWriteConfig).
enum RemoteWriteSchema {
  static let receiver = MappingSchema(
    Fields([
      "url": .url, "write_relabel_configs": RelabelSchema.rules, "headers": .map(.secret),
      "queue_config": .mapping(queue), "metadata_config": .mapping(metadata), "sigv4": .mapping(signing),
      "azuread": .mapping(azure),
    ]),
    .text("name"), .prometheusDuration("remote_timeout"),
    .boolean("send_exemplars send_native_histograms"), HTTPClientSchema.fields,
    rules: [checkURL, checkHeaders, HTTPClientSchema.check, checkLogins])

  static let list = ValueKind.list(.mapping(receiver), null: .skipped)

  private static let queue = MappingSchema(
    .integer("capacity max_shards min_shards max_samples_per_send"),
    .prometheusDuration("batch_send_deadline min_backoff max_backoff sample_age_limit"),
    .boolean("retry_on_http_429"))

  private static let metadata = MappingSchema(
    .boolean("send"), .prometheusDuration("send_interval"), .integer("max_samples_per_send"))

  /// The agent looks for credentials and region in its surroundings where they are not written (sigv4.NewSigV4RoundTripper).
  private static let signing = MappingSchema(
    .text("region profile role_arn"), .secret("access_key secret_key"),
    rules: [
      { reading, reader in
        let keys = ["access_key", "secret_key"].filter { reading.filled($0) != nil }
        if keys.count == 1 {
          let missing = keys[0] == "access_key" ? "secret_key" : "access_key"
          reader.refuse(
            "missing-key", reading.path.key(missing), at: reading.node.position,
            "is missing beside \(keys[0])", remedy: "write both, or neither")
        }
        let fromOutside =
          (keys.isEmpty ? ["credentials"] : []) + (reading.filled("region") == nil ? ["the region"] : [])
        guard !fromOutside.isEmpty else { return }
        reader.warn(
          "surroundings", reading.path, at: reading.node.position,
          "takes \(fromOutside.joined(separator: " and ")) from the agent's surroundings: where they are missing, the "
            + "instance never starts and /-/ready stays 503",
          remedy: "see that the agent finds them, or write them")
      }
    ])

  private static let azure = MappingSchema(
    Fields([
      "cloud": .oneOf("AzureChina", "AzureGovernment", "AzurePublic"),
      "managed_identity": .mapping(
        MappingSchema(.text("client_id"), rules: [checkClient(["client_id"])])),
      "oauth": .mapping(
        MappingSchema(
          .text("client_id tenant_id"), .secret("client_secret"),
          rules: [checkClient(["client_id", "client_secret", "tenant_id"])])),
      "sdk": .mapping(MappingSchema(.text("tenant_id"))),
    ]),
    rules: [
      { reading, reader in
        let logins = ["managed_identity", "oauth", "sdk"].filter(reading.has)
        reader.refuseSeveral(logins, reading)
        guard logins.isEmpty else { return }
        reader.refuse(
          "missing-key", reading.path, at: reading.node.position, "has neither managed_identity nor oauth",
          remedy: "write one of them")
      }
    ])

  /// What a login to Azure needs; the client is named by a UUID (prometheus, storage/remote/azuread/azuread.go).
  private static func checkClient(_ needed: [String]) -> MappingSchema.Rule {
    { reading, reader in
      reader.require(needed, reading)
      guard let id = reading.filled("client_id") else { return }
      let digits = id.utf8.filter { $0 != UInt8(ascii: "-") }
      let isUUID =
        digits.count == 32 && digits.allSatisfy { LabelName.isDigit($0) || (0x61...0x66).contains($0 | 0x20) }
      guard !isUUID else { return }
      reader.refuse(
        "invalid-value", reading.path.key("client_id"), at: reading.position("client_id"), "is no UUID",
        remedy: "write 8-4-4-4-12 hexadecimal digits")
    }
  }

  private static let checkURL: MappingSchema.Rule = { reading, reader in
    guard reading.text("url") == "" else {
      if !reading.has("url") { reader.require(["url"], reading) }
      return
    }
    reader.warn(
      "invalid-value", reading.path.key("url"), at: reading.position("url"),
      "is empty: the agent takes it, and nothing is ever sent", remedy: "write url")
  }

  private static let reserved: Set<String> = [
    "authorization", "host", "content-encoding", "content-length", "content-type",
    "x-prometheus-remote-write-version", "user-agent", "connection", "keep-alive", "proxy-authenticate",
    "proxy-authorization", "www-authenticate", "accept-encoding", "x-prometheus-remote-read-version",
    "x-amz-date", "x-amz-security-token", "x-amz-content-sha256",
  ]

  private static let checkHeaders: MappingSchema.Rule = { reading, reader in
    for entry in reading.value("headers")?.mapping ?? [] where reserved.contains(entry.name.lowercased()) {
      reader.refuse(
        "reserved-header", reading.path.key("headers").key(entry.name), at: entry.key.position,
        "is a header that only the agent sets",
        remedy: "remove it; logins stand under basic_auth, authorization, oauth2 or sigv4")
    }
  }

  private static let checkLogins: MappingSchema.Rule = { reading, reader in
    let others = ["sigv4", "azuread"].filter(reading.has)
    guard !others.isEmpty else { return }
    let logins = ["basic_auth", "authorization", "oauth2", "bearer_token", "bearer_token_file"].filter {
      reading.has($0)
    }
    reader.refuseSeveral(logins.prefix(1) + others, reading)
  }
}
