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
    ("[]", ["error 5:11 wrong-type: … has to be a mapping, found a list: the agent refuses the file"]),
    (
      #"{url: "http://h/p", password:geheim}"#,
      ["error 5:31 unknown-key: ….password is no key that the agent knows here: the agent refuses the file"]
    ),
  ]

  /// What stands under scrape_configs of metrics.
  private static let jobs: [(text: String, findings: [String])] = [
    ("{job_name: j}", []),
    ("{}", ["error 5:11 missing-key: ….job_name is missing or empty: the agent refuses the file"]),
    ("null", ["error 5:11 missing-value: … is empty: the agent refuses the file"]),
    (
      "{job_name: j, scrape_interval: 10s, scrape_timeout: 20s}",
      ["error 5:47 invalid-value: ….scrape_timeout is above the job's interval: the agent refuses the file"]
    ),
    (
      "{job_name: j, scrape_interval: 2h}",
      [
        "error 5:25 invalid-value: ….scrape_interval is above wal_truncate_frequency: the agent refuses the file"
      ]
    ),
    (
      "{job_name: j, scrape_intervall: 10s}",
      [
        "error 5:25 unknown-key: ….scrape_intervall is no key that the agent knows here, did you mean scrape_interval?: the agent refuses the file"
      ]
    ),
    (
      #"{job_name: j, static_configs: [{targets: ["http://h/p"]}]}"#,
      [
        "error 5:53 invalid-value: ….static_configs[0].targets[0] has a slash, so it is no host and port: the agent refuses the file"
      ]
    ),
    (
      "{job_name: j, static_configs: [{targets: [h], labels: {a-b: c}}]}",
      [
        "error 5:66 invalid-value: ….static_configs[0].labels.a-b is no name of a label: the agent refuses the file"
      ]
    ),
    (
      "{job_name: j, static_configs: [null]}",
      ["error 5:42 missing-value: ….static_configs[0] is empty: the agent refuses the file"]
    ),
    (
      "{job_name: j, relabel_configs: [{action: keep_all}]}",
      [
        "error 5:52 invalid-value: ….relabel_configs[0].action is none of the values that the agent knows: the agent refuses the file"
      ]
    ),
    (
      "{job_name: j, relabel_configs: [{}]}",
      [
        "error 5:43 missing-key: ….relabel_configs[0].target_label is missing, and the action replace needs it: the agent refuses the file"
      ]
    ),
    (
      "{job_name: j, relabel_configs: [{action: hashmod, target_label: a}]}",
      [
        "error 5:43 missing-key: ….relabel_configs[0].modulus is missing or 0, which the action hashmod cannot use: the agent refuses the file"
      ]
    ),
    (
      "{job_name: j, relabel_configs: [{action: labeldrop, source_labels: [a], regex: b}]}",
      [
        "error 5:63 conflicting-keys: ….relabel_configs[0].source_labels does not go with the action labeldrop: the agent refuses the file"
      ]
    ),
    (
      "{job_name: j, relabel_configs: [{target_label: a-b}]}",
      [
        "error 5:44 invalid-value: ….relabel_configs[0].target_label is no name of a label that the action replace can write: the agent refuses the file"
      ]
    ),
    (
      "{job_name: j, relabel_configs: [{source_labels: [a-b], target_label: c}]}",
      [
        "error 5:60 invalid-value: ….relabel_configs[0].source_labels[0] is not the name of a label: the agent refuses the file"
      ]
    ),
    (
      "{job_name: j, metric_relabel_configs: [{action: dropequal, source_labels: [a], target_label: b}]}",
      [
        "error 5:51 lost-instance: ….metric_relabel_configs[0].action is dropequal, which the agent cannot read back from its own settings: it starts, and the whole instance is missing"
      ]
    ),
    (
      "{job_name: j, dns_sd_configs: [{names: []}]}",
      ["error 5:43 missing-key: ….dns_sd_configs[0].names is missing or empty: the agent refuses the file"]
    ),
    (
      "{job_name: j, dns_sd_configs: [{names: [h], type: A}]}",
      [
        "error 5:42 missing-key: ….dns_sd_configs[0].port is missing, and only records of type SRV bring one: the agent refuses the file"
      ]
    ),
    (
      #"{job_name: j, http_sd_configs: [{url: "/p"}]}"#,
      [
        "error 5:49 invalid-value: ….http_sd_configs[0].url does not begin with http:// or https://: the agent refuses the file"
      ]
    ),
    (
      "{job_name: j, file_sd_configs: [{files: [a.txt]}]}",
      [
        "error 5:52 invalid-value: ….file_sd_configs[0].files[0] names no file of targets: the agent refuses the file"
      ]
    ),
    (
      "{job_name: j, ec2_sd_configs: [{filters: [{name: n}]}]}",
      [
        "warning 5:42 surroundings: ….ec2_sd_configs[0] has no region: the agent asks the machine that it runs on, and refuses the file where that is none of Amazon's",
        "error 5:53 missing-key: ….ec2_sd_configs[0].filters[0].values is missing or empty: the agent refuses the file",
      ]
    ),
    (
      #"{job_name: j, consul_sd_configs: [{server: "", services: [a]}]}"#,
      [
        "error 5:46 missing-key: ….consul_sd_configs[0].server is missing or empty: the agent refuses the file"
      ]
    ),
    (
      "{job_name: j, azure_sd_configs: [{}]}",
      [
        "error 5:44 missing-key: ….azure_sd_configs[0].client_id is missing or empty: the agent refuses the file",
        "error 5:44 missing-key: ….azure_sd_configs[0].client_secret is missing or empty: the agent refuses the file",
        "error 5:44 missing-key: ….azure_sd_configs[0].subscription_id is missing or empty: the agent refuses the file",
        "error 5:44 missing-key: ….azure_sd_configs[0].tenant_id is missing or empty: the agent refuses the file",
      ]
    ),
    (
      "{job_name: j, openstack_sd_configs: [{role: instance}]}",
      [
        "error 5:48 missing-key: ….openstack_sd_configs[0].region is missing or empty: the agent refuses the file"
      ]
    ),
    (
      "{job_name: j, zookeeper_sd_configs: []}",
      [
        "error 5:25 unknown-key: ….zookeeper_sd_configs is no key that the agent knows here, did you mean docker_sd_configs?: the agent refuses the file"
      ]
    ),
    (
      "{job_name: j, body_size_limit: lots}",
      [
        "error 5:42 invalid-value: ….body_size_limit is not an amount of bytes such as 10kb: the agent refuses the file"
      ]
    ),
    (
      "{job_name: j, scrape_protocols: [Text]}",
      [
        "error 5:44 invalid-value: ….scrape_protocols[0] is none of the values that the agent knows: the agent refuses the file"
      ]
    ),
    (
      "{job_name: j, sample_limit: -1}",
      [
        "error 5:39 invalid-value: ….sample_limit is not a whole number that is not negative: the agent refuses the file"
      ]
    ),
  ]

  /// What stands under kubernetes_sd_configs.
  private static let kubernetes: [(text: String, findings: [String])] = [
    ("{role: pod}", []),
    ("{}", ["error 7:15 missing-key: ….role is missing or empty: the agent refuses the file"]),
    (
      "{role: pods}",
      [
        "error 7:22 invalid-value: ….role is none of the values that the agent knows, did you mean pod?: the agent refuses the file"
      ]
    ),
    (
      #"{role: pod, api_server: "https://k", kubeconfig_file: f}"#,
      [
        "error 7:52 conflicting-keys: ….kubeconfig_file excludes api_server of the same mapping: the agent refuses the file"
      ]
    ),
    (
      "{role: pod, basic_auth: {username: u}}",
      ["error 7:27 conflicting-keys: ….basic_auth stands without api_server: the agent refuses the file"]
    ),
    (
      #"{role: pod, api_server: "https://k", namespaces: {own_namespace: true}}"#,
      [
        "error 7:52 conflicting-keys: ….namespaces.own_namespace stands beside api_server, but only an agent in the cluster has one: the agent refuses the file"
      ]
    ),
    (
      "{role: pod, selectors: [{role: node, label: a}]}",
      [
        "error 7:39 invalid-value: ….selectors[0].role does not go with the role pod: the agent refuses the file"
      ]
    ),
    (
      #"{role: pod, selectors: [{role: pod, label: "a=b=c"}]}"#,
      [
        "error 7:39 invalid-value: ….selectors[0].label is no selector that Kubernetes takes: the agent refuses the file"
      ]
    ),
    (
      "{role: pod, namespaces: [a]}",
      ["error 7:39 wrong-type: ….namespaces has to be a mapping, found a list: the agent refuses the file"]
    ),
    (
      "{role: pod, attach_metadata: {nodes: true}}",
      [
        "error 7:45 unknown-key: ….attach_metadata.nodes is no key that the agent knows here, did you mean node?: the agent refuses the file"
      ]
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
        "error 2:57 duplicate-receiver: metrics.configs[0].remote_write[1] is the same as one before it: the agent refuses the file"
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

  @Test(arguments: jobs)
  func tellsJobs(_ text: String, _ findings: [String]) {
    #expect(
      Judged(
        "metrics:\n  configs:\n    - name: a\n      scrape_configs:\n        - " + text + "\n",
        missing: ["missing"]
      ).told(below: "metrics.configs[0].scrape_configs[0]") == findings)
  }

  @Test(arguments: kubernetes)
  func tellsKubernetes(_ text: String, _ findings: [String]) {
    #expect(
      Judged(
        "metrics:\n  configs:\n    - name: a\n      scrape_configs:\n        - job_name: j\n          kubernetes_sd_configs:\n            - "
          + text + "\n", missing: ["missing"]
      ).told(below: "metrics.configs[0].scrape_configs[0].kubernetes_sd_configs[0]") == findings)
  }

  @Test(arguments: instances)
  func tellsInstances(_ text: String, _ findings: [String]) {
    #expect(Judged("metrics:\n  " + text + "\n", missing: ["missing"]).told() == findings)
  }
}
