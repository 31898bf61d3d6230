import AgentConfiguration
import Testing

/// Findings in jobs that scrape: the whole list of each text.
@Suite struct ScrapeFindingTests {
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
      "{job_name: j, relabel_configs: [{action: hashmod, target_label: a, modulus: 0.5}]}",
      [
        "error 5:78 missing-key: ….relabel_configs[0].modulus is missing or 0, which the action hashmod cannot use: the agent refuses the file",
        "warning 5:87 cut-number: ….relabel_configs[0].modulus has a fraction: the agent cuts it off without a word",
      ]
    ),
    (
      "{job_name: j, relabel_configs: [{action: labeldrop, regex: a, modulus: 0.5}]}",
      [
        "warning 5:82 cut-number: ….relabel_configs[0].modulus has a fraction: the agent cuts it off without a word"
      ]
    ),
    ("{job_name: j, relabel_configs: [{action: drop, regex: 'a)|(b'}]}", []),
    (
      "{job_name: j, relabel_configs: [{action: drop, regex: 'a)'}, {action: drop, regex: '(a'}]}",
      [
        "error 5:65 invalid-expression: ….relabel_configs[0].regex is no regular expression that the agent takes, a ) closes no group: the agent refuses the file",
        "error 5:94 invalid-expression: ….relabel_configs[1].regex is no regular expression that the agent takes, a group is not closed: the agent refuses the file",
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
        "error 5:42 invalid-value: ….body_size_limit is not an amount of bytes such as 10MB: the agent refuses the file"
      ]
    ),
    (
      "{job_name: j, scrape_protocols: [Text]}",
      [
        "error 5:44 invalid-value: ….scrape_protocols[0] is none of the values that the agent knows: the agent refuses the file"
      ]
    ),
    (
      "{job_name: j, scrape_protocols: []}",
      ["error 5:25 missing-key: ….scrape_protocols is missing or empty: the agent refuses the file"]
    ),
    (
      "{job_name: j, scrape_protocols: [PrometheusProto, prometheusproto]}",
      [
        "error 5:61 invalid-value: ….scrape_protocols[1] is none of the values that the agent knows, did you mean PrometheusProto?: the agent refuses the file",
        "error 5:61 duplicate-name: ….scrape_protocols[1] stands twice: the agent refuses the file",
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
}
