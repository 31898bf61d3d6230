import AgentConfiguration
import Testing

/// Findings below `integrations` in the layout next: the whole list of each text.
@Suite struct IntegrationFindingTests {
  /// What stands under integrations.
  private static let integrations: [(text: String, findings: [String])] = [
    ("redis: {redis_addr: h}", []),
    (
      "redis: {}",
      ["error 3:10 missing-key: integrations.redis.redis_addr is missing or empty: the agent ends"]
    ),
    ("redis: ", ["warning 3:3 empty-value: integrations.redis is empty, so it is not there"]),
    (
      "redis: []",
      ["error 3:10 missing-key: integrations.redis.redis_addr is missing or empty: the agent ends"]
    ),
    (
      "redis: [{redis_addr: h}]",
      [
        "error 3:10 wrong-type: integrations.redis has to be a mapping, found a list: the agent refuses the file"
      ]
    ),
    (
      "redis_configs: {redis_addr: h}",
      ["error 3:18 wrong-type: integrations.redis_configs has to be a list: the agent refuses the file"]
    ),
    (
      "redis_configs: [null, {redis_addr: h}]",
      ["warning 3:19 empty-value: integrations.redis_configs[0] is empty, so it is not there"]
    ),
    ("mysql_configs: ", ["warning 3:3 empty-value: integrations.mysql_configs is empty, so it is not there"]),
    (
      "redis_exporter: {redis_addr: h}",
      [
        "error 3:3 unknown-integration: integrations.redis_exporter is the older name of redis: the agent refuses the file"
      ]
    ),
    (
      "postgres_exporter_configs: []",
      [
        "error 3:3 unknown-integration: integrations.postgres_exporter_configs is the older name of postgres: the agent refuses the file"
      ]
    ),
    (
      "rediss: {}",
      [
        "error 3:3 unknown-integration: integrations.rediss is no integration that the agent knows, did you mean redis?: the agent refuses the file"
      ]
    ),
    (
      "rediss_configs: []",
      [
        "error 3:3 unknown-integration: integrations.rediss_configs is no integration that the agent knows, did you mean redis_configs?: the agent refuses the file"
      ]
    ),
    (
      "redis: {redis_addr: h, nope: 1}",
      [
        "error 3:26 unknown-key: integrations.redis.nope is no key that the agent knows here: the agent refuses the file"
      ]
    ),
    (
      "redis: {redis_addr: h, autoscrape: {enabled: true}}",
      [
        "warning 3:39 dropped-key: integrations.redis.autoscrape.enabled is no key that the agent knows here, did you mean enable?: it drops it without a word"
      ]
    ),
    (
      "agent: {autoscrape: {enabled: true}}",
      [
        "error 3:24 unknown-key: integrations.agent.autoscrape.enabled is no key that the agent knows here, did you mean enable?: the agent refuses the file"
      ]
    ),
    (
      "redis: {redis_addr: h, autoscrape: {enable: true}}",
      [
        "error 3:38 missing-instance: integrations.redis.autoscrape.metrics_instance is default, but metrics.configs has no instance of that name: the agent ends"
      ]
    ),
    (
      #"redis: {redis_addr: h, autoscrape: {enable: "yes"}}"#,
      [
        "error 3:47 wrong-type: integrations.redis.autoscrape.enable has to be true or false, found a text: the agent refuses the file"
      ]
    ),
    (
      "redis: {redis_addr: h, connection_timeout: 1d}",
      [
        "error 3:46 invalid-value: integrations.redis.connection_timeout is not a duration such as 90s or 1.5h: the agent refuses the file"
      ]
    ),
    (
      "redis: {redis_addr: h, tls_client_key_file: k}",
      ["error 3:10 missing-key: integrations.redis.tls_client_cert_file is missing or empty: the agent ends"]
    ),
    (
      "redis: {redis_addr: h, redis_password_file: missing}",
      [
        "warning 3:47 missing-file: integrations.redis.redis_password_file names a file that does not exist: what needs it does not start, or fails when it runs"
      ]
    ),
    (
      "redis: {redis_addr: [h]}",
      [
        "error 3:23 wrong-type: integrations.redis.redis_addr has to be a text, found a list: the agent refuses the file"
      ]
    ),
    (
      "redis: {redis_addr: h, instance: [a]}",
      [
        "error 3:36 wrong-type: integrations.redis.instance has to be a text, found a list: the agent refuses the file"
      ]
    ),
    (
      "redis_configs: [{redis_addr: h}, {redis_addr: h}]",
      [
        "error 3:36 integration-twice: integrations.redis_configs[1] gets the same name as the redis on line 3: the agent ends"
      ]
    ),
    ("redis_configs: [{redis_addr: h}, {redis_addr: h, instance: b}]", []),
    (
      "agent_configs: [{instance: a}, {instance: b}]",
      [
        "error 3:34 integration-twice: integrations.agent_configs[1] is a second agent, of which an agent runs one: the agent ends"
      ]
    ),
    (
      "node_exporter_configs: [{}, {}]",
      [
        "error 3:31 integration-twice: integrations.node_exporter_configs[1] gets the same name as the node_exporter on line 3: the agent ends"
      ]
    ),
    (
      "node_exporter: {netdev_device_blacklist: a, netdev_device_exclude: b}",
      [
        "error 3:19 conflicting-keys: integrations.node_exporter.netdev_device_blacklist excludes netdev_device_exclude of the same mapping: the agent refuses the file"
      ]
    ),
    (
      "node_exporter: {enable_collectors: cpu}",
      [
        "error 3:38 wrong-type: integrations.node_exporter.enable_collectors has to be a list, found a text: the agent refuses the file"
      ]
    ),
    (
      #"mysql: {data_source_name: "h:3306"}"#,
      [
        "error 3:11 invalid-value: integrations.mysql.data_source_name is no data source name of MySQL, it has no slash before the name of the data base: the agent ends"
      ]
    ),
    (
      #"mysql: {data_source_name: "h:3306", instance: i}"#,
      [
        "warning 3:11 invalid-value: integrations.mysql.data_source_name is no data source name of MySQL, it has no slash before the name of the data base: the integration never answers"
      ]
    ),
    (
      "mysql: {}",
      [
        "error 3:10 missing-key: integrations.mysql.data_source_name is missing, and MYSQLD_EXPORTER_DATA_SOURCE_NAME is not set: the agent ends"
      ]
    ),
    (
      "postgres: {data_source_names: [a, b]}",
      [
        "error 3:14 missing-key: integrations.postgres.instance is missing, and 2 data sources give no name of their own: the agent ends"
      ]
    ),
    (
      #"postgres: {data_source_names: ["host=h"]}"#,
      [
        "error 3:14 invalid-value: integrations.postgres.data_source_names[0] does not begin with postgresql://, so that the agent finds no name for it: the agent ends"
      ]
    ),
    (
      #"mongodb: {mongodb_uri: "http://h"}"#,
      [
        "error 3:13 invalid-value: integrations.mongodb.mongodb_uri does not begin with mongodb:// or mongodb+srv://, or is no URL: the agent starts, and the integration never answers"
      ]
    ),
    (
      #"mssql: {connection_string: "mysql://h"}"#,
      [
        "error 3:11 invalid-value: integrations.mssql.connection_string does not begin with sqlserver://, or is no URL: the agent ends"
      ]
    ),
    (
      #"mssql: {connection_string: "sqlserver://h", timeout: 0s}"#,
      ["error 3:47 invalid-value: integrations.mssql.timeout has to be above 0: the agent ends"]
    ),
    (
      #"oracledb: {connection_string: "oracle:///s"}"#,
      ["error 3:14 invalid-value: integrations.oracledb.connection_string has no host: the agent ends"]
    ),
    (
      #"elasticsearch: {address: ""}"#,
      ["error 3:19 missing-key: integrations.elasticsearch.address is missing or empty: the agent ends"]
    ),
    (
      "elasticsearch: {basic_auth: {nope: 1}}",
      [
        "warning 3:32 dropped-key: integrations.elasticsearch.basic_auth.nope is no key that the agent knows here: it drops it without a word"
      ]
    ),
    (
      "snowflake: {account_name: a}",
      [
        "error 3:14 missing-key: integrations.snowflake.password is missing or empty: the agent ends",
        "error 3:14 missing-key: integrations.snowflake.username is missing or empty: the agent ends",
        "error 3:14 missing-key: integrations.snowflake.warehouse is missing or empty: the agent ends",
      ]
    ),
    (
      "squid: {address: h}",
      ["error 3:11 invalid-value: integrations.squid.address is no host with a port: the agent ends"]
    ),
    (
      #"kafka: {kafka_uris: ["h:1"], use_tls: true}"#,
      [
        "error 3:10 missing-key: integrations.kafka.cert_file is missing or empty: the agent ends",
        "error 3:10 missing-key: integrations.kafka.key_file is missing or empty: the agent ends",
        "warning 3:11 surroundings: integrations.kafka.kafka_uris have to answer when the agent starts: it ends where none does",
      ]
    ),
    (
      "kafka: {kafka_uris: [a, b]}",
      [
        "error 3:10 missing-key: integrations.kafka.instance is missing or empty: the agent ends",
        "warning 3:11 surroundings: integrations.kafka.kafka_uris have to answer when the agent starts: it ends where none does",
      ]
    ),
    (
      "kafka: {kafka_uris: [a], kafka_version: new}",
      [
        "warning 3:11 surroundings: integrations.kafka.kafka_uris have to answer when the agent starts: it ends where none does",
        "error 3:28 invalid-value: integrations.kafka.kafka_version is no version of Kafka: the agent ends",
      ]
    ),
    (
      #"consul: {server: "%%%"}"#,
      ["error 3:12 invalid-value: integrations.consul.server is no server that HTTP leads to: the agent ends"]
    ),
    (
      #"consul: {kv_filter: "("}"#,
      [
        "error 3:23 invalid-expression: integrations.consul.kv_filter is no regular expression that the agent takes, a group is not closed: the agent ends"
      ]
    ),
    (
      "azure: {azure_cloud_environment: mine}",
      [
        "warning 3:10 missing-key: integrations.azure.metrics is missing or empty: the integration starts and collects nothing",
        "warning 3:10 missing-key: integrations.azure.resource_type is missing or empty: the integration starts and collects nothing",
        "warning 3:10 missing-key: integrations.azure.subscriptions is missing or empty: the integration starts and collects nothing",
        "error 3:11 invalid-value: integrations.azure.azure_cloud_environment is no cloud of Azure: the agent panics",
      ]
    ),
    (
      "gcp: {project_ids: [p]}",
      ["error 3:8 missing-key: integrations.gcp.metrics_prefixes is missing or empty: the agent ends"]
    ),
    (
      #"gcp: {project_ids: [p], metrics_prefixes: [a/b], extra_filters: [c, "x:y", "a:z"]}"#,
      [
        "error 3:68 invalid-value: integrations.gcp.extra_filters[0] has no colon between the type of metric and the filter: the agent ends",
        "error 3:71 invalid-value: integrations.gcp.extra_filters[1] begins with no beginning of one of metrics_prefixes: the agent ends",
      ]
    ),
    (
      "cloudwatch: {sts_region: r, discovery: {jobs: [{type: AWS/Nope, regions: [r], metrics: [{name: m, statistics: [s]}]}]}}",
      [
        "error 3:51 invalid-value: integrations.cloudwatch.discovery.jobs[0].type is no service that the exporter knows: the agent ends"
      ]
    ),
    (
      "cloudwatch: {discovery: {jobs: [{type: ec2, metrics: [{}]}]}}",
      [
        "warning 3:15 missing-key: integrations.cloudwatch.sts_region is missing: the agent asks the global endpoint for its identity",
        "error 3:35 missing-key: integrations.cloudwatch.discovery.jobs[0].regions is missing or empty: the agent ends",
        "error 3:57 missing-key: integrations.cloudwatch.discovery.jobs[0].metrics[0].name is missing or empty: the agent ends",
        "error 3:57 missing-key: integrations.cloudwatch.discovery.jobs[0].metrics[0].statistics is missing or empty: the agent ends",
      ]
    ),
    (
      "cloudwatch: {sts_region: r, static: [{name: n, regions: [r], nope: 1}]}",
      [
        "error 3:40 missing-key: integrations.cloudwatch.static[0].namespace is missing or empty: the agent ends",
        "warning 3:64 dropped-key: integrations.cloudwatch.static[0].nope is no key that the agent knows here, did you mean name?: it drops it without a word",
      ]
    ),
    (
      "cloudwatch: {sts_region: r, discovery: {jobs: [null]}}",
      ["error 3:50 missing-value: integrations.cloudwatch.discovery.jobs[0] is empty: the agent panics"]
    ),
    (
      "process: {process_names: [{name: a}]}",
      [
        "error 3:29 missing-key: integrations.process.process_names[0] has nothing that could match a process: the agent ends"
      ]
    ),
    (
      #"process: {process_names: [{name: "{{.Comm", cmdline: ["("]}]}"#,
      [
        "error 3:30 invalid-template: integrations.process.process_names[0].name is no template that the agent takes, an action {{ is not closed: the agent ends",
        "error 3:57 invalid-expression: integrations.process.process_names[0].cmdline[0] is no regular expression that the agent takes, a group is not closed: the agent ends",
      ]
    ),
    (
      #"statsd: {listen_udp: "", listen_tcp: ""}"#,
      ["error 3:11 missing-key: integrations.statsd listens nowhere: the agent ends"]
    ),
    (
      "statsd: {cache_type: best}",
      [
        "error 3:24 invalid-value: integrations.statsd.cache_type is none of the values that the agent knows: the agent ends"
      ]
    ),
    (
      "statsd: {listen_tcp: h}",
      [
        "error 3:12 invalid-value: integrations.statsd.listen_tcp is no address with a port: the agent starts, and the integration ends"
      ]
    ),
    (
      #"statsd: {mapping_config: {mappings: [{match: "a.*"}, {match: "a b", name: n}, {match: "(", name: n, match_type: regex, nope: 1}]}}"#,
      [
        "error 3:40 missing-key: integrations.statsd.mapping_config.mappings[0].name is missing or empty: the agent ends",
        "error 3:64 invalid-value: integrations.statsd.mapping_config.mappings[1].match is no pattern of names: the agent ends",
        "error 3:89 invalid-expression: integrations.statsd.mapping_config.mappings[2].match is no regular expression that the agent takes, a group is not closed: the agent ends",
        "warning 3:122 dropped-key: integrations.statsd.mapping_config.mappings[2].nope is no key that the agent knows here, did you mean name?: it drops it without a word",
      ]
    ),
    (
      "statsd_configs: [{instance: a}, {instance: b}]",
      [
        "error 3:35 duplicate-address: integrations.statsd_configs[1].listen_tcp is taken by the integration on line 3: the agent starts, and the integration ends",
        "error 3:35 duplicate-address: integrations.statsd_configs[1].listen_udp is taken by the integration on line 3: the agent starts, and the integration ends",
      ]
    ),
    (
      "blackbox: {blackbox_targets: [{name: a, address: h, module: m}]}",
      [
        "warning 3:55 missing-module: integrations.blackbox.blackbox_targets[0].module is m, which blackbox_config does not have: every probe fails"
      ]
    ),
    (
      "blackbox: {blackbox_targets: [{address: h}], config_file: missing}",
      [
        "error 3:33 missing-key: integrations.blackbox.blackbox_targets[0].name is missing or empty: the agent ends",
        "warning 3:61 missing-file: integrations.blackbox.config_file names a file that does not exist: what needs it does not start, or fails when it runs",
      ]
    ),
    (
      "blackbox: {blackbox_targets: [{name: a, address: h, nope: 1}], blackbox_config: {modules: {http_2xx: {x: y}}}}",
      [
        "error 3:55 unknown-key: integrations.blackbox.blackbox_targets[0].nope is no key that the agent knows here, did you mean name?: the agent refuses the file",
        "warning 3:105 dropped-key: integrations.blackbox.blackbox_config.modules.http_2xx.x is no key that the agent knows here: it drops it without a word",
      ]
    ),
    (
      #"blackbox: {blackbox_config: {modules: {m: {prober: http, timeout: 5, http: {fail_if_body_matches_regexp: ["("], nope: 1}}}}}"#,
      [
        "warning 3:13 missing-key: integrations.blackbox.blackbox_targets is missing or empty: the integration starts and collects nothing",
        "error 3:69 invalid-value: integrations.blackbox.blackbox_config.modules.m.timeout is not a duration such as 90s or 1.5h: the agent refuses the file",
        "error 3:109 invalid-expression: integrations.blackbox.blackbox_config.modules.m.http.fail_if_body_matches_regexp[0] is no regular expression that the agent takes, a group is not closed: the agent refuses the file",
        "warning 3:115 dropped-key: integrations.blackbox.blackbox_config.modules.m.http.nope is no key that the agent knows here: it drops it without a word",
      ]
    ),
    (
      "blackbox: {blackbox_config: {modules: {m: {dns: {query_type: X}, icmp: {ttl: 300}, tcp: {query_response: [{expect: a}]}}}}}",
      [
        "warning 3:13 missing-key: integrations.blackbox.blackbox_targets is missing or empty: the integration starts and collects nothing",
        "error 3:51 missing-key: integrations.blackbox.blackbox_config.modules.m.dns.query_name is missing or empty: the agent refuses the file",
        "error 3:64 invalid-value: integrations.blackbox.blackbox_config.modules.m.dns.query_type is none of the values that the agent knows, did you mean A?: the agent refuses the file",
        "error 3:75 invalid-value: integrations.blackbox.blackbox_config.modules.m.icmp.ttl is not between 0 and 255: the agent refuses the file",
      ]
    ),
    (
      #"node_exporter: {netdev_device_exclude: "(", systemd_unit_include: "("}"#,
      [
        "error 3:42 invalid-expression: integrations.node_exporter.netdev_device_exclude is no regular expression that the agent takes, a group is not closed: the agent panics"
      ]
    ),
    (#"node_exporter: {set_collectors: [cpu], netdev_device_exclude: "(", netdev_device_include: b}"#, []),
    (
      "node_exporter: {netdev_device_exclude: a, netdev_device_include: b}",
      [
        "error 3:45 conflicting-keys: integrations.node_exporter.netdev_device_include excludes netdev_device_exclude of the same mapping: the agent ends"
      ]
    ),
    (
      "eventhandler: {flush_interval: 0, logs_instance: l}",
      [
        "warning 3:17 surroundings: integrations.eventhandler.kubeconfig_path is missing: the agent ends where it does not run in a cluster",
        "error 3:18 invalid-value: integrations.eventhandler.flush_interval has to be above 0: the agent panics",
        "error 3:37 missing-instance: integrations.eventhandler.logs_instance is l, but logs.configs has no instance of that name: the agent starts, and hands no event on",
      ]
    ),
    (
      #"consul: {server: "ftp://h"}"#,
      ["error 3:12 invalid-value: integrations.consul.server is no server that HTTP leads to: the agent ends"]
    ),
    (
      "snmp: {snmp_targets: [{}], walk_params: {p: {retry: 1}}}",
      [
        "warning 3:25 missing-key: integrations.snmp.snmp_targets[0].address is missing or empty: the agent takes the target, and nothing is asked",
        "warning 3:25 missing-key: integrations.snmp.snmp_targets[0].name is missing or empty: the agent takes the target, and its series have no name of their own",
        "error 3:48 unknown-key: integrations.snmp.walk_params.p.retry is no key that the agent knows here: the agent refuses the file",
      ]
    ),
    (
      "snmp: {snmp_config: {modules: {m: {nope: 1}}}}",
      [
        "warning 3:9 missing-key: integrations.snmp.snmp_targets is missing or empty: the integration starts and collects nothing",
        "error 3:38 unknown-key: integrations.snmp.snmp_config.modules.m.nope is no key that the agent knows here: the agent refuses the file",
      ]
    ),
    (
      #"vsphere: {vsphere_url: "%%%"}"#,
      [
        "warning 3:12 missing-key: integrations.vsphere.vsphere_password is missing or empty: the integration starts and collects nothing",
        "warning 3:12 missing-key: integrations.vsphere.vsphere_user is missing or empty: the integration starts and collects nothing",
        "error 3:13 invalid-value: integrations.vsphere.vsphere_url is no URL, it has a % that begins no escape: the agent ends",
      ]
    ),
    (
      "windows: {service: {where: x}}",
      [
        "warning 3:23 dropped-key: integrations.windows.service.where is no key that the agent knows here: it drops it without a word"
      ]
    ),
    (
      "app_agent_receiver: {logs_instance: l}",
      [
        "error 3:24 missing-instance: integrations.app_agent_receiver.logs_instance is l, but logs.configs has no instance of that name: the agent ends"
      ]
    ),
    (
      "app_agent_receiver_configs: [{instance: a}, {instance: b}]",
      [
        "error 3:47 duplicate-address: integrations.app_agent_receiver_configs[1].server.port is taken by the integration on line 3: the agent starts, and the integration ends"
      ]
    ),
    (
      "eventhandler: {}",
      [
        "warning 3:17 surroundings: integrations.eventhandler.kubeconfig_path is missing: the agent ends where it does not run in a cluster",
        "error 3:17 missing-instance: integrations.eventhandler.logs_instance is default, but logs.configs has no instance of that name: the agent starts, and hands no event on",
      ]
    ),
    (
      "eventhandler: {kubeconfig_path: k, autoscrape: {}}",
      [
        "error 3:17 missing-instance: integrations.eventhandler.logs_instance is default, but logs.configs has no instance of that name: the agent starts, and hands no event on",
        "error 3:38 unknown-key: integrations.eventhandler.autoscrape is no key that the agent knows here: the agent refuses the file",
      ]
    ),
    (
      "metrics: {}",
      [
        #"error 3:3 yaml-syntax: the key "metrics" stands twice in one mapping (first on line 2, column 3): the agent refuses the file"#
      ]
    ),
    (
      "cadvisor: {storage_duration: 5}",
      [
        "warning 3:32 nanoseconds: integrations.cadvisor.storage_duration has no unit: the agent takes the number for nanoseconds"
      ]
    ),
  ]

  @Test(arguments: integrations)
  func tellsIntegrations(_ text: String, _ findings: [String]) {
    #expect(
      Judged(
        "integrations:\n  metrics: {autoscrape: {enable: false}}\n  " + text + "\n", missing: ["missing"]
      ).told() == findings)
  }
}
