import Alloy
import Testing

@Suite struct IntegrationTests {
  /// Names in the newer form, in the older one, and of the component; what they cannot do without; an argument.
  struct Kind: Sendable, CustomTestStringConvertible {
    let next: String
    let classic: String
    let component: String
    let settings: String
    let argument: String

    init(
      _ next: String, classic: String? = nil, component: String? = nil, _ settings: String, _ argument: String
    ) {
      self.next = next
      self.classic = classic ?? next
      self.component = component ?? next
      self.settings = settings
      self.argument = argument
    }

    var testDescription: String { next }
  }

  static let kinds = [
    Kind("agent", component: "self", "", ""),
    Kind("apache_http", component: "apache", "scrape_uri: http://a", "scrape_uri = \"http://a\""),
    Kind(
      "azure", classic: "azure_exporter", "subscriptions: [s], resource_type: t, metrics: [m]",
      "resource_type = \"t\""),
    Kind("blackbox", "config_file: /b.yml", "config_file = \"/b.yml\""),
    Kind("cadvisor", "docker_only: true", "docker_only = true"),
    Kind(
      "cloudwatch", classic: "cloudwatch_exporter", "sts_region: eu", "sts_region = \"eu\""),
    Kind("consul", classic: "consul_exporter", "server: http://c", "server = \"http://c\""),
    Kind("dnsmasq", classic: "dnsmasq_exporter", "dnsmasq_address: 'h:53'", "address = \"h:53\""),
    Kind("elasticsearch", classic: "elasticsearch_exporter", "timeout: 7s", "timeout = \"7s\""),
    Kind(
      "gcp", classic: "gcp_exporter", "project_ids: [p], metrics_prefixes: [m]", "project_ids = [\"p\"]"),
    Kind("github", classic: "github_exporter", "repositories: [o/r]", "repositories = [\"o/r\"]"),
    Kind("kafka", classic: "kafka_exporter", "kafka_uris: ['h:9092']", "kafka_uris = [\"h:9092\"]"),
    Kind("memcached", classic: "memcached_exporter", "memcached_address: 'h:1'", "address = \"h:1\""),
    Kind(
      "mongodb", classic: "mongodb_exporter", "mongodb_uri: 'mongodb://h'", "mongodb_uri = \"mongodb://h\""),
    Kind("mssql", "connection_string: 'sqlserver://h'", "connection_string = \"sqlserver://h\""),
    Kind("mysql", classic: "mysqld_exporter", "data_source_name: root@/", "data_source_name = \"root@/\""),
    Kind("node_exporter", component: "unix", "rootfs_path: /host", "rootfs_path = \"/host\""),
    Kind("oracledb", "connection_string: 'oracle://h'", "connection_string = \"oracle://h\""),
    Kind(
      "postgres", classic: "postgres_exporter", "data_source_names: [a], autodiscover_databases: true",
      "autodiscovery {\n\tenabled = true"),
    Kind(
      "process", classic: "process_exporter", "process_names: [{name: n, comm: [a]}]",
      "matcher {\n\tname = \"n\"\n\tcomm = [\"a\"]"),
    Kind(
      "redis", classic: "redis_exporter", "redis_addr: 'h:1', check_keys: 'a,b'",
      "check_keys = [\"a\", \"b\"]"),
    Kind("snmp", "snmp_targets: [{name: n, address: a}]", "targets = [{"),
    Kind(
      "snowflake", "account_name: a, username: u, password: p, warehouse: w", "account_name = \"a\""),
    Kind("squid", "address: 'h:3128'", "address = \"h:3128\""),
    Kind("statsd", classic: "statsd_exporter", "cache_size: 5", "cache_size = 5"),
    Kind(
      "windows", classic: "windows_exporter", "enabled_collectors: 'cpu,os'",
      "enabled_collectors = [\"cpu\", \"os\"]"),
  ]

  /// Those of which a machine has one: in the newer form they are no lists.
  private static let single = ["agent", "cadvisor", "node_exporter", "process", "statsd", "windows"]

  private func contains(_ body: String, _ argument: String) -> Bool {
    body.split(separator: " ").joined(separator: " ").contains(argument)
  }

