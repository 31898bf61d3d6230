import Documents

/// Ways to find targets that ask a cloud (prometheus, discovery/*).
enum CloudDiscovery {
  private static let client = ServiceDiscovery.client

  static let ec2 = amazon(
    Fields(
      .list(
        .mapping(
          MappingSchema(
            .text("name"), .texts("values"),
            rules: [{ reading, reader in reader.require(["values"], reading) }]))), "filters"))

  static let lightsail = amazon(Fields())

  static let azure = MappingSchema(
    client, .text("environment subscription_id tenant_id client_id resource_group"), .secret("client_secret"),
    .integer("port"), Fields(.oneOf("OAuth", "ManagedIdentity", "SDK"), "authentication_method"),
    rules: [
      HTTPClientSchema.check,
      { reading, reader in
        reader.require(["subscription_id"], reading)
        guard reading.text("authentication_method") ?? "OAuth" == "OAuth" else { return }
        reader.require(["tenant_id", "client_id", "client_secret"], reading)
      },
    ])

  static let digitalOcean = MappingSchema(client, .integer("port"), rules: [HTTPClientSchema.check])

  static let gce = MappingSchema(
    .text("project zone filter tag_separator"), .prometheusDuration("refresh_interval"), .integer("port"),
    rules: [{ reading, reader in reader.require(["project", "zone"], reading) }])

  static let hetzner = MappingSchema(
    client, .integer("port"), Fields(.oneOf("robot", "hcloud"), "role"),
    rules: [HTTPClientSchema.check, { reading, reader in reader.require(["role"], reading) }])

  static let ionos = MappingSchema(
    client, .text("datacenter_id"), .integer("port"),
    rules: [HTTPClientSchema.check, { reading, reader in reader.require(["datacenter_id"], reading) }])

  static let linode = MappingSchema(
    client, .text("tag_separator region"), .integer("port"), rules: [HTTPClientSchema.check])

  static let openStack = MappingSchema(
    .text(
      """
      identity_endpoint username userid project_name project_id domain_name domain_id
      application_credential_name application_credential_id region
      """),
    .secret("password application_credential_secret"), .prometheusDuration("refresh_interval"),
    .integer("port"), .boolean("all_tenants"), Fields(.mapping(HTTPClientSchema.tls), "tls_config"),
    Fields([
      "role": .oneOf("hypervisor", "instance"), "availability": .oneOf("public", "internal", "admin"),
    ]),
    rules: [{ reading, reader in reader.require(["role", "region"], reading) }])

  static let ovh = MappingSchema(
    .text("endpoint application_key"), .secret("application_secret consumer_key"),
    .prometheusDuration("refresh_interval"), Fields(.oneOf("dedicated_server", "vps"), "service"),
    rules: [
      { reading, reader in
        reader.require(["application_key", "application_secret", "consumer_key", "service"], reading)
      }
    ])

  static let scaleway = MappingSchema(
    client, .text("project_id api_url zone access_key name_filter"), .secret("secret_key"),
    .file("secret_key_file"), .texts("tags_filter"), .integer("port"),
    Fields(.oneOf("instance", "baremetal"), "role"),
    rules: [
      HTTPClientSchema.check,
      { reading, reader in
        reader.require(["role", "project_id", "access_key"], reading)
        reader.refuseBoth("secret_key", "secret_key_file", reading)
        if reading.filled("secret_key_file") == nil { reader.require(["secret_key"], reading) }
      },
    ])

  static let triton = MappingSchema(
    .text("account dns_suffix endpoint"), .texts("groups"), .integer("port version"),
    .prometheusDuration("refresh_interval"), Fields(.mapping(HTTPClientSchema.tls), "tls_config"),
    Fields(.oneOf("container", "cn"), "role"),
    rules: [{ reading, reader in reader.require(["account", "dns_suffix", "endpoint"], reading) }])

  static let vultr = MappingSchema(client, .integer("port"), rules: [HTTPClientSchema.check])

  private static func amazon(_ more: Fields) -> MappingSchema {
    MappingSchema(
      client, .text("endpoint region profile role_arn access_key"), .secret("secret_key"), .integer("port"),
      more,
      rules: [
        HTTPClientSchema.check,
        { reading, reader in
          guard reading.filled("region") == nil else { return }
          reader.warn(
            "surroundings", reading.path, at: reading.node.position,
            "has no region: the agent asks the machine that it runs on, and refuses the file where that is none of Amazon's",
            remedy: "write region")
        },
      ])
  }
}
