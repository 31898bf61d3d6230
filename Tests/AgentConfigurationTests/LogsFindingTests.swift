import AgentConfiguration
import Testing

/// Findings below `logs` and at the top: the whole list of each text.
@Suite struct LogsFindingTests {
  /// What stands under clients.
  private static let clients: [(text: String, findings: [String])] = [
    (#"{url: "http://h/p"}"#, []),
    ("{}", ["error 6:11 missing-key: ….url is missing or empty: the agent ends"]),
    (#"{url: ""}"#, ["error 6:12 missing-key: ….url is missing or empty: the agent ends"]),
    (
      #"{url: "http://h/p", batchwait: 1d}"#,
      [
        "error 6:42 invalid-value: ….batchwait is not a duration such as 90s or 1.5h: the agent refuses the file"
      ]
    ),
    (
      #"{url: "http://h/p", batchWait: 1s}"#,
      [
        "error 6:31 unknown-key: ….batchWait is no key that the agent knows here, did you mean batchwait?: the agent refuses the file"
      ]
    ),
    (
      #"{url: "http://h/p", batchwait: 5}"#,
      ["warning 6:42 nanoseconds: ….batchwait has no unit: the agent takes the number for nanoseconds"]
    ),
    (
      #"{url: "http://h/p", external_labels: {a-b: c}}"#,
      ["error 6:49 invalid-value: ….external_labels.a-b is no name of a label: the agent refuses the file"]
    ),
    (#"{url: "http://h/p", headers: {authorization: x}}"#, []),
    (
      "{url: \"http://h/p\"}\n        - {url: \"http://h/p\"}",
      [
        "error 7:11 duplicate-receiver: logs.configs[0].clients[1] is the same as one before it: the agent ends"
      ]
    ),
    (
      "{url: \"http://h/p\"}\n        - {url: \"http://h/p\", timeout: 10s, batchwait: 1000ms, follow_redirects: yes}",
      [
        "error 7:11 duplicate-receiver: logs.configs[0].clients[1] is the same as one before it: the agent ends"
      ]
    ),
    ("{url: \"http://h/p\"}\n        - {url: \"http://h/p\", timeout: 11s}", []),
    (
      "{url: \"http://h/p\", basic_auth: {username: u}}\n        - {url: \"http://h/p\", basic_auth: {username: u}}",
      [
        "warning 7:11 duplicate-receiver: logs.configs[0].clients[1] is the same as one before it: the agent sends every line twice"
      ]
    ),
    (
      "{url: \"http://h/p\", bearer_token: t}\n        - {url: \"http://h/p\", bearer_token: t}",
      [
        "warning 7:11 duplicate-receiver: logs.configs[0].clients[1] is the same as one before it: the agent sends every line twice"
      ]
    ),
    (
      "{url: \"http://h/p\", bearer_token: t}\n        - {url: \"http://h/p\", bearer_token: s}", []
    ),
    (
      "{url: \"http://h/p\", name: a}\n        - {url: \"http://i\", name: a}",
      [
        "error 7:29 duplicate-name: logs.configs[0].clients[1].name is a second client named a (the first stands on line 6): the agent ends"
      ]
    ),
    (
      #"{url: "http://h/p", sigv4: {}}"#,
      ["error 6:31 unknown-key: ….sigv4 is no key that the agent knows here: the agent refuses the file"]
    ),
    (
      #"{url: "http://h/p", backoff_config: {max_retry: 1}}"#,
      [
        "error 6:48 unknown-key: ….backoff_config.max_retry is no key that the agent knows here, did you mean max_retries?: the agent refuses the file"
      ]
    ),
  ]

  /// What stands under scrape_configs of logs.
  private static let logJobs: [(text: String, findings: [String])] = [
    ("{job_name: j, static_configs: []}", []),
    ("{job_name: j, cloudflare: {api_token: t, zone_id: z, fields_type: all}}", []),
    ("{job_name: j, cloudflare: {api_token: t, zone_id: z, fields_type: ''}}", []),
    (
      "{job_name: j, cloudflare: {api_token: t, zone_id: z, fields_type: nope}}",
      [
        "error 7:77 invalid-value: ….cloudflare.fields_type is none of the values that the agent knows: the agent ends"
      ]
    ),
    (
      "{job_name: j, loki_push_api: {server: {http_listen_port: 3500, grpc_listen_port: 0, graceful_shutdown_timeout: 1s}}}",
      []
    ),
    (
      "{job_name: j, loki_push_api: {server: x}}",
      [
        "error 7:49 wrong-type: ….loki_push_api.server has to be a mapping, found a text: the agent refuses the file"
      ]
    ),
    (
      "{job_name: j, gcplog: {subscription_type: push, server: {http_listen_prt: 1}}}",
      [
        "error 7:68 unknown-key: ….gcplog.server.http_listen_prt is no key that the agent knows here, did you mean http_listen_port?: the agent refuses the file"
      ]
    ),
    (
      "{job_name: j, heroku_drain: {server: {http_listen_port: many}}}",
      [
        "error 7:67 wrong-type: ….heroku_drain.server.http_listen_port has to be a whole number, found a text: the agent refuses the file"
      ]
    ),
    (
      "{job_name: j}", ["error 7:11 missing-key: … has nothing that it could read lines from: the agent ends"]
    ),
    (
      "{}",
      [
        "error 7:11 missing-key: … has nothing that it could read lines from: the agent ends",
        "error 7:11 missing-key: ….job_name is missing or empty: the agent refuses the file",
      ]
    ),
    (
      "{job_name: j, static_configs: [null]}",
      ["error 7:42 missing-value: ….static_configs[0] is empty: the agent panics"]
    ),
    (
      "{job_name: j, relabel_configs: [null], static_configs: []}",
      ["error 7:43 missing-value: ….relabel_configs[0] is empty: the agent panics"]
    ),
    (
      "{job_name: j, journal: {max_ages: 1h}}",
      [
        "error 7:35 unknown-key: ….journal.max_ages is no key that the agent knows here, did you mean max_age?: the agent refuses the file"
      ]
    ),
    (
      "{job_name: j, static_configs: [], pipeline_stages: {}}",
      [
        "error 7:62 wrong-type: ….pipeline_stages has to be a list, found a mapping: the agent refuses the file"
      ]
    ),
    (
      "{job_name: j, kafka: {brokers: [b]}}",
      ["error 7:32 missing-key: ….kafka.topics is missing or empty: the agent refuses the file"]
    ),
    (
      "{job_name: j, kafka: {brokers: [b], topics: [t], version: x}}",
      ["error 7:60 invalid-value: ….kafka.version is no version of Kafka: the agent refuses the file"]
    ),
    (
      "{job_name: j, static_configs: [], entry_parser: raw}",
      [
        "error 7:45 unknown-key: ….entry_parser is no key that the agent knows here: the agent refuses the file"
      ]
    ),
    (
      "{job_name: j, kubernetes_sd_configs: [{role: nope}]}",
      [
        "error 7:56 invalid-value: ….kubernetes_sd_configs[0].role is none of the values that the agent knows, did you mean node?: the agent refuses the file"
      ]
    ),
  ]

  /// What stands at the top.
  private static let top: [(text: String, findings: [String])] = [
    ("{}", []),
    (
      "nope: 1",
      ["error 1:1 unknown-key: nope is no key that the agent knows here: the agent refuses the file"]
    ),
    ("server: ", ["error 1:1 missing-value: server is empty: the agent refuses the file"]),
    (
      "server: {log_level: warning}",
      [
        "error 1:21 invalid-value: server.log_level is none of the values that the agent knows: the agent refuses the file"
      ]
    ),
    (
      "server: {http_listen_port: 80}",
      [
        "error 1:10 unknown-key: server.http_listen_port is no key that the agent knows here: the agent refuses the file"
      ]
    ),
    (
      "server: {http_tls_config: {client_auth_type: x, cipher_suites: [NOPE]}}",
      [
        "error 1:65 invalid-value: server.http_tls_config.cipher_suites[0] is none of the values that the agent knows: the agent refuses the file"
      ]
    ),
    ("prometheus: {}", ["warning 1:1 old-name: prometheus is the older name of metrics"]),
    (
      "prometheus: {}\nmetrics: {}",
      [
        "error 1:1 conflicting-keys: prometheus excludes metrics of the same mapping: the agent refuses the file"
      ]
    ),
    (
      "traces: {configs: [{}]}",
      [
        "error 1:20 missing-key: traces.configs[0].name is missing or empty: the agent refuses the file",
        "error 1:20 missing-key: traces.configs[0].receivers is missing or empty: the agent ends",
      ]
    ),
    (
      "traces: {configs: [{name: t, receivers: {otlp: {}, otlp/2: {}, jaeger: , zipkin: , kafka: , opencensus: }}]}",
      []
    ),
    (
      "traces: {configs: [{name: t, receivers: {}}, {name: u, receivers: }]}",
      [
        "error 1:30 missing-key: traces.configs[0].receivers is missing or empty: the agent ends",
        "error 1:56 missing-key: traces.configs[1].receivers is missing or empty: the agent ends",
      ]
    ),
    (
      "traces: {configs: [{name: t, receivers: {otlpp: {}, otlp/2: {}}}, {name: u, receivers: [otlp]}]}",
      [
        "error 1:42 unknown-receiver: traces.configs[0].receivers.otlpp is no receiver that the agent has, did you mean otlp?: the agent ends",
        "error 1:88 wrong-type: traces.configs[1].receivers has to be a mapping, found a list: the agent refuses the file",
      ]
    ),
    ("metrics: ", ["warning 1:1 empty-value: metrics is empty, so it is not there"]),
    (
      "metrics: {configs: [{name: a, remote_write: [{url: 'http://h', sigv4: , basic_auth: }]}]}",
      [
        "warning 1:64 empty-value: metrics.configs[0].remote_write[0].sigv4 is empty, so it is not there",
        "warning 1:73 empty-value: metrics.configs[0].remote_write[0].basic_auth is empty, so it is not there",
      ]
    ),
    (
      "integrations: 5",
      ["error 1:15 wrong-type: integrations has to be a mapping, found a number: the agent refuses the file"]
    ),
    ("integrations: []", []),
    (
      "logs: []", ["error 1:7 wrong-type: logs has to be a mapping, found a list: the agent refuses the file"]
    ),
    (
      #"logs: {configs: [{name: l, clients: [{url: "http://h"}]}]}"#,
      [
        "error 1:18 missing-key: logs.positions_directory is missing, and the instance has no positions.filename: the agent refuses the file"
      ]
    ),
    (
      "logs: {positions_directory: p, configs: [{name: l}, {name: l}]}",
      [
        "error 1:53 duplicate-name: logs.configs[1].positions is a second positions file named p/l.yml (the first stands on line 1): the agent refuses the file",
        "error 1:54 duplicate-name: logs.configs[1].name is a second logs instance named l (the first stands on line 1): the agent refuses the file",
      ]
    ),
    (
      "logs: {positions_directory: p, configs: [{name: l, scrape_configs: [{job_name: j, pipeline_stages: [nope: ]}]}]}",
      [
        "warning 1:42 no-receiver: logs.configs[0].clients is missing: the agent reads no line for this instance, and looks at none of its stages"
      ]
    ),
  ]

  @Test(arguments: clients)
  func tellsClients(_ text: String, _ findings: [String]) {
    #expect(
      Judged(
        "logs:\n  positions_directory: p\n  configs:\n    - name: l\n      clients:\n        - " + text
          + "\n", missing: ["missing"]
      ).told(below: "logs.configs[0].clients[0]") == findings)
  }

  @Test(arguments: logJobs)
  func tellsLogJobs(_ text: String, _ findings: [String]) {
    #expect(
      Judged(
        "logs:\n  positions_directory: p\n  configs:\n    - name: l\n      clients: [{url: 'http://h/p'}]\n      scrape_configs:\n        - "
          + text + "\n", missing: ["missing"]
      ).told(below: "logs.configs[0].scrape_configs[0]") == findings)
  }

  @Test(arguments: top)
  func tellsTop(_ text: String, _ findings: [String]) {
    #expect(Judged(text + "\n", missing: ["missing"]).told() == findings)
  }
}
