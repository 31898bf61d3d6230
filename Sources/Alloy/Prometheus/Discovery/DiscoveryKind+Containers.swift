/// Discovery in clusters and container engines.
extension DiscoveryKind {
  static let kubernetes = DiscoveryKind("kubernetes_sd_configs", "discovery.kubernetes", kubernetesArguments)

  private static let kubernetesArguments: [Argument] =
    [.text("api_server"), .required(.text, "role"), .text("kubeconfig_file")] + HTTPClientArguments.all + [
      .block("namespaces", [.flag("own_namespace"), .texts("names")]),
      .blocks("selectors", from: "selectors", [.required(.text, "role"), .text("label"), .text("field")]),
      .block("attach_metadata", [.flag("node"), .flag("namespace")]),
    ]

  /// Promtail watches only the pods of its own node. Alloy gets a selector for them
  /// (grafana/loki, clients/pkg/promtail/targets/file/filetargetmanager.go).
  static let kubernetesOfPromtail = DiscoveryKind(
    "kubernetes_sd_configs", "discovery.kubernetes",
    kubernetesArguments + [
      Argument { settings in
        guard settings.text("role") == "pod" else { return [] }
        let field = AlloyExpression.binary(
          .string("spec.nodeName="), "+",
          .call(
            .path("coalesce"), [.call(.path("sys.env"), [.string("HOSTNAME")]), .path("constants.hostname")]))
        return [
          .block(AlloyBlock("selectors", [.attribute("role", .string("pod")), .attribute("field", field)]))
        ]
      }
    ])

  static let docker = DiscoveryKind(
    "docker_sd_configs", "discovery.docker",
    [
      .required(.text, "host"), .integer("port", given: 80),
      .text("host_networking_host", given: "localhost"),
      .duration("refresh_interval", given: .seconds(60)), .flag("match_first_network", given: true), filters,
    ] + HTTPClientArguments.all)

  static let dockerswarm = DiscoveryKind(
    "dockerswarm_sd_configs", "discovery.dockerswarm",
    [
      .required(.text, "host"), .required(.text, "role"), .integer("port", given: 80), filters,
      .duration("refresh_interval", given: .seconds(60)),
    ] + HTTPClientArguments.all)

  private static let filters: Argument = .blocks(
    "filter", from: "filters", [.kept(.text, "name"), .kept(.texts, "values")])
}
