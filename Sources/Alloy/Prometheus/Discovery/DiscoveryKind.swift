/// A kind of service discovery: the list of a scrape configuration that asks for it and the component that does it.
struct DiscoveryKind: Sendable {
  /// `kubernetes_sd_configs`.
  let key: String
  /// `discovery.kubernetes`.
  let component: String
  let arguments: [Argument]

  init(_ key: String, _ component: String, _ arguments: [Argument]) {
    self.key = key
    self.component = component
    self.arguments = arguments
  }

  /// Every kind that can be carried over, in the order in which Prometheus reads them: by name.
  static let all: [DiscoveryKind] = [
    .azure, .consul, .digitalocean, .dns, .docker, .dockerswarm, .ec2, .file, .gce, .http, .ionos,
    .kubernetes,
    .kuma, .lightsail, .linode, .marathon, .nerve, .openstack, .ovhcloud, .scaleway, .serverset, .triton,
  ]

  /// Kinds that Prometheus knows and Alloy's converter does not carry over.
  static let unsupported = [
    "aws_sd_configs", "ecs_sd_configs", "elasticache_sd_configs", "eureka_sd_configs", "hetzner_sd_configs",
    "msk_sd_configs", "nomad_sd_configs", "puppetdb_sd_configs", "rds_sd_configs", "stackit_sd_configs",
    "uyuni_sd_configs", "vultr_sd_configs",
  ]
}
