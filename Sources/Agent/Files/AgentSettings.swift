/// Where the configurations are written, as the agents will see it.
public struct AgentSettings: Hashable, Sendable {
  /// The output directory, as an absolute path. Values that an agent reads from files are named by paths below it.
  public var outputDirectory: String

  public init(outputDirectory: String) { self.outputDirectory = outputDirectory }
}
