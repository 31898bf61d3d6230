/// How the agent was started, which decides what stands under `integrations`.
public enum AgentConfigurationLayout: String, CaseIterable, Hashable, Sendable {
  /// With `-enable-features=integrations-next`, as the operator starts its agents.
  case next
  /// Without it, as an agent starts by itself.
  case classic
}
