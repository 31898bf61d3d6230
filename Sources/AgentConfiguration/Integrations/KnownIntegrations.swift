/// What the agent of version 0.44 knows of its integrations: names and multiplicity from its registrations, keys from
/// its settings, live answers for what it checks.
extension KnownIntegration {
  public static let all: [KnownIntegration] = singletons + multiples

  private static let singletons: [KnownIntegration] = [
    KnownIntegration(
      "agent", classicName: "agent", aliases: [], multiplicity: .single, runsOnAllNodes: false,
      identity: .agentAddress, isStrictInside: true, needed: [], useful: [],
      settings: ServiceSettings.agent),
    KnownIntegration(
      "cadvisor", classicName: "cadvisor", aliases: [], multiplicity: .singleUnlessNamed,
      runsOnAllNodes: true, identity: .agentAddress, isStrictInside: false, needed: [], useful: [],
      settings: HostSettings.cadvisor),
    KnownIntegration(
      "node_exporter", classicName: "node_exporter", aliases: [], multiplicity: .singleUnlessNamed,
      runsOnAllNodes: true, identity: .agentAddress, isStrictInside: false, needed: [], useful: [],
      settings: HostSettings.node),
    KnownIntegration(
      "process", classicName: "process_exporter", aliases: ["process_exporter"],
      multiplicity: .singleUnlessNamed, runsOnAllNodes: true, identity: .agentAddress, isStrictInside: false,
      needed: [], useful: [],
      settings: HostSettings.process),
    KnownIntegration(
      "windows", classicName: "windows_exporter", aliases: ["windows_exporter"],
      multiplicity: .singleUnlessNamed, runsOnAllNodes: true, identity: .agentAddress, isStrictInside: false,
      needed: [], useful: [],
      settings: HostSettings.windows),
    KnownIntegration(
      "statsd", classicName: "statsd_exporter", aliases: ["statsd_exporter"],
      multiplicity: .singleUnlessNamed, runsOnAllNodes: false, identity: .agentAddress, isStrictInside: false,
      needed: [], useful: [],
      settings: ReceiverSettings.statsd),
    KnownIntegration(
      "eventhandler", classicName: nil, aliases: [], multiplicity: .single, runsOnAllNodes: false,
      identity: .fixed, isStrictInside: true, needed: ["logs_instance"], useful: [],
      settings: ReceiverSettings.events),
    KnownIntegration(
      "snmp", classicName: "snmp", aliases: ["snmp_exporter"], multiplicity: .single, runsOnAllNodes: false,
      identity: .fixed, isStrictInside: true, needed: [], useful: ["snmp_targets"],
      settings: ProbeSettings.snmp),
    KnownIntegration(
      "blackbox", classicName: "blackbox", aliases: ["blackbox_exporter"], multiplicity: .single,
      runsOnAllNodes: false, identity: .fixed, isStrictInside: true, needed: [], useful: ["blackbox_targets"],
      settings: ProbeSettings.blackbox),
  ]

