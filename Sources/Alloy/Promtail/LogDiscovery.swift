import Base

/// What Promtail discovers targets with.
enum LogDiscovery {
  /// In the order in which Alloy's converter takes them. Docker is read in another way.
  static let kinds: [DiscoveryKind] = [
    .azure, .consul, .digitalocean, .dockerswarm, .dns, .ec2, .file, .gce, .kubernetesOfPromtail, .marathon,
    .nerve, .openstack, .serverset, .triton,
  ]

  /// The written targets, in one list. A group without addresses has one, `localhost`, as in Promtail.
  static func written(_ settings: SettingReader) -> [AlloyExpression] {
    let targets = Targets.groups(settings).flatMap { group -> [AlloyExpression] in
      let addresses = group.targets.isEmpty ? ["localhost"] : group.targets
      return addresses.map { address in
        .strings(group.labels.merging(["__address__": address]) { _, address in address })
      }
    }
    return targets.isEmpty ? [] : [.list(targets)]
  }
}

extension DiscoveryKind {
  /// Promtail's own: the services of one Consul agent.
  static let consulagent = DiscoveryKind(
    "consulagent_sd_configs", "discovery.consulagent",
    [
      .duration("refresh_interval", given: .seconds(30)), .text("server", given: "localhost:8500"),
      .text("token"), .text("datacenter"), .text("tag_separator", given: ","), .text("scheme", given: "http"),
      .text("username"), .text("password"), .texts("services"), .texts("tags"), HTTPClientArguments.tls,
      .dropped("node_meta", because: "discovery.consulagent does not use it, nor does Promtail"),
      .known("allow_stale"),
    ])
}
