import Manifests

/// What listens at the address of an agent.
enum AgentProgram: Sendable, CustomStringConvertible {
  /// Grafana Agent in static mode.
  case agent
  /// Grafana Alloy.
  case alloy

  init(running mode: AgentMode) { self = mode.isAlloy ? .alloy : .agent }

  var description: String {
    switch self {
    case .agent: "Grafana Agent"
    case .alloy: "Grafana Alloy"
    }
  }

  var other: AgentProgram { self == .agent ? .alloy : .agent }

  /// What it tells there the other does not: the list of instances (Grafana Agent documentation, static mode, API
  /// reference), or of components (grafana/alloy, internal/web/api/api.go).
  var ownPath: String {
    switch self {
    case .agent: "/agent/api/v1/metrics/instances"
    case .alloy: "/api/v0/web/components"
    }
  }
}
