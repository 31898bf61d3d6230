/// The plugins for data sources that come with Grafana [recordings: plugins, list-datasources].
struct DataSourcePlugin: Sendable {
  let type: String
  let name: String
  /// Below the plugin's folder.
  let logo: String

  /// Nil for a type that is not installed: every type that Amazon adds.
  static func named(_ type: String) -> DataSourcePlugin? { all.first { $0.type == type } }

  /// The logo's path; a general one where the plugin is missing.
  static func logoURL(of type: String, _ lens: Lens) -> String {
    named(type).map { "\(lens.dataSources.pluginFolder)/\($0.type)/img/\($0.logo)" }
      ?? "public/img/icn-datasource.svg"
  }

  private static let all = [
    DataSourcePlugin(type: "alertmanager", name: "Alertmanager", logo: "logo.svg"),
    DataSourcePlugin(type: "cloudwatch", name: "CloudWatch", logo: "amazon-web-services.png"),
    DataSourcePlugin(type: "elasticsearch", name: "Elasticsearch", logo: "elasticsearch.svg"),
    DataSourcePlugin(type: "grafana-azure-monitor-datasource", name: "Azure Monitor", logo: "logo.jpg"),
    DataSourcePlugin(type: "graphite", name: "Graphite", logo: "graphite_logo.png"),
    DataSourcePlugin(type: "influxdb", name: "InfluxDB", logo: "influxdb_logo.svg"),
    DataSourcePlugin(type: "jaeger", name: "Jaeger", logo: "jaeger_logo.svg"),
    DataSourcePlugin(type: "loki", name: "Loki", logo: "loki_icon.svg"),
    DataSourcePlugin(type: "mssql", name: "Microsoft SQL Server", logo: "sql_server_logo.svg"),
    DataSourcePlugin(type: "mysql", name: "MySQL", logo: "mysql_logo.svg"),
    DataSourcePlugin(type: "opentsdb", name: "OpenTSDB", logo: "opentsdb_logo.png"),
    DataSourcePlugin(type: "postgres", name: "PostgreSQL", logo: "postgresql_logo.svg"),
    DataSourcePlugin(type: "prometheus", name: "Prometheus", logo: "prometheus_logo.svg"),
    DataSourcePlugin(type: "stackdriver", name: "Google Cloud Monitoring", logo: "cloud_monitoring_logo.svg"),
    DataSourcePlugin(type: "tempo", name: "Tempo", logo: "tempo_logo.svg"),
    DataSourcePlugin(type: "zipkin", name: "Zipkin", logo: "zipkin-logo.svg"),
  ]
}
