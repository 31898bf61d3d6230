/// What a running Grafana Alloy tells of itself. Nil is what could not be read.
struct RunningAlloy: Hashable, Sendable {
  /// The status of `/-/healthy`: 200, or 500 where a component is not healthy (grafana/alloy,
  /// docs/sources/reference/http/_index.md). Older releases have no such address.
  var health: Int?
  /// The health of each component by its name: `healthy`, `unhealthy`, `unknown`, `exited`.
  var components: [String: String]?

  /// What is not healthy: components by their names, or with the empty name that some are, where their list cannot be read.
  var unhealthy: Set<String> {
    // One that has not been looked at yet is `unknown`.
    guard let components else { return health == 500 ? [""] : [] }
    return Set(components.filter { !["healthy", "unknown"].contains($0.value) }.keys)
  }
}
