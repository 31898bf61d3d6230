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
    #expect(converted.body("discovery.relabel.integrations_i_1").contains("\"integrations/\(kind.next)\""))
    // Series whose job is another than in the agent are told, with both names.
    let jobs = converted.warnings.filter {
      $0.contains("\"integrations/\(kind.next)\"") && $0.contains("\"integrations/\(kind.classic)\"")
    }
    #expect(jobs.count == (kind.next == kind.classic ? 0 : 1))
    #expect(converted.conversion.diagnostics.count == jobs.count)
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

  /// Settings of the integrations that fill every block of their component, with names that are no names in Alloy.
  static let filled: [(classic: String, settings: String)] = [
    (
      "blackbox",
      "blackbox_targets: [{name: a-b c, address: http://h, module: m}, {name: a-b c}], blackbox_config: {modules: {x-y: {prober: http}}}, probe_timeout_offset: 1"
    ),
    (
      "cloudwatch_exporter",
      """
      sts_region: eu, fips_disabled: true, debug: true, decoupled_scraping: {enabled: true, scrape_interval: 1m},
      discovery: {exported_tags: {AWS/EC2: [a-b]}, jobs: [{type: AWS/EC2, regions: [r], roles: [{role_arn: a, external_id: e}],
      custom_tags: [{key: k-1, value: v}], search_tags: [{key: k 2, value: v}], dimension_name_requirements: [d], nil_to_zero: true,
      metrics: [{name: m, statistics: [Sum], period: 5m, length: 5m, nil_to_zero: false}]}]},
      static: [{name: my-job one, regions: [r], namespace: AWS/X, dimensions: [{name: a b, value: v}], custom_tags: [{key: 1, value: v}],
      roles: [{role_arn: a}], metrics: [{name: m, statistics: [Sum], period: 5m}]}, {name: my_job_one, regions: [r], namespace: n}]
      """
    ),
    ("elasticsearch_exporter", "basic_auth: {username: u, password: p}"),
    ("memcached_exporter", "tls_config: {ca_file: /ca, insecure_skip_verify: true}"),
    (
      "mysqld_exporter",
      "info_schema_processlist_min_time: 5, info_schema_tables_databases: a, perf_schema_eventsstatements_limit: 5, perf_schema_file_instances_filter: x, perf_schema_memory_events_remove_prefix: y, heartbeat_database: d, mysqluser_privileges: true"
    ),
    (
      "node_exporter",
      "enable_bcache_priority_stats: true, cpu_flags_include: a, diskstats_device_include: a, filesystem_mount_timeout: 1s, perf_cpus: 0, powersupply_ignored_supplies: a, tapestats_ignored_devices: a, ethtool_device_include: a, ipvs_backend_labels: [a], ntp_server: a, netclass_ignored_devices: a, netdev_address_info: true, netstat_fields: a, runit_service_dir: a, supervisord_url: a, sysctl_include: [a], systemd_unit_include: a, textfile_directory: a, vmstat_fields: a"
    ),
    ("postgres_exporter", "data_source_names: [a], autodiscover_databases: true, include_databases: [a]"),
    ("process_exporter", "process_names: [{name: '{{.Comm}}', cmdline: ['.+']}, {exe: [/a b]}]"),
    (
      "snmp",
      "walk_params: {private-net: {retries: 1, timeout: 5s}, private_net: {max_repetitions: 5}, 1: {retries: 2}}, snmp_targets: [{name: a b, address: h, walk_params: private-net}]"
    ),
    (
      "windows_exporter",
      "dfsr: {source_enabled: 'a,b'}, exchange: {enabled_list: a}, iis: {app_include: a}, logical_disk: {include: a}, mssql: {enabled_classes: a}, network: {include: a}, process: {include: a}, service: {include: a}, text_file: {text_file_directory: a}"
    ),
  ]

  @Test(arguments: filled)
  func whatIsWrittenCanBeReadAgain(_ classic: String, _ settings: String) throws {
    let converted = Converted.integrations("\(classic): {enabled: true, \(settings)}", layout: .classic)
    let configuration = try #require(converted.conversion.configuration, "\(converted.errors)")
    #expect(converted.conversion.isComplete, "\(converted.errors)")
    #expect(try AlloyParser.configuration(AlloyWriter.string(configuration)) == configuration)
    #expect(configuration.faults == [])
  }

  @Test func namesOfStaticJobsBecomeLabels() {
    let job = "regions: [r], namespace: n"
    let converted = Converted.integrations(
      "cloudwatch_exporter: {enabled: true, sts_region: r, static: [{name: my-job one, \(job)}, {name: my_job_one, \(job)}, {name: ok, \(job)}]}",
      layout: .classic)
    let body = converted.body("prometheus.exporter.cloudwatch.integrations_cloudwatch_exporter")
    #expect(body.contains("static \"my_job_one\" {") && body.contains("static \"my_job_one_2\" {"))
    #expect(converted.warnings.count == 2 && converted.warnings[0].contains("static[0].name becomes a label"))
    let without = Converted.integrations(
      "cloudwatch_exporter: {enabled: true, sts_region: r, static: [{\(job)}]}", layout: .classic)
    #expect(without.conversion.configuration == nil && without.errors[0].contains("static[0] has no name"))
  }

  @Test func targetsFollowTheirWalks() {
    let body = Converted.integrations(
      "snmp: {enabled: true, walk_params: {private-net: {retries: 1}, private_net: {retries: 2}}, snmp_targets: [{name: a, address: h, walk_params: private-net}, {name: b, address: h, walk_params: private_net}, {name: c, address: h, walk_params: gone}]}",
      layout: .classic
    ).body("prometheus.exporter.snmp.integrations_snmp")
    #expect(body.contains("walk_param \"private_net\" {\n\tretries = 1\n}"), "\(body)")
    #expect(body.contains("walk_param \"private_net_2\" {\n\tretries = 2\n}"))
    let walks = body.split(separator: "\n").filter { $0.contains("walk_params") }
      .compactMap { $0.split(separator: "\"").dropFirst().first }
    #expect(walks == ["private_net", "private_net_2", "gone"])
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

  /// The name that all integrations share counts like one of their own.
  @Test func theSharedInstanceMustBeThere() {
    func converted(_ name: String) -> Converted {
      Converted(
        """
        metrics:
          configs: [{name: only, remote_write: [{url: http://h}]}]
        integrations:
          metrics: {autoscrape: {metrics_instance: \(name)}}
          node_exporter: {}

        """, options: AlloyOptions(layout: .next))
    }
    #expect(converted("only").conversion.diagnostics == [])
    #expect(
      converted("billing").errors == [
        "4:26 the integration node_exporter points at the metrics instance billing, which is not here"
      ])
  }

  /// Nobody looks at the instance of an integration that is not scraped.
  @Test(arguments: [
    "[]", "[{name: a, remote_write: [{url: u}]}, {name: b, remote_write: [{url: u}]}]",
  ])
  func whatIsNotScrapedNeedsNoInstance(_ instances: String) {
    for autoscrape in ["enable: false", "enable: false, metrics_instance: gone"] {
      let converted = Converted(
        "metrics: {configs: \(instances)}\nintegrations:\n  node_exporter: {autoscrape: {\(autoscrape)}}\n",
        options: AlloyOptions(layout: .next))
      #expect(converted.conversion.isComplete, "\(converted.errors)")
      #expect(converted.paths.last == "prometheus.exporter.unix.integrations_node_exporter")
      #expect(converted.warnings.count == 1 && converted.warnings[0].contains("written without a scrape"))
    }
  }

  @Test func ofManyIntegrationsEachHasItsOwnLabel() {
    let many = 3_000
    let list = String(repeating: "{data_source_name: a}, ", count: many)
    let converted = Converted.integrations("mysql_configs: [\(list)]", layout: .next)
    #expect(Set(converted.paths).count == converted.paths.count)
    #expect(converted.paths.contains("prometheus.scrape.integrations_mysql_\(many)"))
  }

  @Test func whatSaysNothingRunsNothing() {
    let converted = Converted.integrations(
      "redis:\nmysql_configs:\nnode_exporter_configs: [null]", layout: .next)
    #expect(converted.conversion.isComplete && !converted.paths.contains { $0.contains("exporter") })
    #expect(
      Converted.integrations("node_exporter: []", layout: .next).paths.contains { $0.contains("exporter") })
    #expect(Converted("integrations: []\n", options: AlloyOptions(layout: .next)).conversion.isComplete)
  }

  /// The agent passes over keys below the first level of most integrations, and refuses them in some.
  @Test(arguments: [
    ("redis: {redis_addr: h, autoscrape: {enabled: true}}", true),
    ("mysql_configs: [{autoscrape: {nonsense: 1}}]", true),
    ("elasticsearch: {basic_auth: {nonsense: 1}}", true),
    ("redis: {redis_addr: h, nonsense: 1}", false), ("agent: {autoscrape: {nonsense: 1}}", false),
    ("snmp: {autoscrape: {nonsense: 1}}", false),
    ("app_agent_receiver: {server: {nonsense: 1}}", false),
  ])
  func unknownFieldsBelowAreToldWhereTheAgentDropsThem(_ written: String, _ isTaken: Bool) {
    let converted = Converted.integrations(written, layout: .next)
    #expect((converted.conversion.configuration != nil) == isTaken, "\(converted.errors)")
    #expect((isTaken ? converted.warnings : converted.errors).contains { $0.contains("unknown field") })
  }

  @Test func classicIntegrationsWithoutAReceiverAreLost() {
    let converted = Converted(
      "integrations: {agent: {enabled: true}}\n", options: AlloyOptions(layout: .classic))
    #expect(converted.conversion.configuration != nil && !converted.conversion.isComplete)
    #expect(converted.errors.count == 1 && converted.errors[0].contains("cannot be carried over"))
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
    #expect(
      receiver.split(separator: "\n").contains {
        $0.split(separator: " ") == ["\tlisten_address", "=", "\"0.0.0.0\""]
      })
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
