import Base
import Manifests

/// Reference agent-operator.md sections 3.10 and 3.11.
extension Rendering {
  func logsDocument(_ hierarchy: AgentHierarchy, dataDirectory: String) -> ConfigValue {
    var document = ConfigMapping()
    document.set("server", server(hierarchy.agent.spec))
    document.set("logs", logs(hierarchy, dataDirectory: dataDirectory, takesPodLogs: true))
    return document.value
  }

  /// - Parameter takesPodLogs: whether jobs are made of PodLogs.
  func logs(_ hierarchy: AgentHierarchy, dataDirectory: String, takesPodLogs: Bool) -> ConfigValue {
    var entry = ConfigMapping()
    entry.set("positions_directory", .text(dataDirectory))
    entry.set(
      "configs",
      list: hierarchy.logs.map { logsInstance($0, of: hierarchy.agent, takesPodLogs: takesPodLogs) })
    return entry.value
  }

  func logsInstance(
    _ found: AgentHierarchy.Logs, of agent: HierarchyMember<GrafanaAgent>, takesPodLogs: Bool
  ) -> ConfigValue {
    let instance = found.instance
    let settings = agent.spec.logs
    let owner = Owner(instance)
    var entry = ConfigMapping()
    entry.set("name", .text(instance.path))
    let clients =
      instance.spec.clients.isEmpty
      ? settings.clients.map { client($0, for: agent, of: Owner(agent)) }
      : instance.spec.clients.map { client($0, for: agent, of: owner) }
    entry.set("clients", list: clients)
    let discovery = JobSettings.Discovery(apiServer: agent.spec.apiServer, owner: Owner(agent))
    entry.set(
      "scrape_configs",
      list: (takesPodLogs ? found.podLogs : []).map { job($0, settings, by: discovery) }
        + (instance.spec.additionalScrapeConfigs.map { additionalJobs($0, of: owner) } ?? []))
    entry.set(
      "target_config",
      instance.spec.targetConfig.map { config in
        var target = ConfigMapping()
        target.set("sync_period", text: config.syncPeriod)
        return target.value
      })
    return entry.value
  }

  /// - Parameter owner: who holds the client's references.
  func client(_ client: LogsClient, for agent: HierarchyMember<GrafanaAgent>, of owner: Owner) -> ConfigValue
  {
    var entry = ConfigMapping()
    entry.set("url", .text(client.url))
    entry.set("tls_config", client.tls.map { tls($0, of: owner) })
    entry.set("proxy_url", text: client.proxyURL)
    entry.set("tenant_id", text: client.tenantID)
    entry.set("timeout", text: client.timeout)
    entry.set("batchwait", text: client.batchWait)
    entry.set("batchsize", number: client.batchSize)
    entry.set("basic_auth", client.basicAuth.map { plainBasicAuth($0, of: owner) })
    entry.set("oauth2", client.oauth2.map { oauth2($0, of: owner) })
    entry.set("bearer_token", client.bearerToken.map { .hidden(SecretValue($0)) })
    entry.set("bearer_token_file", text: client.bearerTokenFile)
    entry.set(
      "backoff_config",
      client.backoff.map { backoff in
        var pauses = ConfigMapping()
        pauses.set("min_period", text: backoff.minPeriod)
        pauses.set("max_period", text: backoff.maxPeriod)
        pauses.set("max_retries", number: backoff.maxRetries)
        return pauses.value
      })
    var labels: [String: String] = [:]
    let cluster = agent.spec.logs.clusterLabel ?? "cluster"
    if !cluster.isEmpty { labels[cluster] = agent.path }
    entry.set("external_labels", map: labels.merging(client.externalLabels) { _, own in own })
    return entry.value
  }
}
