import AgentConfiguration
import Testing

/// What integrations are called where they have no `instance`, and what they start without, in the layout next: the whole
/// list of each text.
@Suite struct IntegrationNameTests {
  /// What stands under integrations.
  private static let integrations: [(text: String, findings: [String])] = [
    (
      "cloudwatch: {}",
      [
        "warning 3:15 missing-key: integrations.cloudwatch.discovery has no jobs, and static has none: the integration starts and collects nothing",
        "warning 3:15 missing-key: integrations.cloudwatch.sts_region is missing: the agent asks the global endpoint for its identity",
      ]
    ),
    (
      "vsphere_configs: [{}, {}]",
      [
        "warning 3:21 missing-key: integrations.vsphere_configs[0].vsphere_password is missing or empty: the integration starts and collects nothing",
        "warning 3:21 missing-key: integrations.vsphere_configs[0].vsphere_url is missing or empty: the integration starts and collects nothing",
        "warning 3:21 missing-key: integrations.vsphere_configs[0].vsphere_user is missing or empty: the integration starts and collects nothing",
        "error 3:25 integration-twice: integrations.vsphere_configs[1] gets the same name as the vsphere on line 3: the agent ends",
        "warning 3:25 missing-key: integrations.vsphere_configs[1].vsphere_password is missing or empty: the integration starts and collects nothing",
        "warning 3:25 missing-key: integrations.vsphere_configs[1].vsphere_url is missing or empty: the integration starts and collects nothing",
        "warning 3:25 missing-key: integrations.vsphere_configs[1].vsphere_user is missing or empty: the integration starts and collects nothing",
      ]
    ),
    (
      "consul: {server: '10.0.0.1:8500'}",
      [
        "error 3:12 invalid-value: integrations.consul.server is no URL, it has a colon before the first slash: the agent ends"
      ]
    ),
    ("consul: {server: '10.0.0.1:8500', instance: i}", []),
    ("consul: {server: 'localhost:8500'}", []),
    (
      "consul_configs: [{server: 'a:8500'}, {server: 'b:8500'}]",
      [
        "error 3:40 integration-twice: integrations.consul_configs[1] gets the same name as the consul on line 3: the agent ends"
      ]
    ),
    ("consul_configs: [{server: 'http://a:8500'}, {server: 'http://b:8500'}]", []),
    (
      "github_configs: [{api_url: a}, {api_url: b}]",
      [
        "error 3:34 integration-twice: integrations.github_configs[1] gets the same name as the github on line 3: the agent ends"
      ]
    ),
  ]

  @Test(arguments: integrations)
  func tellsIntegrations(_ text: String, _ findings: [String]) {
    #expect(
      Judged("integrations:\n  metrics: {autoscrape: {enable: false}}\n  " + text + "\n").told() == findings)
  }
}
