import AgentConfiguration
import Testing

/// Findings below `integrations` in the layout classic: the whole list of each text.
@Suite struct ClassicFindingTests {
  /// What stands under integrations of the older layout.
  private static let olderLayout: [(text: String, findings: [String])] = [
    ("redis_exporter: {redis_addr: h}", []),
    (
      "redis_exporter: {enabled: true}",
      ["error 2:19 missing-key: integrations.redis_exporter.redis_addr is missing or empty: the agent ends"]
    ),
    (
      "redis_exporter: {enabled: true, redis_addr: h, nope: 1}",
      [
        "error 2:50 unknown-key: integrations.redis_exporter.nope is no key that the agent knows here: the agent refuses the file"
      ]
    ),
    (
      "redis_exporter: {enabled: true, redis_addr: h, relabel_configs: [{target_label: a, nope: 1}]}",
      [
        "warning 2:86 dropped-key: integrations.redis_exporter.relabel_configs[0].nope is no key that the agent knows here: it drops it without a word"
      ]
    ),
    (
      "redis: {}",
      [
        "error 2:3 unknown-integration: integrations.redis is a key of the layout next: the agent refuses the file"
      ]
    ),
    (
      "redis_configs: []",
      [
        "error 2:3 unknown-integration: integrations.redis_configs is a key of the layout next: the agent refuses the file"
      ]
    ),
    (
      "eventhandler: {}",
      [
        "error 2:3 unknown-integration: integrations.eventhandler is a key of the layout next: the agent refuses the file"
      ]
    ),
    (
      "nod_exporter: {}",
      [
        "error 2:3 unknown-integration: integrations.nod_exporter is no integration and no setting that the agent knows, did you mean node_exporter?: the agent refuses the file"
      ]
    ),
    (
      "scrape_integrations: maybe",
      [
        "error 2:24 wrong-type: integrations.scrape_integrations has to be true or false, found a text: the agent refuses the file"
      ]
    ),
    (
      "labels: {a-b: c}",
      ["error 2:12 invalid-value: integrations.labels.a-b is no name of a label: the agent refuses the file"]
    ),
    (
      "prometheus_remote_write: [{nope: 1}]",
      [
        "error 2:29 missing-key: integrations.prometheus_remote_write[0].url is missing or empty: the agent refuses the file",
        "error 2:30 unknown-key: integrations.prometheus_remote_write[0].nope is no key that the agent knows here, did you mean name?: the agent refuses the file",
      ]
    ),
    (
      "blackbox: {enabled: true}",
      [
        "error 2:13 missing-key: integrations.blackbox.blackbox_config is missing or empty: the agent ends",
        "warning 2:13 missing-key: integrations.blackbox.blackbox_targets is missing or empty: the integration starts and collects nothing",
      ]
    ),
    (
      "snmp: {enabled: true, snmp_targets: [{name: a}]}",
      [
        "error 2:40 missing-key: integrations.snmp.snmp_targets[0].address is missing or empty: the agent ends"
      ]
    ),
    (
      "node_exporter: {enabled: false, scrape_interval: 1d}",
      [
        "error 2:52 invalid-value: integrations.node_exporter.scrape_interval is not a duration such as 90s or 1.5h: the agent refuses the file"
      ]
    ),
  ]

  @Test(arguments: olderLayout)
  func tellsClassic(_ text: String, _ findings: [String]) {
    #expect(
      Judged("integrations:\n  " + text + "\n", layout: .classic, missing: ["missing"]).told() == findings)
  }
}
