import Alloy
import Testing

@Suite struct LogJobTests {
  /// Each source with what it cannot do without, and the component that it is.
  static let sources: [(written: String, component: String, argument: String)] = [
    ("cloudflare: {api_token: t, zone_id: z}", "cloudflare", "api_token = \"t\""),
    ("journal: {json: true, max_age: 12h, labels: {a: b}}", "journal", "max_age = \"12h0m0s\""),
    ("loki_push_api: {server: {http_listen_port: 3500}, labels: {a: b}}", "api", "listen_port = 3500"),
    ("syslog: {listen_address: 'h:514'}", "syslog", "address = \"h:514\""),
    ("gcplog: {project_id: p, subscription: s}", "gcplog", "subscription = \"s\""),
    ("gcplog: {subscription_type: push, server: {http_listen_port: 1}}", "gcplog", "push {"),
    ("windows_events: {eventlog_name: A, bookmark_path: ./b}", "windowsevent", "legacy_bookmark_path"),
    ("kafka: {brokers: ['h:1'], topics: [t]}", "kafka", "topics = [\"t\"]"),
    (
      "azure_event_hubs: {fully_qualified_namespace: n, event_hubs: [e], connection_string: c}",
      "azure_event_hubs", "connection_string = \"c\""
    ),
    ("gelf: {listen_address: 'h:1'}", "gelf", "listen_address = \"h:1\""),
    ("heroku_drain: {server: {http_listen_port: 5}}", "heroku", "listen_port = 5"),
  ]

  @Test(arguments: sources)
  func everySourceIsAComponent(_ written: String, _ component: String, _ argument: String) {
    let converted = Converted.logJob(written)
    #expect(converted.paths == ["loki.write.default", "loki.source.\(component).j"])
    let body = converted.body("loki.source.\(component).j").split(separator: " ").joined(separator: " ")
    #expect(body.contains(argument), "\(body)")
    #expect(body.contains("loki.write.default.receiver"))
    #expect(converted.errors == [])
  }

