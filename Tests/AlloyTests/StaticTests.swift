import Alloy
import Testing

@Suite struct StaticTests {
  @Test func anInstanceHasItsReceiverAndItsJobs() {
    let converted = Converted(
      """
      server: {log_level: debug}
      metrics:
        global:
          scrape_interval: 30s
          external_labels: {cluster: c}
          remote_write: [{url: http://h/push, name: r}]
        configs:
          - name: mon/a
            scrape_configs:
              - job_name: podMonitor/ns/n/0
                kubernetes_sd_configs: [{role: pod}]
      logs:
        positions_directory: /data
        configs:
          - name: mon/l
            clients: [{url: http://l, external_labels: {cluster: c}}]
            scrape_configs:
              - {job_name: j, kubernetes_sd_configs: [{role: pod}], pipeline_stages: [{cri: {}}]}
      """)
    #expect(
      converted.paths == [
        "prometheus.remote_write.metrics_mon_a",
        "discovery.kubernetes.metrics_mon_a_podMonitor_ns_n_0",
        "prometheus.scrape.metrics_mon_a_podMonitor_ns_n_0", "loki.write.logs_mon_l",
        "discovery.kubernetes.logs_mon_l_j", "loki.process.logs_mon_l_j", "loki.source.file.logs_mon_l_j",
        "logging",
      ])
    #expect(converted.body("loki.source.file.logs_mon_l_j").contains("\"/data/mon/l.yml\""))
    #expect(converted.body("logging") == "level = \"debug\"\n")
    #expect(converted.conversion.isComplete)
    #expect(converted.conversion.configuration?.faults == [])
  }

  @Test func globalReceiversAreInheritedUnlessThereAreOwnOnes() {
    let converted = Converted(
      """
      metrics:
        global: {remote_write: [{url: http://global, name: g}]}
        configs:
          - {name: a, remote_write: [{url: http://own, name: o}]}
          - {name: b}
      """)
    #expect(converted.body("prometheus.remote_write.metrics_a").contains("http://own"))
    #expect(!converted.body("prometheus.remote_write.metrics_a").contains("http://global"))
    #expect(converted.body("prometheus.remote_write.metrics_b").contains("http://global"))
  }

  @Test(arguments: [
    ("traces: {configs: [{name: a, receivers: {}}]}", "traces cannot be carried over"),
    ("agent_management: {}", "agent_management cannot be carried over"),
    ("metrics: {scraping_service: {enabled: true}}", "metrics.scraping_service cannot be carried over"),
    ("metrics: {wal_cleanup_age: 1h}", "metrics.wal_cleanup_age cannot be carried over"),
    (
      "metrics: {configs: [{name: a, host_filter: true}]}",
      "metrics.configs[0].host_filter cannot be carried over"
    ),
    ("server: {grpc_tls_config: {cert_file: x}}", "server.grpc_tls_config cannot be carried over"),
  ])
  func whatAlloyLacksIsNamed(_ written: String, _ problem: String) {
    let converted = Converted(written + "\n")
    #expect(converted.errors.contains { $0.contains(problem) }, "\(converted.errors)")
    #expect(converted.conversion.configuration != nil && !converted.conversion.isComplete)
  }

  @Test func nothingIsLostWhereThereAreNoTraces() {
    #expect(Converted("traces: {configs: []}\n").conversion.isComplete)
    #expect(Converted("traces: {}\n").conversion.isComplete)
  }

  @Test(arguments: [
    "metrics: {configs: [{}]}", "metrics: {configs: [{name: a}, {name: a}]}", "metrics: {confgs: []}",
    "logs: {configs: [{name: a, clients: [{url: u}]}]}", "logs: {configs: [{}]}", "nonsense: 1",
    "server: {log_level: [x]}",
  ])
  func whatTheAgentRefusesIsRefused(_ text: String) {
    let converted = Converted(text + "\n")
    #expect(converted.conversion.configuration == nil && !converted.errors.isEmpty)
  }

  /// What would be taken for the receiver of one instance stays free of what another scrapes.
  @Test(arguments: [["mon/a", "mon_a"], ["mon_a", "mon/a"]])
  func anInstanceWithoutReceiverUsesNobodyElses(_ names: [String]) {
    let converted = Converted(
      """
      metrics:
        configs:
          - name: \(names[0])
            remote_write: [{url: http://h/push, name: r}]
            scrape_configs: [{job_name: j}]
          - name: \(names[1])
            scrape_configs: [{job_name: j}]
      """)
    let first = converted.body("prometheus.scrape.metrics_mon_a_j")
    #expect(first.contains("[prometheus.remote_write.metrics_mon_a.receiver]"))
    let second = converted.body("prometheus.scrape.metrics_mon_a_j_2")
    #expect(second.contains("[prometheus.remote_write.metrics_mon_a_2.receiver]"), "\(second)")
    #expect(!converted.paths.contains("prometheus.remote_write.metrics_mon_a_2"))
    #expect(converted.warnings.count == 1)
  }

  @Test func aReservedLabelStaysFree() {
    let converted = Converted(
      """
      metrics:
        configs:
          - {name: mon/a, scrape_configs: [{job_name: j}]}
          - {name: mon_a, remote_write: [{url: http://h/push, name: r}]}
      """)
    #expect(converted.paths.contains("prometheus.remote_write.metrics_mon_a_2"))
    #expect(converted.conversion.configuration?.faults.count == 1)
  }

  @Test(arguments: [
    (
      "prometheus: {configs: [{name: a, remote_write: [{url: http://h, name: r}]}]}",
      "prometheus.remote_write.metrics_a"
    ),
    (
      "loki: {positions_directory: /p, configs: [{name: a, clients: [{url: http://l}]}]}", "loki.write.logs_a"
    ),
  ])
  func formerNamesOfSectionsAreRead(_ text: String, _ path: String) {
    let converted = Converted(text + "\n")
    #expect(converted.paths == [path] && converted.conversion.isComplete)
    let section = text.prefix { $0 != ":" }
    let both = Converted(text + "\n\(section == "loki" ? "logs" : "metrics"): {}\n")
    #expect(both.conversion.configuration == nil)
  }

  @Test func formerTracesAreNamedToo() {
    #expect(Converted("tempo: {}\n").conversion.isComplete)
    #expect(Converted("tempo: {configs: [{name: a}]}\n").errors.count == 1)
  }

  @Test func logsJobsMayShareAName() {
    let converted = Converted(
      """
      logs:
        positions_directory: /p
        configs:
          - name: a
            clients: [{url: http://l}]
            scrape_configs:
              - {job_name: j, static_configs: [{labels: {__path__: /x}}]}
              - {job_name: j, static_configs: [{labels: {__path__: /y}}]}
      """)
    #expect(converted.conversion.isComplete)
    #expect(converted.paths.suffix(2) == ["loki.source.file.logs_a_j", "loki.source.file.logs_a_j_2"])
  }

  @Test(arguments: ["sample_limit: 1.5", "sample_limit: 1.0e+00", "sample_limit: 1"])
  func wholeNumbersAreCut(_ limit: String) {
    let converted = Converted(
      "metrics: {configs: [{name: a, remote_write: [{url: u, name: n}], scrape_configs: [{job_name: j, \(limit)}]}]}\n"
    )
    #expect(converted.body("prometheus.scrape.metrics_a_j").contains("sample_limit = 1\n"))
    #expect(converted.warnings.count == (limit.hasSuffix("1.5") ? 1 : 0) && converted.errors == [])
  }

  @Test(arguments: [
    ("2.097152e+06", "\"2MiB\""), ("2097152", "\"2MiB\""), ("2MB", "\"2MiB\""),
  ])
  func bytesAreReadAsTheOperatorPrintsThem(_ written: String, _ expected: String) {
    let converted = Converted(
      "logs: {positions_directory: /p, configs: [{name: a, clients: [{url: http://l, batchsize: \(written)}]}]}\n"
    )
    #expect(converted.errors == [])
    #expect(converted.body("loki.write.logs_a").contains("batch_size = \(expected)\n"))
  }

  /// What the operator writes for 1 MiB, which is the default.
  @Test func theOperatorsBatchSizeIsTheDefault() {
    let converted = Converted(
      "logs: {positions_directory: /p, configs: [{name: a, clients: [{url: http://l, batchsize: 1.048576e+06}]}]}\n"
    )
    #expect(converted.conversion.diagnostics == [])
    #expect(!converted.body("loki.write.logs_a").contains("batch_size"))
  }

  @Test func anInstanceWithoutReceiverIsTold() {
    let converted = Converted("metrics: {configs: [{name: a, scrape_configs: [{job_name: j}]}]}\n")
    #expect(converted.conversion.isComplete)
    #expect(converted.warnings.contains { $0.contains("the metrics instance a has no remote_write") })
  }
}
