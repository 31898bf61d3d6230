import Documents

/// Integrations that ask clouds (grafana/agent, static/integrations at v0.44).
enum CloudSettings {
  /// The agent asks for resources only when it scrapes, so that it takes nearly everything here.
  static let azure = IntegrationSettings(
    .texts("subscriptions regions metrics metric_aggregations included_dimensions included_resource_tags"),
    .text(
      """
      resource_graph_query_filter resource_type timespan metric_namespace metric_name_template
      metric_help_template azure_cloud_environment
      """),
    .boolean("validate_dimensions"),
    rules: [
      { reading, reader in
        guard let name = reading.filled("azure_cloud_environment"), !name.lowercased().hasPrefix("azure")
        else {
          return
        }
        reader.refuse(
          "invalid-value", reading.path.key("azure_cloud_environment"),
          at: reading.position("azure_cloud_environment"), "is no cloud of Azure",
          consequence: "the agent panics",
          remedy: "write azurecloud, azurechinacloud, azuregovernmentcloud or azureprivatecloud")
      }
    ])

  static let gcp = IntegrationSettings(
    .texts("project_ids metrics_prefixes extra_filters"),
    .goDuration("request_interval request_offset gcp_client_timeout"),
    .boolean("ingest_delay drop_delegated_projects"),
    rules: [
      { reading, reader in
        reader.require(["project_ids", "metrics_prefixes"], reading)
        let prefixes = reading.elements("metrics_prefixes").compactMap(\.scalar?.text)
        for (index, node) in reading.elements("extra_filters").enumerated() {
          let text = node.isNull ? "" : node.scalar?.text ?? ""
          let prefix = text.prefix { $0 != ":" }
          let problem =
            if prefix.utf8.count == text.utf8.count {
              "has no colon between the type of metric and the filter"
            } else if !prefixes.contains(where: { $0.hasPrefix(prefix) }) {
              "begins with no beginning of one of metrics_prefixes"
            } else {
              ""
            }
          guard !problem.isEmpty else { continue }
          reader.refuse(
            "invalid-value", reading.path.key("extra_filters").element(index), at: node.position, problem,
            remedy: "write <beginning of a prefix>:<filter>")
        }
      }
    ])

  static let cloudwatch = IntegrationSettings(
    .text("sts_region"), .boolean("fips_disabled debug"),
    Fields([
      "decoupled_scraping": .mapping(MappingSchema(.boolean("enabled"), .goDuration("scrape_interval"))),
      "discovery": .mapping(
        MappingSchema(
          Fields([
            "exported_tags": .map(.list(.text)),
            "jobs": .list(.mapping(CloudWatchJobs.discovery), null: .crash),
          ]))),
      "static": .list(.mapping(CloudWatchJobs.fixed)),
    ]), rules: [CloudWatchJobs.check], explained: ["sts_region"])

  static let vsphere = IntegrationSettings(
    .integer("request_chunk_size collect_concurrency"), .text("vsphere_user"),
    .secret("vsphere_url vsphere_password"), .goDuration("discovery_interval"),
    .boolean("enable_exporter_metrics"),
    rules: [{ reading, reader in reader.checkAddress("vsphere_url", reading) }])
}
