/// Names one target of one environment: a workspace, or an output directory of agent files.
public struct TargetName: Hashable, Sendable, CustomStringConvertible {
  public let environment: String
  /// Unique in the environment, and the same after every start: `g-0a1b2c3d4e`, `agent:/etc/grafana-agent`.
  public let name: String

  public init(environment: String, name: String) {
    self.environment = environment
    self.name = name
  }

  public var description: String { "\(environment)/\(name)" }
}
