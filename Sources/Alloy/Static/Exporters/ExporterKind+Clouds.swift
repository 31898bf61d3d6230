import Base

/// Exporters of what clouds and hosts of code measure.
extension ExporterKind {
  static let azure = ExporterKind(
    "azure_exporter", next: "azure",
    [
      .kept(.texts, "subscriptions"), .text("resource_graph_query_filter"),
      .kept(.text, "resource_type"), .kept(.texts, "metrics"), .texts("metric_aggregations"),
      .text("timespan", given: "PT1M"), .text("interval"), .texts("included_dimensions"),
      .texts("included_resource_tags", given: ["owner"]), .text("metric_namespace"),
      .text("metric_name_template", given: "azure_{type}_{metric}_{aggregation}_{unit}"),
      .text(
        "metric_help_template",
        given: "Azure metric {metric} for {type} with aggregation {aggregation} as {unit}"),
      .text("azure_cloud_environment", given: "azurecloud"), .flag("validate_dimensions"), .texts("regions"),
    ])

  static let gcp = ExporterKind(
    "gcp_exporter", next: "gcp",
    [
      .kept(.texts, "project_ids"), .kept(.texts, "metrics_prefixes"), .texts("extra_filters"),
      .duration("request_interval", given: .seconds(300)), .duration("request_offset"), .flag("ingest_delay"),
      .flag("drop_delegated_projects"), .duration("gcp_client_timeout", given: .seconds(15)),
    ])

  static let github = ExporterKind(
    "github_exporter", next: "github",
    [
      .text("api_url", given: "https://api.github.com"), .texts("repositories"), .texts("organizations"),
      .texts("users"), .text("api_token"), .text("api_token_file"),
    ])

  /// Tags and dimensions are lists of pairs in the agent and objects in Alloy, which are always written. So is the
  /// block `decoupled_scraping`, whose default differs from nothing.
  static let cloudwatch = ExporterKind(
    "cloudwatch_exporter", next: "cloudwatch",
    [
      .kept(.text, "sts_region"), .flag("fips_disabled", given: false, omitted: true), .flag("debug"),
      Argument { settings in
        let discovery = settings.section("discovery")
        let tags: [Argument] = [.textListMap("discovery_exported_tags", from: "exported_tags")]
        return tags.body(discovery)
          + discovery.list("jobs").map { .block(AlloyBlock("discovery", discoveryJob.body($0))) }
      },
      Argument { settings in
        var labels = BlockLabels()
        return settings.list("static").map { job in
          .block(AlloyBlock("static", label: labels.label(of: job), staticJob.body(job)))
        }
      },
      Argument { settings in
        let fields: [Argument] = [.flag("enabled"), .duration("scrape_interval")]
        return [.block(AlloyBlock("decoupled_scraping", fields.body(settings.section("decoupled_scraping"))))]
      },
      .known("aws_sdk_version_v2"),
    ])

  private static let discoveryJob: [Argument] = [
    .kept(.texts, "regions"), roles, pairs("custom_tags", "key", "value"),
    pairs("search_tags", "key", "value"), .kept(.text, "type"), .texts("dimension_name_requirements"),
    metrics, optionalFlag("nil_to_zero"),
    .lost("delay", "period", "length", "statistics", "add_cloudwatch_timestamp"),
  ]

  private static let staticJob: [Argument] = [
    .kept(.texts, "regions"), roles, pairs("custom_tags", "key", "value"), .kept(.text, "namespace"),
    pairs("dimensions", "name", "value"), metrics, optionalFlag("nil_to_zero"),
  ]

  private static let roles: Argument = .blocks(
    "role", from: "roles", [.kept(.text, "role_arn"), .text("external_id")])

  private static let metrics: Argument = .blocks(
    "metric", from: "metrics",
    [
      .kept(.text, "name"), .kept(.texts, "statistics"), .kept(.duration, "period"),
      .duration("length"), optionalFlag("nil_to_zero"), .lost("delay", "add_cloudwatch_timestamp"),
    ])

  private static func pairs(_ name: String, _ key: String, _ value: String) -> Argument {
    Argument { settings in
      let pairs = settings.list(name).map { ($0.text(key) ?? "", $0.text(value) ?? "") }
      return [.attribute(name, .strings(Dictionary(pairs) { _, last in last }))]
    }
  }

  private static func optionalFlag(_ name: String) -> Argument {
    Argument { settings in settings.flag(name).map { [.attribute(name, .boolean($0))] } ?? [] }
  }
}
