/// Discovery by the interfaces of clouds. Fields and defaults: prometheus, discovery/*; grafana/alloy,
/// internal/component/discovery/*.
extension DiscoveryKind {
  /// Alloy takes one way to authenticate, Prometheus reads the fields of all of them and uses one.
  static let azure = DiscoveryKind(
    "azure_sd_configs", "discovery.azure",
    [
      .text("environment", given: "AzurePublicCloud"), .integer("port", given: 80), .text("subscription_id"),
      azureAuthentication, .duration("refresh_interval", given: .seconds(300)), .text("resource_group"),
      HTTPClientArguments.proxy, .flag("follow_redirects", given: true), .flag("enable_http2", given: true),
      HTTPClientArguments.tls,
      .lost("basic_auth", "authorization", "oauth2", "bearer_token", "bearer_token_file", "http_headers"),
    ])

  private static let azureAuthentication = Argument { settings in
    let words = ["OAuth", "ManagedIdentity", "SDK", "WorkloadIdentity"]
    let method = settings.word("authentication_method", of: words) ?? "OAuth"
    settings.know("client_id", "tenant_id", "client_secret")
    let (name, fields): (String, [Argument]) =
      switch method {
      case "ManagedIdentity": ("managed_identity", [.kept(.text, "client_id")])
      case "SDK": ("sdk", [.kept(.text, "tenant_id")])
      case "WorkloadIdentity": ("workload_identity", [])
      default:
        (
          "oauth",
          [.required(.text, "client_id"), .required(.text, "tenant_id"), .required(.text, "client_secret")]
        )
      }
    return [.block(AlloyBlock(name, fields.body(settings)))]
  }

  static let digitalocean = DiscoveryKind(
    "digitalocean_sd_configs", "discovery.digitalocean",
    [
      .duration("refresh_interval", given: .seconds(60)), .integer("port", given: 80),
      .text("bearer_token"), .text("bearer_token_file"), HTTPClientArguments.proxy,
      .flag("follow_redirects", given: true), .flag("enable_http2", given: true),
      .lost("basic_auth", "authorization", "oauth2", "tls_config", "http_headers"),
    ])

  static let ec2 = DiscoveryKind(
    "ec2_sd_configs", "discovery.ec2",
    aws + [
      .blocks("filter", from: "filters", [.kept(.text, "name"), .required(.texts, "values")])
    ] + HTTPClientArguments.all)

  static let lightsail = DiscoveryKind(
    "lightsail_sd_configs", "discovery.lightsail", aws + HTTPClientArguments.all)

  private static let aws: [Argument] = [
    .text("endpoint"), .text("region"), .text("access_key"), .text("secret_key"), .text("profile"),
    .text("role_arn"), .duration("refresh_interval", given: .seconds(60)), .integer("port", given: 80),
    .lost("external_id"),
  ]

  static let gce = DiscoveryKind(
    "gce_sd_configs", "discovery.gce",
    [
      .required(.text, "project"), .required(.text, "zone"), .text("filter"),
      .duration("refresh_interval", given: .seconds(60)), .integer("port", given: 80),
      .text("tag_separator", given: ","),
    ])

  static let ionos = DiscoveryKind(
    "ionos_sd_configs", "discovery.ionos",
    [
      .required(.text, "datacenter_id"), .duration("refresh_interval", given: .seconds(60)),
      .integer("port", given: 80),
    ] + HTTPClientArguments.all)

  static let linode = DiscoveryKind(
    "linode_sd_configs", "discovery.linode",
    [
      .duration("refresh_interval", given: .seconds(60)), .integer("port", given: 80),
      .text("tag_separator", given: ","), .text("region"),
    ] + HTTPClientArguments.all)

  static let openstack = DiscoveryKind(
    "openstack_sd_configs", "discovery.openstack",
    [
      .text("identity_endpoint"), .text("username"), .text("userid"), .text("password"),
      .text("project_name"),
      .text("project_id"), .text("domain_name"), .text("domain_id"), .text("application_credential_name"),
      .text("application_credential_id"), .text("application_credential_secret"), .required(.text, "role"),
      .required(.text, "region"), .duration("refresh_interval", given: .seconds(60)),
      .integer("port", given: 80), .flag("all_tenants"), HTTPClientArguments.tls,
      .text("availability", given: "public"),
    ])

  static let ovhcloud = DiscoveryKind(
    "ovhcloud_sd_configs", "discovery.ovhcloud",
    [
      .text("endpoint", given: "ovh-eu"), .required(.text, "application_key"),
      .required(.text, "application_secret"), .required(.text, "consumer_key"),
      .duration("refresh_interval", given: .seconds(60)), .required(.text, "service"),
    ])

  static let scaleway = DiscoveryKind(
    "scaleway_sd_configs", "discovery.scaleway",
    [
      .required(.text, "project_id"), .required(.text, "role"),
      .text("api_url", given: "https://api.scaleway.com"), .text("zone", given: "fr-par-1"),
      .required(.text, "access_key"), .text("secret_key"), .text("secret_key_file"), .text("name_filter"),
      .texts("tags_filter"), .duration("refresh_interval", given: .seconds(60)), .integer("port", given: 80),
      HTTPClientArguments.proxy, HTTPClientArguments.tls, .flag("follow_redirects", given: true),
      .flag("enable_http2", given: true),
      .lost("basic_auth", "authorization", "oauth2", "bearer_token", "bearer_token_file", "http_headers"),
    ])

  static let triton = DiscoveryKind(
    "triton_sd_configs", "discovery.triton",
    [
      .required(.text, "account"), .text("role", given: "container"), .required(.text, "dns_suffix"),
      .required(.text, "endpoint"), .texts("groups"), .integer("port", given: 9163),
      .duration("refresh_interval", given: .seconds(60)), .integer("version", given: 1),
      HTTPClientArguments.tls,
    ])
}