  @Test(arguments: sources)
  func rulesReachEverySource(_ written: String, _ component: String, _ argument: String) {
    let converted = Converted.logJob(
      "\(written)\nrelabel_configs: [{source_labels: [__x], target_label: x}]")
    let body = converted.body("loki.source.\(component).j")
    #expect(
      body.contains("loki.relabel.j.receiver") || body.contains("discovery.relabel.j.rules"), "\(body)")
    #expect(converted.conversion.configuration?.faults == [])
  }

  @Test func filesAreFoundAndRemembered() {
    let converted = Converted(
      """
      clients:
        - url: http://h/push
          tenant_id: t
          batchwait: 2s
          backoff_config: {max_retries: 3}
      positions: {filename: /var/p.yaml}
      scrape_configs:
        - job_name: files
          static_configs:
            - targets: [localhost]
              labels: {job: x, __path__: /var/log/*.log}
          relabel_configs: [{source_labels: [filename], target_label: f}]
          pipeline_stages: [{docker: {}}]
      """, from: .promtail)
    #expect(
      converted.paths == [
        "loki.write.default", "loki.process.files", "discovery.relabel.files", "loki.source.file.files",
      ])
    #expect(
      converted.body("loki.source.file.files") == """
        targets    = discovery.relabel.files.output
        forward_to = [loki.process.files.receiver]

        file_match {
        \tenabled = true
        }
        legacy_positions_file = "/var/p.yaml"

        """)
    #expect(
      converted.body("loki.write.default") == """
        endpoint {
        \turl                 = "http://h/push"
        \tbatch_wait          = "2s"
        \tmax_backoff_retries = 3
        \ttenant_id           = "t"
        }
        external_labels = {}

        """)
  }

  @Test func containersAreReadThroughTheirEngine() {
    let converted = Converted.logJob(
      "docker_sd_configs: [{host: unix:///a}, {host: unix:///b}]\nrelabel_configs: [{target_label: x, replacement: y}]"
    )
    #expect(
      converted.paths.filter { $0.contains("docker") } == [
        "discovery.docker.j", "loki.source.docker.j", "discovery.docker.j_2", "loki.source.docker.j_2",
      ])
    #expect(converted.body("loki.source.docker.j_2").contains("discovery.relabel.j.rules"))
    #expect(converted.conversion.configuration?.faults == [])
  }

  /// Alloy refuses an empty mechanism and an empty assignor, and has another group than Promtail.
  @Test func hubsOfAzureCanBeLoaded() {
    let settings = "fully_qualified_namespace: n, event_hubs: [e], connection_string: c"
    let body = Converted.logJob("azure_event_hubs: {\(settings)}").body("loki.source.azure_event_hubs.j")
    #expect(
      body.contains("\tmechanism         = \"connection_string\"\n\tconnection_string = \"c\"\n"), "\(body)")
    #expect(!body.contains("assignor") && body.contains("\"promtail\""))
    let other = Converted.logJob("azure_event_hubs: {\(settings), group_id: g}")
    #expect(other.body("loki.source.azure_event_hubs.j").contains("\"g\""))
    let without = Converted.logJob("azure_event_hubs: {fully_qualified_namespace: n, event_hubs: [e]}")
    #expect(without.errors.count == 1 && without.errors[0].contains("has no connection_string"))
  }

  @Test func jobsWithoutClientsAreTold() {
    let converted = Converted("scrape_configs: [{job_name: j, journal: {}}]\n", from: .promtail)
    #expect(converted.warnings.count == 1 && converted.warnings[0].contains("no clients"))
    let agent = Converted(
      "logs: {positions_directory: /p, configs: [{name: a, scrape_configs: [{job_name: j, journal: {}}]}]}\n")
    #expect(agent.warnings.count == 1 && agent.warnings[0].contains("logs.configs[0] has no clients"))
    #expect(Converted("logs: {positions_directory: /p, configs: [{name: a}]}\n").warnings == [])
  }

  @Test(arguments: ["pipeline_stages: [{docker: {}}]", "relabel_configs: []", "encoding: utf-16"])
  func aJobReadsSomething(_ lines: String) {
    let converted = Converted.logJob(lines)
    #expect(converted.conversion.configuration == nil)
    #expect(
      converted.errors.count == 1 && converted.errors[0].contains("nothing that it could read lines from"))
  }

  @Test(arguments: ["encoding: utf-16", "decompression: {enabled: true, format: gz}"])
  func settingsOfFilesMayStandWithoutFiles(_ lines: String) {
    let converted = Converted.logJob("journal: {}\n\(lines)")
    #expect(converted.errors == [] && converted.paths.count == 2)
  }

  /// What is written is not told to be lost.
  @Test func serversKeepTheirTimeouts() {
    let converted = Converted.logJob(
      "loki_push_api: {server: {http_listen_port: 1, graceful_shutdown_timeout: 5s, log_level: info}}")
    #expect(converted.body("loki.source.api.j").contains("graceful_shutdown_timeout = \"5s\""))
    #expect(converted.errors.count == 1 && converted.errors[0].contains("log_level cannot be carried over"))
  }

  @Test func everyClientTakesTheLines() {
    let converted = Converted(
      """
      clients: [{url: http://a}, {url: http://b, drop_rate_limited_batches: true}]
      scrape_configs: [{job_name: j, journal: {}}]
      """, from: .promtail)
    #expect(
      converted.body("loki.source.journal.j").contains(
        "[loki.write.default.receiver, loki.write.default_2.receiver]"))
    #expect(converted.body("loki.write.default_2").contains("retry_on_http_429 = false"))
  }

  @Test(arguments: [
    ("wal: {enabled: true}", "wal cannot be carried over"),
    ("target_config: {stdin: true}", "target_config.stdin cannot be carried over"),
    ("server: {http_path_prefix: /x}", "server.http_path_prefix cannot be carried over"),
  ])
  func whatAlloyLacksIsNamed(_ written: String, _ problem: String) {
    let converted = Converted("clients: [{url: http://h}]\n\(written)\n", from: .promtail)
    #expect(converted.errors.contains { $0.contains(problem) }, "\(converted.errors)")
    #expect(converted.conversion.configuration != nil)
  }

  @Test(arguments: [
    "clients: [{tenant_id: t}]\n", "clients: [{url: http://h, urll: x}]\n", "scrape_configs: [{}]\n",
    "scrape_configs: [{job_name: j, kafka: {brokers: x}}]\n", "nonsense: 1\n",
    "scrape_configs: [{job_name: j, gcplog: {subscription_type: poll}}]\n",
  ])
  func whatPromtailRefusesIsRefused(_ text: String) {
    let converted = Converted(text, from: .promtail)
    #expect(converted.conversion.configuration == nil && !converted.errors.isEmpty)
  }
}