  private static let multiples: [KnownIntegration] = [
    KnownIntegration(
      "apache_http", classicName: "apache_http", aliases: [], multiplicity: .multiple, runsOnAllNodes: false,
      identity: .host("scrape_uri", "http://localhost/server-status?auto"), isStrictInside: true, needed: [],
      useful: [],
      settings: ServiceSettings.apache),
    KnownIntegration(
      "app_agent_receiver", classicName: nil, aliases: [], multiplicity: .multiple, runsOnAllNodes: false,
      identity: .agentAddress, isStrictInside: true, needed: [], useful: [],
      settings: ReceiverSettings.appAgent),
    KnownIntegration(
      "azure", classicName: "azure_exporter", aliases: ["azure_exporter"], multiplicity: .multiple,
      runsOnAllNodes: false, identity: .wholeConfig, isStrictInside: false, needed: [],
      useful: ["subscriptions", "resource_type", "metrics"],
      settings: CloudSettings.azure),
    KnownIntegration(
      "cloudwatch", classicName: "cloudwatch_exporter", aliases: ["cloudwatch_exporter"],
      multiplicity: .multiple, runsOnAllNodes: false, identity: .wholeConfig, isStrictInside: false,
      needed: [], useful: ["sts_region"],
      settings: CloudSettings.cloudwatch),
    KnownIntegration(
      "consul", classicName: "consul_exporter", aliases: ["consul_exporter"], multiplicity: .multiple,
      runsOnAllNodes: false, identity: .host("server", "http://localhost:8500"), isStrictInside: false,
      needed: [], useful: [],
      settings: ServiceSettings.consul),
    KnownIntegration(
      "dnsmasq", classicName: "dnsmasq_exporter", aliases: ["dnsmasq_exporter"], multiplicity: .multiple,
      runsOnAllNodes: false, identity: .text("dnsmasq_address", "localhost:53"), isStrictInside: false,
      needed: [], useful: [],
      settings: ServiceSettings.dnsmasq),
    KnownIntegration(
      "elasticsearch", classicName: "elasticsearch_exporter", aliases: ["elasticsearch_exporter"],
      multiplicity: .multiple, runsOnAllNodes: false, identity: .host("address", "http://localhost:9200"),
      isStrictInside: false, needed: [], useful: [],
      settings: DatabaseSettings.elasticsearch),
    KnownIntegration(
      "gcp", classicName: "gcp_exporter", aliases: ["gcp_exporter"], multiplicity: .multiple,
      runsOnAllNodes: false, identity: .wholeConfig, isStrictInside: false,
      needed: ["project_ids", "metrics_prefixes"], useful: [],
      settings: CloudSettings.gcp),
    KnownIntegration(
      "github", classicName: "github_exporter", aliases: ["github_exporter"], multiplicity: .multiple,
      runsOnAllNodes: false, identity: .host("api_url", "https://api.github.com"), isStrictInside: false,
      needed: [], useful: [],
      settings: ServiceSettings.github),
    KnownIntegration(
      "kafka", classicName: "kafka_exporter", aliases: ["kafka_exporter"], multiplicity: .multiple,
      runsOnAllNodes: false, identity: .only("kafka_uris"), isStrictInside: false, needed: ["kafka_uris"],
      useful: [],
      settings: ServiceSettings.kafka),
    KnownIntegration(
      "memcached", classicName: "memcached_exporter", aliases: ["memcached_exporter"],
      multiplicity: .multiple, runsOnAllNodes: false, identity: .text("memcached_address", "localhost:11211"),
      isStrictInside: false, needed: [], useful: [],
      settings: DatabaseSettings.memcached),
    KnownIntegration(
      "mongodb", classicName: "mongodb_exporter", aliases: ["mongodb_exporter"], multiplicity: .multiple,
      runsOnAllNodes: false, identity: .host("mongodb_uri", ""), isStrictInside: false,
      needed: ["mongodb_uri"], useful: [],
      settings: DatabaseSettings.mongodb),
    KnownIntegration(
      "mssql", classicName: "mssql", aliases: [], multiplicity: .multiple, runsOnAllNodes: false,
      identity: .host("connection_string", ""), isStrictInside: false, needed: ["connection_string"],
      useful: [],
      settings: DatabaseSettings.mssql),
    KnownIntegration(
      "mysql", classicName: "mysqld_exporter", aliases: ["mysqld_exporter"], multiplicity: .multiple,
      runsOnAllNodes: false, identity: .dataSource("data_source_name"), isStrictInside: false, needed: [],
      useful: ["data_source_name"],
      settings: DatabaseSettings.mysql),
    KnownIntegration(
      "oracledb", classicName: "oracledb", aliases: [], multiplicity: .multiple, runsOnAllNodes: false,
      identity: .host("connection_string", ""), isStrictInside: false, needed: [],
      useful: ["connection_string"],
      settings: DatabaseSettings.oracledb),
    KnownIntegration(
      "postgres", classicName: "postgres_exporter", aliases: ["postgres_exporter"], multiplicity: .multiple,
      runsOnAllNodes: false, identity: .only("data_source_names"), isStrictInside: false, needed: [],
      useful: ["data_source_names"],
      settings: DatabaseSettings.postgres),
    KnownIntegration(
      "redis", classicName: "redis_exporter", aliases: ["redis_exporter"], multiplicity: .multiple,
      runsOnAllNodes: false, identity: .text("redis_addr", ""), isStrictInside: false, needed: ["redis_addr"],
      useful: [],
      settings: DatabaseSettings.redis),
    KnownIntegration(
      "snowflake", classicName: "snowflake", aliases: [], multiplicity: .multiple, runsOnAllNodes: false,
      identity: .text("account_name", ""), isStrictInside: false,
      needed: ["account_name", "username", "password", "warehouse"], useful: [],
      settings: DatabaseSettings.snowflake),
    KnownIntegration(
      "squid", classicName: "squid", aliases: [], multiplicity: .multiple, runsOnAllNodes: false,
      identity: .text("address", ""), isStrictInside: false, needed: ["address"], useful: [],
      settings: ServiceSettings.squid),
    KnownIntegration(
      "vsphere", classicName: "vsphere", aliases: ["vmware_exporter"], multiplicity: .multiple,
      runsOnAllNodes: false, identity: .host("vsphere_url", ""), isStrictInside: true, needed: [],
      useful: ["vsphere_url", "vsphere_user", "vsphere_password"],
      settings: CloudSettings.vsphere),
  ]
}
