import Manifests

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
  /// What runs the configurations, whatever the manifests say; nil for what they say.
  public var mode: AgentMode?
  /// Whether a configuration of Alloy is made without what cannot be carried over; it is told as a warning then.
  public var acceptsLosses: Bool

  /// - Parameter mode: nil for what the manifests say.
  public init(
    outputDirectory: String, layout: Layout = .files, mode: AgentMode? = nil, acceptsLosses: Bool = false
  ) {
    self.outputDirectory = outputDirectory
    self.layout = layout
    self.mode = mode
    self.acceptsLosses = acceptsLosses
  }
}
