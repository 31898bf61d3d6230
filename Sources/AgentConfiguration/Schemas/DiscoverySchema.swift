/// Ways to find targets (prometheus, discovery; loki, promtail/scrapeconfig).
enum DiscoverySchema {
  /// What looks for targets, since it decides which ways there are.
  enum User: Sendable {
    case metrics
    case logs
  }

  static func fields(for user: User) -> Fields {
    var kinds: [String: ValueKind] = [
      "static_configs": .list(.mapping(staticGroup), null: user == .metrics ? .refused : .crash)
    ]
    for (name, schema) in schemas where user == .metrics || logNames.contains(name) {
      kinds["\(name)_sd_configs"] = .list(.mapping(schema), null: .refused)
    }
    if user == .logs {
      kinds["consulagent_sd_configs"] = .list(.mapping(ServiceDiscovery.consul), null: .refused)
    }
    return Fields(kinds)
  }

  /// Names of the keys that hold ways to find targets.
  static func names(for user: User) -> [String] { fields(for: user).kinds.keys.sorted() }

  private static let staticGroup = MappingSchema(.texts("targets"), Fields(.labels, "labels"))

  private static let logNames: Set<String> = [
    "dns", "file", "consul", "digitalocean", "docker", "dockerswarm", "serverset", "nerve", "marathon",
    "kubernetes", "gce", "ec2", "openstack", "azure", "triton",
  ]

  private static let schemas: [String: MappingSchema] = [
    "azure": CloudDiscovery.azure, "consul": ServiceDiscovery.consul,
    "digitalocean": CloudDiscovery.digitalOcean, "dns": ServiceDiscovery.dns,
    "docker": ServiceDiscovery.docker,
    "dockerswarm": ServiceDiscovery.dockerSwarm, "ec2": CloudDiscovery.ec2, "eureka": ServiceDiscovery.eureka,
    "file": ServiceDiscovery.file, "gce": CloudDiscovery.gce, "hetzner": CloudDiscovery.hetzner,
    "http": ServiceDiscovery.http, "ionos": CloudDiscovery.ionos, "kubernetes": KubernetesDiscovery.schema,
    "kuma": ServiceDiscovery.kuma, "lightsail": CloudDiscovery.lightsail, "linode": CloudDiscovery.linode,
    "marathon": ServiceDiscovery.marathon, "nerve": ServiceDiscovery.zookeeper,
    "nomad": ServiceDiscovery.nomad, "openstack": CloudDiscovery.openStack, "ovhcloud": CloudDiscovery.ovh,
    "puppetdb": ServiceDiscovery.puppetDB, "scaleway": CloudDiscovery.scaleway,
    "serverset": ServiceDiscovery.zookeeper, "triton": CloudDiscovery.triton, "uyuni": ServiceDiscovery.uyuni,
    "vultr": CloudDiscovery.vultr,
  ]
}
