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

  @Test func anInstanceWithoutReceiverIsTold() {
    let converted = Converted("metrics: {configs: [{name: a, scrape_configs: [{job_name: j}]}]}\n")
    #expect(converted.conversion.isComplete)
    #expect(converted.warnings.contains { $0.contains("the metrics instance a has no remote_write") })
  }

  // MARK: Variables

  private func receiver(_ url: String, _ environment: [String: String]?) -> Converted {
    Converted(
      "metrics: {configs: [{name: a, remote_write: [{url: \"\(url)\", name: n}]}]}\n",
      options: AlloyOptions(environment: environment))
  }

  @Test(arguments: [
    ("http://${H}/p", "http://host/p"), ("http://${NONE:-d}/p", "http://d/p"), ("${EMPTY:-d}", "d"),
    ("${EMPTY-d}", ""), ("${NONE-d}", "d"), ("${NONE:=d}", "d"), ("$${H}", "${H}"), ("$H", "$H"),
    ("$(SHARD)", "$(SHARD)"), ("${NONE}", ""),
  ])
  func variablesAreReplaced(_ written: String, _ expected: String) {
    let converted = receiver(written, ["H": "host", "EMPTY": ""])
    #expect(
      converted.body("prometheus.remote_write.metrics_a").contains("\"\(expected)\"\n"),
      "\(converted.errors)")
    #expect(converted.warnings.count == (written == "${NONE}" ? 1 : 0))
  }

  @Test func variablesStayWhereNothingIsExpanded() {
    #expect(
      receiver("http://${H}", nil).body("prometheus.remote_write.metrics_a").contains("\"http://${H}\""))
  }

  @Test(arguments: ["${", "${}", "${H", "${H:0:2}", "${#H}", "${H/a/b}"])
  func otherFormsOfExpansionAreRefused(_ written: String) {
    let converted = receiver(written, ["H": "host"])
    #expect(converted.conversion.configuration == nil && converted.errors.count == 1)
    #expect(converted.errors[0].hasPrefix("1:"))
  }

  @Test func missingVariablesAreToldByName() {
    let converted = receiver("http://${TOKEN}", [:])
    #expect(converted.warnings == ["1:60 the variable TOKEN is not set and stands for nothing"])
  }
}
