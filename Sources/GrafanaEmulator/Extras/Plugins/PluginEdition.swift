/// Which plugins come with a server, in the order in which they changed.
enum PluginEdition: Int, Comparable, Sendable {
  case first
  /// The Alertmanager joined.
  case alertmanager
  /// Canvas, flame graph, traces and XY chart joined, the plugin list left.
  case canvas
  /// The old heatmap left.
  case oneHeatmap
  /// The profilers, data grid and trend joined.
  case profiling
  /// PostgreSQL and TestData have new ids, the panels of Angular left.
  case renamed

  static func < (left: PluginEdition, right: PluginEdition) -> Bool { left.rawValue < right.rawValue }
}
