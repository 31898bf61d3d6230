import Base
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

  /// Tells settings apart that make different jobs.
  struct Key: Hashable {
    let rules: JobRules
    let shards: Int
    /// The agent that names an API server; nil for all that have none.
    let apiServer: ObjectReference?
  }

  var key: Key {
    Key(
      rules: rules, shards: shards,
      apiServer: discovery.apiServer == nil ? nil : discovery.owner.reference)
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
