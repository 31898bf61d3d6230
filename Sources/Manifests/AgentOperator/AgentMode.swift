/// What runs the configurations of a GrafanaAgent: the annotation `sluice.dev/agent-mode` on it (reference agent-operator.md
/// section 9.4).
public enum AgentMode: String, Hashable, CaseIterable, Sendable {
  /// Grafana Agent in static mode, as Grafana Agent Operator has it.
  case agentStatic = "agent-static"
  /// Grafana Alloy, which converts the configuration of an agent when it reads it.
  case alloyStatic = "alloy-static"
  /// Grafana Alloy with a configuration in its own language.
  case alloy

  /// Whether Grafana Alloy takes the place of Grafana Agent.
  public var isAlloy: Bool { self != .agentStatic }
}
