import Documents

/// Ways to find targets that ask a service of one's own (prometheus, discovery/*).
enum ServiceDiscovery {
  static let client: Fields = .all(HTTPClientSchema.fields, .prometheusDuration("refresh_interval"))

  static let consul = MappingSchema(
    client,
    .text("server path_prefix datacenter namespace partition tag_separator scheme username"),
    .secret("token password"), .boolean("allow_stale"), .texts("services tags"),
    Fields(.map(.text), "node_meta"),
    rules: [
      HTTPClientSchema.check,
      { reading, reader in
        if reading.has("server") { reader.require(["server"], reading) }
        if reading.filled("username") != nil || reading.filled("password") != nil, reading.has("basic_auth") {
          reader.refuseSeveral(["username", "basic_auth"], reading)
        }
        if reading.filled("token") != nil {
          reader.refuseSeveral(["token"] + ["authorization", "oauth2"].filter(reading.has), reading)
        }
      },
    ])

  static let dns = MappingSchema(
    .texts("names"), .prometheusDuration("refresh_interval"), .integer("port"),
    Fields(.choice(["srv", "a", "aaaa", "mx", "ns"], ignoresCase: true), "type"),
    rules: [
      { reading, reader in
        reader.require(["names"], reading)
        guard let type = reading.text("type")?.lowercased(), type != "srv", (reading.number("port") ?? 0) == 0
        else { return }
        reader.refuse(
          "missing-key", reading.path.key("port"), at: reading.position("port"),
          "is missing, and only records of type SRV bring one", remedy: "write port")
      }
    ])

  static let docker = MappingSchema(
    client, .text("host host_networking_host"), .integer("port"), filters, .boolean("match_first_network"),
    rules: [HTTPClientSchema.check, checkHost])

  static let dockerSwarm = MappingSchema(
    client, .text("host"), .integer("port"), filters, Fields(.oneOf("services", "nodes", "tasks"), "role"),
    rules: [
      HTTPClientSchema.check, checkHost, { reading, reader in reader.require(["role"], reading) },
    ])

  static let eureka = MappingSchema(
    client, .text("server"), rules: [HTTPClientSchema.check, checkServer])

  static let file = MappingSchema(
    .texts("files"), .prometheusDuration("refresh_interval"),
    rules: [
      { reading, reader in
        reader.require(["files"], reading)
        for (index, node) in reading.elements("files").enumerated() {
          guard let name = node.scalar?.text, !isFilePattern(name) else { continue }
          reader.refuse(
            "invalid-value", reading.path.key("files").element(index), at: node.position,
            "names no file of targets",
            remedy: "write a name that ends in .json, .yml or .yaml, with * in its last part at most")
        }
      }
    ])

  static let http = MappingSchema(
    client, .text("url"),
    rules: [
      HTTPClientSchema.check,
      { reading, reader in
        reader.require(["url"], reading)
        reader.checkServerURL("url", reading, schemes: ["http", "https"])
      },
    ])

  static let kuma = MappingSchema(
    client, .text("server client_id"), .prometheusDuration("fetch_timeout"),
    rules: [HTTPClientSchema.check, checkServer])

  static let marathon = MappingSchema(
    client, .texts("servers"), .secret("auth_token"), .file("auth_token_file"),
    rules: [
      HTTPClientSchema.check,
      { reading, reader in
        reader.require(["servers"], reading)
        let logins = [
          "auth_token", "auth_token_file", "basic_auth", "bearer_token", "bearer_token_file", "authorization",
        ]
        reader.refuseSeveral(logins.filter { reading.has($0) && reading.text($0) != "" }, reading)
      },
    ])

  static let nomad = MappingSchema(
    client, .text("namespace region server tag_separator"), .boolean("allow_stale"),
    rules: [
      HTTPClientSchema.check,
      { reading, reader in if reading.has("server") { reader.require(["server"], reading) } },
    ])

  static let puppetDB = MappingSchema(
    client, .text("url query"), .boolean("include_parameters"), .integer("port"),
    rules: [
      HTTPClientSchema.check,
      { reading, reader in
        reader.require(["url", "query"], reading)
        reader.checkServerURL("url", reading, schemes: ["http", "https"])
      },
    ])

  static let uyuni = MappingSchema(
    client, .text("server username entitlement separator"), .secret("password"),
    rules: [
      HTTPClientSchema.check,
      { reading, reader in
        reader.require(["server", "username", "password"], reading)
        reader.checkServerURL("server", reading, schemes: [])
      },
    ])

  /// Nerve and Serverset.
  static let zookeeper = MappingSchema(
    .texts("servers paths"), .prometheusDuration("timeout"),
    rules: [
      { reading, reader in
        reader.require(["servers", "paths"], reading)
        for (index, node) in reading.elements("paths").enumerated() {
          guard let path = node.scalar?.text, !path.hasPrefix("/") else { continue }
          reader.refuse(
            "invalid-value", reading.path.key("paths").element(index), at: node.position,
            "does not begin with a slash", remedy: "write an absolute path")
        }
      }
    ])

  private static let filters = Fields(
    .list(.mapping(MappingSchema(.text("name"), .texts("values")))), "filters")

  private static let checkHost: MappingSchema.Rule = { reading, reader in
    reader.require(["host"], reading)
    guard let host = reading.value("host") else { return }
    reader.read(host, as: .url, at: reading.path.key("host"))
  }

  private static let checkServer: MappingSchema.Rule = { reading, reader in
    reader.require(["server"], reading)
    reader.checkServerURL("server", reading, schemes: [])
  }

  /// `^[^*]*(\*[^/]*)?\.(json|yml|yaml|JSON|YML|YAML)$`
  private static func isFilePattern(_ name: String) -> Bool {
    let endings = [".json", ".yml", ".yaml", ".JSON", ".YML", ".YAML"]
    guard let ending = endings.first(where: name.hasSuffix) else { return false }
    guard let star = name.firstIndex(of: "*") else { return true }
    return !name.dropLast(ending.count)[star...].contains("/")
  }
}

extension SchemaReader {
  /// A URL that has to lead to a host.
  mutating func checkServerURL(_ name: String, _ reading: MappingReading, schemes: [String]) {
    guard let node = reading.value(name), let text = reading.filled(name) else { return }
    read(node, as: .url, at: reading.path.key(name))
    guard let url = GoURL.parse(text) else { return }
    let problem =
      if !schemes.isEmpty, !schemes.contains(url.scheme) {
        "does not begin with \(schemes.joined(separator: ":// or "))://"
      } else if url.host.isEmpty {
        "has no host"
      } else {
        ""
      }
    guard !problem.isEmpty else { return }
    refuse(
      "invalid-value", reading.path.key(name), at: node.position, problem,
      remedy: "write a URL such as http://host:8080/path")
  }
}
