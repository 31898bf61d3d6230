/// Where the configurations are written, as the agents will see it.
public struct AgentSettings: Hashable, Sendable {
  /// What is written.
  public enum Layout: String, Hashable, CaseIterable, Sendable {
    /// Configurations and the values that they name by path, for agents that run on machines.
    case files
    /// Manifests of the objects that Grafana Agent Operator would have made in a cluster.
    case kubernetes
  }

  /// The output directory, as an absolute path. Values that an agent reads from files are named by paths below it.
  public var outputDirectory: String
  public var layout: Layout
  /// The other layout is written too, somewhere else: what belongs to it alone is not told as left out.
  public var writesOtherLayout = false

  public init(outputDirectory: String, layout: Layout = .files) {
    self.outputDirectory = outputDirectory
    self.layout = layout
  }
}
