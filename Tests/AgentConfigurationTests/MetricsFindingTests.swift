import AgentConfiguration
import Testing

/// Findings below `metrics`: the whole list of each text.
@Suite struct MetricsFindingTests {
  /// What stands under remote_write.
  private static let receivers: [(text: String, findings: [String])] = [
    (#"{url: "http://h/p"}"#, []),
    ("{}", ["error 5:11 missing-key: ….url is missing or empty: the agent refuses the file"]),
    ("{url: null}", ["error 5:11 missing-key: ….url is missing or empty: the agent refuses the file"]),
    (
      #"{url: ""}"#,
      ["warning 5:12 invalid-value: ….url is empty: the agent takes it, and nothing is ever sent"]
    ),
    (
      #"{url: "127.0.0.1:1"}"#,
      [
        "error 5:17 invalid-value: ….url is no URL, it has a colon before the first slash: the agent refuses the file"
      ]
    ),
    (
      #"{url: "http://h/p", nope: 1}"#,
      [
        "error 5:31 unknown-key: ….nope is no key that the agent knows here, did you mean name?: the agent refuses the file"
      ]
    ),
    (
      #"{url: "http://h/p", remote_timeout: 30}"#,
      [
        "error 5:47 invalid-value: ….remote_timeout is not a duration such as 30s, 1h30m or 1d: the agent refuses the file"
      ]
    ),
    (
      #"{url: "http://h/p", remote_timeout: 1.5h}"#,
      [
        "error 5:47 invalid-value: ….remote_timeout is not a duration such as 30s, 1h30m or 1d: the agent refuses the file"
      ]
    ),
    (
      #"{url: "http://h/p", basic_auth: {username: u, password: p, password_file: f}}"#,
      [
        "error 5:70 conflicting-keys: ….basic_auth.password_file excludes password of the same mapping: the agent refuses the file"
      ]
    ),
    (
      #"{url: "http://h/p", basic_auth: {username: u}, oauth2: {client_id: c, token_url: "http://t"}}"#,
      [
        "error 5:58 conflicting-keys: ….oauth2 excludes basic_auth of the same mapping: the agent refuses the file"
      ]
    ),
    (
      #"{url: "http://h/p", bearer_token: t, bearer_token_file: f}"#,
      [
        "error 5:48 conflicting-keys: ….bearer_token_file excludes bearer_token of the same mapping: the agent refuses the file"
      ]
    ),
    (
      #"{url: "http://h/p", authorization: {type: Basic, credentials: c}}"#,
      ["error 5:47 conflicting-keys: ….authorization.type may not be basic: the agent refuses the file"]
    ),
    (
      #"{url: "http://h/p", oauth2: {client_id: c}}"#,
      ["error 5:39 missing-key: ….oauth2.token_url is missing or empty: the agent refuses the file"]
    ),
    (
      #"{url: "http://h/p", sigv4: {region: r}}"#,
      [
        "warning 5:38 surroundings: ….sigv4 takes credentials from the agent's surroundings: where they are missing, the instance never starts and /-/ready stays 503"
      ]
    ),
    (
      #"{url: "http://h/p", sigv4: {region: r, access_key: a}}"#,
      ["error 5:38 missing-key: ….sigv4.secret_key is missing beside access_key: the agent refuses the file"]
    ),
    (
      #"{url: "http://h/p", sigv4: {region: r, access_key: a, secret_key: s}, basic_auth: {username: u}}"#,
      [
        "error 5:31 conflicting-keys: ….sigv4 excludes basic_auth of the same mapping: the agent refuses the file"
      ]
    ),
    (
      #"{url: "http://h/p", headers: {authorization: x}}"#,
      [
        "error 5:41 reserved-header: ….headers.authorization is a header that only the agent sets: the agent refuses the file"
      ]
    ),
    (
      #"{url: "http://h/p", tls_config: {cert_file: c}}"#,
      ["error 5:43 missing-key: ….tls_config has a certificate without its key: the agent refuses the file"]
    ),
    (
      #"{url: "http://h/p", tls_config: {ca_file: missing}}"#,
      [
        "warning 5:53 missing-file: ….tls_config.ca_file names a file that does not exist: what needs it does not start, or fails when it runs"
      ]
    ),
    (
      #"{url: "http://h/p", tls_config: {min_version: TLS14}}"#,
      [
        "error 5:57 invalid-value: ….tls_config.min_version is none of the values that the agent knows, did you mean TLS10?: the agent refuses the file"
      ]
    ),
    (
      #"{url: "http://h/p", proxy_from_environment: true, proxy_url: "http://p"}"#,
      [
        "error 5:61 conflicting-keys: ….proxy_url excludes proxy_from_environment of the same mapping: the agent refuses the file"
      ]
    ),
    (
      #"{url: "http://h/p", no_proxy: x}"#,
      ["error 5:31 missing-key: ….no_proxy stands without proxy_url: the agent refuses the file"]
    ),
    (
      #"{url: "http://h/p", queue_config: {max_shards: many}}"#,
      [
        "error 5:58 wrong-type: ….queue_config.max_shards has to be a whole number, found a text: the agent refuses the file"
      ]
    ),
    (
      #"{url: "http://h/p", queue_config: {min_backoff: 30s, max_backof: 1m}}"#,
      [
        "error 5:64 unknown-key: ….queue_config.max_backof is no key that the agent knows here, did you mean max_backoff?: the agent refuses the file"
      ]
    ),
    (
      #"{url: "http://h/p", write_relabel_configs: [{regex: "("}]}"#,
      [
        "error 5:55 missing-key: ….write_relabel_configs[0].target_label is missing, and the action replace needs it: the agent refuses the file",
        "error 5:63 invalid-expression: ….write_relabel_configs[0].regex is no regular expression that the agent takes, a group is not closed: the agent refuses the file",
      ]
    ),
    (
      #"{url: "http://h/p", azuread: {}}"#,
      ["error 5:40 missing-key: ….azuread has neither managed_identity nor oauth: the agent refuses the file"]
    ),
    (
      #"{url: "http://h/p", azuread: {managed_identity: {client_id: c}}}"#,
      [
        "error 5:60 invalid-value: ….azuread.managed_identity.client_id is no UUID: the agent refuses the file"
      ]
    ),
    ("[]", ["error 5:11 wrong-type: … has to be a mapping, found a list: the agent refuses the file"]),
    (
      #"{url: "http://h/p", password:geheim}"#,
      ["error 5:31 unknown-key: ….password… is no key that the agent knows here: the agent refuses the file"]
    ),
  ]

  /// What stands under metrics.
  private static let instances: [(text: String, findings: [String])] = [
    ("configs: []", []),
    (
      "wal_directory: \"\"\n  configs: [{name: a}]",
      [
        "warning 2:3 missing-key: metrics.wal_directory is empty: the agent needs the flag -metrics.wal-directory then"
      ]
    ),
    (
      "configs: {}",
      ["error 2:12 wrong-type: metrics.configs has to be a list, found a mapping: the agent refuses the file"]
    ),
    (
      "configs: [null]",
      ["error 2:13 missing-key: metrics.configs[0].name is missing or empty: the agent refuses the file"]
    ),
    (
      "configs: [{name: a}, {name: a}]",
      [
        "error 2:25 duplicate-name: metrics.configs[1].name is a second instance named a (the first stands on line 2): the agent refuses the file"
      ]
    ),
    (
      "configs: [{name: a, wal_truncate_frequency: 0s}]",
      [
        "error 2:23 invalid-value: metrics.configs[0].wal_truncate_frequency has to be above 0: the agent refuses the file"
      ]
    ),
    (
      "configs: [{name: a, min_wal_time: 5h}]",
      [
        "error 2:23 invalid-value: metrics.configs[0].min_wal_time is turned round: min_wal_time (5h here) may not be above max_wal_time (4h here): the agent refuses the file"
      ]
    ),
    (
      "configs: [{name: a, wal_truncate_frequency: 60}]",
      [
        "warning 2:47 nanoseconds: metrics.configs[0].wal_truncate_frequency has no unit: the agent takes the number for nanoseconds"
      ]
    ),
    (
      "configs: [{name: a, scrape_configs: [{job_name: j}, {job_name: j}]}]",
      [
        "error 2:56 duplicate-name: metrics.configs[0].scrape_configs[1].job_name is a second job named j (the first stands on line 2): the agent refuses the file"
      ]
    ),
    (
      "configs: [{name: a, scrape_configs: [{job_name: j}]}, {name: b, scrape_configs: [{job_name: j}]}]",
      [
        "error 2:85 duplicate-name: metrics.configs[1].scrape_configs has the job j, which the instance a with the same settings has too: the agent starts, scrapes for neither, and /-/ready stays 503"
      ]
    ),
    (
      "instance_mode: distinct\n  configs: [{name: a, scrape_configs: [{job_name: j}]}, {name: b, scrape_configs: [{job_name: j}]}]",
      []
    ),
    (
      #"configs: [{name: a, remote_write: [{url: "http://h"}, {url: "http://h"}]}]"#,
      [
        "error 2:57 duplicate-receiver: metrics.configs[0].remote_write[1] is the same as one before it, secrets and what holds anyway aside: the agent refuses the file"
      ]
    ),
    (
      #"configs: [{name: a, remote_write: [{name: r, url: "http://h"}, {name: r, url: "http://i"}]}]"#,
      [
        "error 2:67 duplicate-name: metrics.configs[0].remote_write[1].name is a second receiver named r (the first stands on line 2): the agent refuses the file"
      ]
    ),
    (
      "instance_mode: alone",
      [
        "error 2:18 invalid-value: metrics.instance_mode is none of the values that the agent knows: the agent refuses the file"
      ]
    ),
    ("global: {external_labels: {a-b: 1}}", []),
    (
      "global: {scrape_interval: 15}",
      [
        "error 2:29 invalid-value: metrics.global.scrape_interval is not a duration such as 30s, 1h30m or 1d: the agent refuses the file"
      ]
    ),
    (
      "configs: [{name: a, host_filter_relabel_configs: [null]}]",
      [
        "error 2:53 missing-value: metrics.configs[0].host_filter_relabel_configs[0] is empty: the agent panics"
      ]
    ),
    (
      "scraping_service: {enabled: true}\n  configs: [{name: a}]",
      [
        "error 3:3 conflicting-keys: metrics.configs excludes scraping_service of the same mapping: the agent refuses the file"
      ]
    ),
  ]

  @Test(arguments: receivers)
  func tellsReceivers(_ text: String, _ findings: [String]) {
    #expect(
      Judged(
        "metrics:\n  configs:\n    - name: a\n      remote_write:\n        - " + text + "\n",
        missing: ["missing"]
      ).told(below: "metrics.configs[0].remote_write[0]") == findings)
  }

  @Test(arguments: instances)
  func tellsInstances(_ text: String, _ findings: [String]) {
    #expect(Judged("metrics:\n  " + text + "\n", missing: ["missing"]).told() == findings)
  }
}
