import Documents
import HTTP

extension AgentConnection {
  /// What a running Grafana Alloy tells. Its list of components is the one that its own pages show (grafana/alloy,
  /// internal/web/api/api.go and internal/component/component_provider.go), which is not promised to stay; where it cannot be
  /// read, `/-/healthy` has to do.
  func lookAtAlloy() async -> RunningAgent {
    async let readiness = status("/-/ready")
    async let health = status("/-/healthy")
    async let components = components()
    async let agent = status("/agent/api/v1/metrics/instances")
    return await RunningAgent(
      readiness: readiness,
      alloy: RunningAlloy(health: health, isGrafanaAgent: agent == 200, components: components))
  }

  private func components() async -> [String: String]? {
    guard let response = await answer("/api/v0/web/components"), response.status == 200,
      let list = (try? JSONParser.parse(response.body, options: .lenient))?.arrayValue
    else { return nil }
    var components: [String: String] = [:]
    for component in list {
      guard let name = component["localID"]?.stringValue else { return nil }
      components[name] = component["health"]?["state"]?.stringValue ?? "unknown"
    }
    return components
  }
}
