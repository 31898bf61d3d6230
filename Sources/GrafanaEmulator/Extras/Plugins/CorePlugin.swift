/// A plugin that comes with Grafana [recordings: plugins, list].
struct CorePlugin: Sendable {
  let id: String
  let name: String
  let kind: Kind
  /// Of data sources; empty where there is none.
  let category: String
  private let editions: ClosedRange<PluginEdition>

  enum Kind: String, Sendable {
    case dataSource = "datasource"
    case panel
  }

  private init(
    _ id: String, _ name: String, _ kind: Kind = .dataSource, category: String = "",
    from first: PluginEdition = .first, until last: PluginEdition = .renamed
  ) {
    self.id = id
    self.name = name
    self.kind = kind
    self.category = category
    editions = first...last
  }

  /// The plugins of a version, by name.
  static func all(_ lens: Lens) -> [CorePlugin] {
    everything.filter { $0.editions.contains(lens.extras.pluginEdition) }.sorted { $0.name < $1.name }
  }

  /// Nil for what does not come with the version: every plugin that Amazon adds.
  static func named(_ id: String, _ lens: Lens) -> CorePlugin? { all(lens).first { $0.id == id } }

  /// The folder of its files, as a path on the server.
  func folder(_ lens: Lens) -> String {
    if lens.extras.pluginsTellExtensions { return "public/plugins/\(id)" }
    return "public/app/plugins/\(kind.rawValue)/\(id)"
  }

  func logo(_ lens: Lens) -> String {
    kind == .panel ? folder(lens) + "/img/icn-\(id).svg" : DataSourcePlugin.logoURL(of: id, lens)
  }

  private static let everything = [
    CorePlugin("alertmanager", "Alertmanager", from: .alertmanager),
    CorePlugin("cloudwatch", "CloudWatch", category: "cloud"),
    CorePlugin("elasticsearch", "Elasticsearch", category: "logging"),
    CorePlugin("grafana-azure-monitor-datasource", "Azure Monitor", category: "cloud"),
    CorePlugin("grafana-postgresql-datasource", "PostgreSQL", category: "sql", from: .renamed),
    CorePlugin("grafana-pyroscope-datasource", "Grafana Pyroscope", category: "profiling", from: .profiling),
    CorePlugin("grafana-testdata-datasource", "TestData", from: .renamed),
    CorePlugin("graphite", "Graphite", category: "tsdb"),
    CorePlugin("influxdb", "InfluxDB", category: "tsdb"),
    CorePlugin("jaeger", "Jaeger", category: "tracing"),
    CorePlugin("loki", "Loki", category: "logging"),
    CorePlugin("mssql", "Microsoft SQL Server", category: "sql"),
    CorePlugin("mysql", "MySQL", category: "sql"),
    CorePlugin("opentsdb", "OpenTSDB", category: "tsdb"),
    CorePlugin("parca", "Parca", category: "profiling", from: .profiling),
    CorePlugin("postgres", "PostgreSQL", category: "sql", until: .profiling),
    CorePlugin("prometheus", "Prometheus", category: "tsdb"),
    CorePlugin("stackdriver", "Google Cloud Monitoring", category: "cloud"),
    CorePlugin("tempo", "Tempo", category: "tracing"),
    CorePlugin("testdata", "TestData", until: .profiling),
    CorePlugin("zipkin", "Zipkin", category: "tracing"),
    CorePlugin("alertlist", "Alert list", .panel),
    CorePlugin("annolist", "Annotations list", .panel),
    CorePlugin("barchart", "Bar chart", .panel),
    CorePlugin("bargauge", "Bar gauge", .panel),
    CorePlugin("candlestick", "Candlestick", .panel),
    CorePlugin("canvas", "Canvas", .panel, from: .canvas),
    CorePlugin("dashlist", "Dashboard list", .panel),
    CorePlugin("datagrid", "Datagrid", .panel, from: .profiling),
    CorePlugin("flamegraph", "Flame Graph", .panel, from: .canvas),
    CorePlugin("gauge", "Gauge", .panel),
    CorePlugin("geomap", "Geomap", .panel),
    CorePlugin("gettingstarted", "Getting Started", .panel),
    CorePlugin("graph", "Graph (old)", .panel, until: .profiling),
    CorePlugin("heatmap", "Heatmap", .panel),
    CorePlugin("heatmap-old", "Heatmap (legacy)", .panel, from: .canvas, until: .canvas),
    CorePlugin("histogram", "Histogram", .panel),
    CorePlugin("logs", "Logs", .panel),
    CorePlugin("news", "News", .panel),
    CorePlugin("nodeGraph", "Node Graph", .panel),
    CorePlugin("piechart", "Pie chart", .panel),
    CorePlugin("pluginlist", "Plugin list", .panel, until: .alertmanager),
    CorePlugin("stat", "Stat", .panel),
    CorePlugin("state-timeline", "State timeline", .panel),
    CorePlugin("status-history", "Status history", .panel),
    CorePlugin("table", "Table", .panel),
    CorePlugin("table-old", "Table (old)", .panel, until: .profiling),
    CorePlugin("text", "Text", .panel),
    CorePlugin("timeseries", "Time series", .panel),
    CorePlugin("traces", "Traces", .panel, from: .canvas),
    CorePlugin("trend", "Trend", .panel, from: .profiling),
    CorePlugin("welcome", "Welcome", .panel),
    CorePlugin("xychart", "XY Chart", .panel, from: .canvas),
  ]
}
