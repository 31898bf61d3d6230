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
    return await RunningAgent(
      readiness: readiness, alloy: RunningAlloy(health: health, components: components))
  }

  func components() async -> [String: String]? {
    guard let response = await answer(AgentProgram.alloy.ownPath), response.status == 200,
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
