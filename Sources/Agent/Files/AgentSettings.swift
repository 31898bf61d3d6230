/// Where the configurations are written, as the agents will see it.
public struct AgentSettings: Hashable, Sendable {
  /// The output directory, as an absolute path. Values that an agent reads from files are named by paths below it.
  public var outputDirectory: String
  /// Where agents keep their write-ahead logs and positions.
  public var dataDirectory: String
  /// What `$(STATEFULSET_ORDINAL_NUMBER)` stands for: without a cluster there is one replica.
  public var ordinal: Int

  public init(
    outputDirectory: String, dataDirectory: String = "/var/lib/grafana-agent/data", ordinal: Int = 0
  ) {
    self.outputDirectory = outputDirectory
    self.dataDirectory = dataDirectory
    self.ordinal = ordinal
  }
}
