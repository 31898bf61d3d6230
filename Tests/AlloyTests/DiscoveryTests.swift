import Alloy
import Testing

@Suite struct DiscoveryTests {
  /// Each kind with what it cannot do without, and an argument of it.
  static let kinds: [(kind: String, settings: String, argument: String)] = [
    ("azure", "subscription_id: s, tenant_id: t, client_id: c, client_secret: x", "tenant_id"),
    ("consul", "server: h:1", "server = \"h:1\""), ("digitalocean", "bearer_token: t", "bearer_token"),
    ("dns", "names: [a]", "names = [\"a\"]"),
    ("docker", "host: unix:///x", "host = \"unix:///x\""),
    ("dockerswarm", "host: unix:///x, role: nodes", "role = \"nodes\""),
    ("ec2", "region: r, filters: [{name: n, values: [v]}]", "filter {"),
    ("file", "files: [/x.yml]", "files = [\"/x.yml\"]"), ("gce", "project: p, zone: z", "zone = \"z\""),
    ("http", "url: http://h", "enable_http2 = true"), ("ionos", "datacenter_id: d", "datacenter_id = \"d\""),
    ("kubernetes", "role: pod", "role = \"pod\""), ("kuma", "server: http://h", "refresh_interval = \"15s\""),
    ("lightsail", "region: r", "region = \"r\""), ("linode", "region: r", "region = \"r\""),
    ("marathon", "servers: [http://h]", "servers = [\"http://h\"]"),
    ("nerve", "servers: [h], paths: [/p]", "paths = [\"/p\"]"),
    ("openstack", "role: instance, region: r", "role = \"instance\""),
    (
      "ovhcloud", "application_key: a, application_secret: b, consumer_key: c, service: vps",
      "service = \"vps\""
    ),
    (
      "scaleway", "project_id: p, role: instance, access_key: a, secret_key: s",
      "project_id = \"p\""
    ),
    ("serverset", "servers: [h], paths: [/p]", "servers = [\"h\"]"),
    ("triton", "account: a, dns_suffix: d, endpoint: e", "dns_suffix = \"d\""),
  ]

  @Test(arguments: kinds)
  func everyKindIsAComponent(_ kind: String, _ settings: String, _ argument: String) {
    let converted = Converted.job("\(kind)_sd_configs: [{\(settings)}]")
    #expect(converted.paths == ["discovery.\(kind).j", "prometheus.scrape.j"])
    let body = converted.body("discovery.\(kind).j").split(separator: " ").joined(separator: " ")
    #expect(body.contains(argument), "\(body)")
    #expect(converted.errors == [])
    #expect(converted.body("prometheus.scrape.j").contains("discovery.\(kind).j.targets"))
  }

  @Test(arguments: kinds)
  func unknownSettingsAreRefused(_ kind: String, _ settings: String, _ argument: String) {
    let converted = Converted.job("\(kind)_sd_configs: [{\(settings), nonsense: 1}]")
    #expect(converted.conversion.configuration == nil)
    #expect(converted.errors.count == 1 && converted.errors[0].contains("unknown field nonsense"))
  }

  @Test func theLoginOfAzureIsOneBlock() {
    let identity = Converted.job(
      "azure_sd_configs: [{subscription_id: s, client_id: c, authentication_method: ManagedIdentity}]")
    #expect(identity.body("discovery.azure.j").contains("managed_identity {\n\tclient_id = \"c\"\n}"))
    let missing = Converted.job("azure_sd_configs: [{subscription_id: s}]")
    #expect(missing.errors.count == 3 && missing.conversion.configuration == nil)
  }

  @Test func promtailsPodsAreThoseOfTheNode() {
    let body = Converted.logJob("kubernetes_sd_configs: [{role: pod}]").body("discovery.kubernetes.j")
    #expect(body.contains(#""spec.nodeName=" + coalesce(sys.env("HOSTNAME"), constants.hostname)"#))
    let services = Converted.logJob("kubernetes_sd_configs: [{role: service}]")
    #expect(!services.body("discovery.kubernetes.j").contains("selectors"))
  }
}
