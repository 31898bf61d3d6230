import Manifests

/// What bears on the jobs of all monitors of one GrafanaAgent.
struct JobSettings {
  let rules: JobRules
  /// Processes that share the targets of a job.
  let shards: Int
  let discovery: Discovery

  /// How targets are discovered.
  struct Discovery {
    let apiServer: APIServer?
    /// Holds the references of the API server's credentials.
    let owner: Rendering.Owner
  }

  init(_ agent: HierarchyMember<GrafanaAgent>) {
    self.init(
      rules: agent.spec.metrics.jobs, shards: agent.spec.metrics.shards,
      discovery: Discovery(apiServer: agent.spec.apiServer, owner: Rendering.Owner(agent)))
  }

  init(rules: JobRules, shards: Int, discovery: Discovery) {
    self.rules = rules
    self.shards = shards
    self.discovery = discovery
  }
}
