import Base

/// Sources that fetch lines from a service or from the machine.
extension LogSource {
  static let cloudflare = LogSource(
    "cloudflare", "loki.source.cloudflare", .component,
    [
      .required(.text, "api_token"), .required(.text, "zone_id"), labels, .integer("workers", omitted: 3),
      .duration("pull_range", omitted: .seconds(60)), .text("fields_type", omitted: "default"),
      .texts("additional_fields"),
    ])

  static let journal = LogSource(
    "journal", "loki.source.journal", .rules,
    [
      .flag("format_as_json", from: "json"), .duration("max_age", given: .seconds(7 * 3600)), .text("path"),
      labels, .lost("matches", because: "Alloy's converter does not take it"),
    ])

  static let windowsEvents = LogSource(
    "windows_events", "loki.source.windowsevent", .component,
    [
      .integer("locale"), .text("eventlog_name"), .text("xpath_query", omitted: "*"),
      .duration("poll_interval", omitted: .seconds(3)), .flag("exclude_event_data"),
      .flag("exclude_user_data"), .flag("exclude_event_message"), .flag("use_incoming_timestamp"), labels,
      .text("legacy_bookmark_path", from: "bookmark_path"),
    ])

  static let gcplog = LogSource(
    "gcplog", "loki.source.gcplog", .rules,
    [
      Argument { settings in
        let body = subscription(settings)
        return body.map { [.block($0)] } ?? []
      }
    ])

  private static func subscription(_ settings: SettingReader) -> AlloyBlock? {
    let kind = settings.text("subscription_type") ?? ""
    let switches: [Argument] = [labels, .flag("use_incoming_timestamp"), .flag("use_full_line")]
    switch kind {
    case "", "pull":
      let names: [Argument] = [.required(.text, "project_id"), .required(.text, "subscription")]
      return AlloyBlock("pull", names.body(settings) + switches.body(settings))
    case "push":
      settings.know("project_id", "subscription")
      let timeout: [Argument] = [.duration("push_timeout")]
      return AlloyBlock(
        "push",
        LogServerArguments.statements(settings.section("server")) + timeout.body(settings)
          + switches.body(settings))
    default:
      settings.refuse("subscription_type", "must be pull or push")
      return nil
    }
  }

  static let kafka = LogSource(
    "kafka", "loki.source.kafka", .rules,
    [
      .required(.texts, "brokers"), .required(.texts, "topics"), .text("group_id", omitted: "promtail"),
      .text("assignor", omitted: "range"), .text("version", omitted: "2.2.1"), kafkaAuthentication,
      .flag("use_incoming_timestamp"), labels,
    ])

  /// The block is left out only where it says what Alloy does without it.
  private static let kafkaAuthentication = Argument { settings in
    let section = settings.section("authentication")
    let sasl: [Argument] =
      [.text("mechanism"), .text("user"), .text("password"), .flag("use_tls")] + [
        // The fields of TLS stand beside the others here.
        Argument { settings in
          let body = HTTPClientArguments.tlsFields.body(settings)
          return body.isEmpty ? [] : [.block(AlloyBlock("tls_config", body))]
        }
      ]
    let fields: [Argument] = [.text("type"), HTTPClientArguments.tls, .block("sasl_config", sasl)]
    let body = fields.body(section)
    let usual: [AlloyStatement] = [
      .attribute("type", .string("none")),
      .block(AlloyBlock("sasl_config", [.attribute("mechanism", .string("PLAIN"))])),
    ]
    return body == usual ? [] : [.block(AlloyBlock("authentication", body))]
  }

  /// Promtail logs in by a connection string and reads as the group `promtail` where nothing else is said (grafana/loki,
  /// clients/pkg/promtail/targets/azureeventhubs/target_syncer.go). Alloy's converter writes an empty mechanism and
  /// assignor, which Alloy itself refuses (internal/component/loki/source/azure_event_hubs/azure_event_hubs.go).
  static let azureEventHubs = LogSource(
    "azure_event_hubs", "loki.source.azure_event_hubs", .rules,
    [
      .required(.text, "fully_qualified_namespace"), .required(.texts, "event_hubs"),
      Argument { settings in
        settings.findings.carryFurther(
          settings.path, at: settings.position,
          because: "Alloy refuses what its own converter makes of it, with an empty mechanism")
        let secret: [Argument] = [
          .fixed("mechanism", .string("connection_string")), .required(.text, "connection_string"),
        ]
        return [.block(AlloyBlock("authentication", secret.body(settings)))]
      },
      Argument { settings in
        let group = settings.text("group_id") ?? ""
        return [.attribute("group_id", .string(group.isEmpty ? "promtail" : group))]
      },
      .flag("use_incoming_timestamp"), .flag("disallow_custom_messages"), labels,
    ])
}
