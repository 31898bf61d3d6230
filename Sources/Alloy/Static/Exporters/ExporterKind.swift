/// An integration that exports metrics, and the component that does the same in Alloy.
struct ExporterKind: Sendable {
  /// The integration's name in the older form of the section, which is also what it is called inside of the agent:
  /// `mysqld_exporter`.
  let classic: String
  /// The name in the newer form: `mysql`.
  let next: String
  /// What stands behind `prometheus.exporter.`.
  let component: String
  let arguments: [Argument]

  init(_ classic: String, next: String? = nil, component: String? = nil, _ arguments: [Argument]) {
    self.classic = classic
    self.next = next ?? classic
    self.component = component ?? next ?? classic
    self.arguments = arguments
  }

  /// Every exporter that can be carried over.
  static let all: [ExporterKind] = [
    .agent, .apache, .azure, .blackbox, .cadvisor, .cloudwatch, .consul, .dnsmasq, .elasticsearch, .gcp,
    .github, .kafka, .memcached, .mongodb, .mssql, .mysql, .node, .oracledb, .postgres, .process, .redis,
    .snmp,
    .snowflake, .squid, .statsd, .windows,
  ]

  /// Integrations of the agent for which Alloy has nothing.
  static let withoutCounterpart = ["vsphere", "vmware_exporter"]
}