  @Test(arguments: kinds)
  func theNewerFormIsAnExporterAndAScrape(_ kind: Kind) {
    let isSingle = Self.single.contains(kind.next)
    let fields = "{instance: i-1\(kind.settings.isEmpty ? "" : ", ")\(kind.settings)}"
    let converted = Converted.integrations(
      isSingle ? "\(kind.next): \(fields)" : "\(kind.next)_configs: [\(fields)]", layout: .next)
    #expect(
      converted.paths.suffix(3) == [
        "prometheus.exporter.\(kind.component).integrations_i_1", "discovery.relabel.integrations_i_1",
        "prometheus.scrape.integrations_i_1",
      ])
    let body = converted.body("prometheus.exporter.\(kind.component).integrations_i_1")
    #expect(kind.argument.isEmpty || contains(body, kind.argument), "\(body)")
    #expect(converted.body("discovery.relabel.integrations_i_1").contains("integrations/\(kind.next)"))
    #expect(converted.conversion.diagnostics == [])
    #expect(converted.conversion.configuration?.faults == [])
  }

  @Test(arguments: kinds)
  func theOlderFormHasOneOfEach(_ kind: Kind) {
    let fields = "{enabled: true\(kind.settings.isEmpty ? "" : ", ")\(kind.settings)}"
    let converted = Converted.integrations("\(kind.classic): \(fields)", layout: .classic)
    let label = "integrations_\(kind.classic)"
    #expect(
      converted.paths.suffix(4) == [
        "prometheus.remote_write.integrations", "prometheus.exporter.\(kind.component).\(label)",
        "discovery.relabel.\(label)", "prometheus.scrape.\(label)",
      ])
    let body = converted.body("prometheus.exporter.\(kind.component).\(label)")
    #expect(kind.argument.isEmpty || contains(body, kind.argument), "\(body)")
    #expect(converted.conversion.diagnostics == [])
    #expect(converted.conversion.configuration?.faults == [])
  }

  @Test(arguments: kinds)
  func unknownFieldsAreRefused(_ kind: Kind) {
    let converted = Converted.integrations("\(kind.classic): {enabled: true, nonsense: 1}", layout: .classic)
    #expect(converted.conversion.configuration == nil)
    #expect(converted.errors.contains { $0.contains("unknown field nonsense") })
  }

  @Test func theFormIsToldByTheSection() {
    #expect(
      Converted.integrations("agent: {enabled: true}").paths.contains("prometheus.remote_write.integrations"))
    #expect(Converted.integrations("node_exporter: {autoscrape: {enable: true}}").conversion.isComplete)
    #expect(Converted.integrations("mysqld_exporter: {enabled: true}").conversion.isComplete)
    #expect(Converted.integrations("mysql_configs: [{instance: a}]").conversion.isComplete)
    #expect(Converted.integrations("metrics: {autoscrape: {enable: true}}\nagent: {}").conversion.isComplete)
    // Names of the other form are unknown.
    #expect(
      Converted.integrations("mysqld_exporter_configs: [{instance: a}]", layout: .next).conversion
        .configuration == nil)
    #expect(
      Converted.integrations("mysql: {enabled: true}", layout: .classic).conversion.configuration == nil)
  }

  @Test func blocksOfCollectorsAreWhole() {
    let converted = Converted.integrations(
      "node_exporter: {disk: x}\nagent: {}", layout: .next)
    #expect(converted.conversion.configuration == nil)
    let body = Converted.integrations(
      "node_exporter: {cpu_flags_include: aes, textfile_directory: /t, vmstat_fields: x}", layout: .next
    ).body("prometheus.exporter.unix.integrations_node_exporter")
    #expect(body.contains("cpu {\n\tguest         = true\n\tflags_include = \"aes\"\n}"), "\(body)")
    #expect(body.contains("textfile {\n\tdirectory = \"/t\"\n}"))
    #expect(!body.contains("disk {") && !body.contains("ntp {"))
  }

  @Test func scrapesInheritAndAreRelabelled() {
    let converted = Converted.integrations(
      """
      metrics:
        autoscrape: {scrape_interval: 30s, metrics_instance: default}
      redis_configs:
        - instance: r
          redis_addr: h:1
          extra_labels: {team: a}
          autoscrape:
            scrape_timeout: 5s
            relabel_configs: [{target_label: job, replacement: mine}]
            metric_relabel_configs: [{regex: x, action: labeldrop}]
      """)
    let rules = converted.body("discovery.relabel.integrations_r")
    #expect(rules.contains("replacement  = \"mine\"") && !rules.contains("integrations/redis"))
    #expect(rules.contains("\"team\"") && rules.contains("\"instance\""))
    let scrape = converted.body("prometheus.scrape.integrations_r")
    #expect(scrape.contains("\"30s\"") && scrape.contains("scrape_timeout  = \"5s\""))
    #expect(
      converted.body("prometheus.relabel.integrations_r").contains("prometheus.remote_write.metrics_default"))
  }

  @Test func theOnlyInstanceTakesWhatHasNone() {
    let text = """
      metrics:
        configs: [{name: mon/primary, remote_write: [{url: http://h}]}]
      integrations:
        node_exporter: {autoscrape: {enable: false}}

      """
    let converted = Converted(text, options: AlloyOptions(layout: .next))
    #expect(
      converted.body("prometheus.scrape.integrations_node_exporter")
        .contains("prometheus.remote_write.metrics_mon_primary.receiver"))
    #expect(converted.warnings.count == 2)
    let written = Converted(
      text.replacing("enable: false", with: "metrics_instance: other"), options: AlloyOptions(layout: .next))
    #expect(written.conversion.configuration == nil)
    #expect(
      written.errors == [
        "4:32 the integration node_exporter points at the metrics instance other, which is not here"
      ])
  }

  @Test func integrationsOfOneNameAreNumbered() {
    let converted = Converted.integrations(
      "mysql_configs: [{data_source_name: a}, {data_source_name: b}]", layout: .next)
    #expect(
      converted.paths.filter { $0.contains("exporter") } == [
        "prometheus.exporter.mysql.integrations_mysqld_exporter",
        "prometheus.exporter.mysql.integrations_mysqld_exporter_2",
      ])
    #expect(
      converted.body("discovery.relabel.integrations_mysql_2")
        .contains("prometheus.exporter.mysql.integrations_mysqld_exporter_2.targets"))
    #expect(
      converted.body("prometheus.scrape.integrations_mysql_2").contains(
        "discovery.relabel.integrations_mysql_2"))
    #expect(converted.conversion.configuration?.faults == [])
  }

  @Test func eventsAndFrontendsAreLogs() {
    let converted = Converted.integrations(
      """
      eventhandler: {namespace: n, extra_labels: {a: b}, cache_path: /c}
      app_agent_receiver_configs:
        - logs_instance: default
          logs_labels: {x: ""}
          server: {host: 0.0.0.0, port: 1}
      """, layout: .next)
    #expect(
      converted.body("loki.source.kubernetes_events.integrations_eventhandler")
        == "forward_to = [loki.relabel.integrations_eventhandler.receiver]\nnamespaces = [\"n\"]\n")
    let receiver = converted.body("faro.receiver.integrations_app_agent_receiver")
    #expect(receiver.contains("logs   = [loki.write.logs_default.receiver]"))
    #expect(receiver.contains("listen_address           = \"0.0.0.0\"") || receiver.contains("0.0.0.0"))
    #expect(converted.errors == [] && converted.warnings.count == 1)
    #expect(converted.conversion.configuration?.faults == [])
  }

  @Test(arguments: [
    ("vsphere_configs: [{}]", AlloyOptions.IntegrationsLayout.next),
    ("vmware_exporter: {enabled: true}", .classic),
    ("agent: {enabled: true, scrape_integration: false}", .classic),
    ("statsd_configs: [{mapping_config: {mappings: []}}]", .next),
  ])
  func whatAlloyLacksIsNamed(_ written: String, _ layout: AlloyOptions.IntegrationsLayout) {
    let converted = Converted.integrations(written, layout: layout)
    #expect(converted.errors.contains { $0.contains("cannot be carried over") }, "\(converted.errors)")
    #expect(converted.conversion.configuration != nil && !converted.conversion.isComplete)
  }

  @Test func whatIsNotEnabledIsLeftOut() {
    let converted = Converted.integrations("agent: {enabled: false, x: y}", layout: .classic)
    #expect(converted.conversion.isComplete && converted.warnings.count == 1)
    #expect(!converted.paths.contains { $0.contains("integrations") })
  }

  @Test func theConfigurationOfProbesIsYAMLInAText() {
    let body = Converted.integrations(
      "blackbox_configs: [{instance: b, blackbox_config: {modules: {http_2xx: {prober: http}}}}]",
      layout: .next
    ).body("prometheus.exporter.blackbox.integrations_b")
    #expect(body.contains(#""modules:\n  http_2xx:\n    prober: http\n""#), "\(body)")
  }

  /// Alloy's converter knows neither.
  @Test func documentsOfOtherExportersAreTextsToo() {
    let snmp = Converted.integrations(
      "snmp_configs: [{instance: s, snmp_config: {auths: {a: {version: 2}}}, snmp_targets: [{name: n, address: a}]}]",
      layout: .next)
    #expect(
      snmp.body("prometheus.exporter.snmp.integrations_s").contains(#""auths:\n  a:\n    version: 2\n""#))
    #expect(snmp.errors == [])
    #expect(
      snmp.conversion.beyondAlloy.map(\.message) == [
        "integrations.snmp_configs[0].snmp_config cannot be carried over: Alloy's own converter leaves it out"
      ])
    let both = Converted.integrations(
      "snmp_configs: [{instance: s, config_file: /s.yml, snmp_config: {auths: {a: {}}}}]", layout: .next)
    #expect(!both.body("prometheus.exporter.snmp.integrations_s").contains("config ="))
    #expect(both.warnings.contains { $0.contains("config_file comes before it") })
    let mssql = Converted.integrations(
      "mssql_configs: [{instance: m, connection_string: 'sqlserver://h', query_config: {collector_name: c}}]",
      layout: .next)
    #expect(
      mssql.body("prometheus.exporter.mssql.integrations_m").contains(#""collector_name: c\n""#))
    #expect(mssql.errors == [])
  }
}
