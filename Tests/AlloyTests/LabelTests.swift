import Alloy
import Testing

@Suite struct LabelTests {
  @Test(arguments: [
    ("mon/l", "mon_l"), ("a-b.c d", "a_b_c_d"), ("0day", "_0day"), ("ä/é", "ä_é"), ("x", "x"), ("_", "_"),
    ("a😀b", "a_b"), ("true", "_true"), ("null", "_null"), ("False", "False"),
    ("serviceMonitor/ns/n/0", "serviceMonitor_ns_n_0"),
  ])
  func namesBecomeLabels(_ name: String, _ label: String) {
    #expect(AlloyIdentifier.sanitized(name) == label)
    #expect(AlloyIdentifier.isValid(label))
  }

  @Test func noNameGivesNoLabel() {
    #expect(AlloyIdentifier.sanitized("") == nil)
    #expect(["", "1a", "a-b", "a b", "true", "false", "null"].allSatisfy { !AlloyIdentifier.isValid($0) })
  }

  @Test func jobsWhoseLabelsCollideAreNumbered() {
    let converted = Converted(
      """
      remote_write: [{url: http://h}]
      scrape_configs:
        - job_name: a/b
          static_configs: [{targets: [h:1]}]
          relabel_configs: [{target_label: x, replacement: y}]
        - job_name: a_b
          static_configs: [{targets: [h:2]}]
          relabel_configs: [{target_label: x, replacement: y}]
        - job_name: a.b
          static_configs: [{targets: [h:3]}]
      """, from: .prometheus)
    #expect(
      converted.paths == [
        "prometheus.remote_write.default", "discovery.relabel.a_b", "prometheus.scrape.a_b",
        "discovery.relabel.a_b_2", "prometheus.scrape.a_b_2", "prometheus.scrape.a_b_3",
      ])
    #expect(converted.body("prometheus.scrape.a_b_2").contains("discovery.relabel.a_b_2.output"))
    #expect(converted.body("prometheus.scrape.a_b_2").contains("\"a_b\""))
    #expect(converted.conversion.configuration?.faults == [])
    #expect(converted.conversion.isComplete)
  }

  @Test func aNumberIsNotTakenFromAJobThatHasIt() {
    let converted = Converted(
      """
      remote_write: [{url: http://h}]
      scrape_configs:
        - {job_name: a_2, static_configs: [{targets: [h:1]}]}
        - {job_name: a, static_configs: [{targets: [h:1]}]}
        - {job_name: "a ", static_configs: [{targets: [h:1]}]}
        - {job_name: a-2, static_configs: [{targets: [h:1]}]}
      """, from: .prometheus)
    #expect(Set(converted.paths).count == 5)
    #expect(converted.conversion.configuration?.faults == [])
  }

  @Test func namesThatDifferOnlyInASlashKeepTheirReceivers() {
    let converted = Converted(
      """
      logs:
        positions_directory: /p
        configs:
          - name: mon/l
            clients: [{url: http://first}, {url: http://second}]
            scrape_configs: [{job_name: j, static_configs: [{labels: {__path__: /x}}]}]
          - name: mon_l
            clients: [{url: http://third}]
            scrape_configs: [{job_name: j, static_configs: [{labels: {__path__: /y}}]}]
      """)
    #expect(
      converted.paths.filter { $0.hasPrefix("loki.write") } == [
        "loki.write.logs_mon_l", "loki.write.logs_mon_l_2", "loki.write.logs_mon_l_3",
      ])
    #expect(converted.body("loki.write.logs_mon_l_3").contains("http://third"))
    #expect(converted.body("loki.source.file.logs_mon_l_j_2").contains("loki.write.logs_mon_l_3.receiver"))
    #expect(converted.conversion.configuration?.faults == [])
  }
}
