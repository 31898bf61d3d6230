import Base
import Documents
import Manifests

/// Reference agent-operator.md sections 3.1, 3.2 and 3.4.
extension Rendering {
  func metricsDocument(_ hierarchy: AgentHierarchy, dataDirectory: String) -> ConfigValue {
    var document = ConfigMapping()
    document.set("server", server(hierarchy.agent.spec))
    document.set(
      "metrics",
      metrics(
        hierarchy, labels: externalLabels(hierarchy.agent, addsReplica: true), dataDirectory: dataDirectory,
        takesMonitors: true))
    return document.value
  }

  func server(_ agent: GrafanaAgent) -> ConfigValue {
    var entry = ConfigMapping()
    entry.set("log_level", text: agent.logLevel)
    entry.set("log_format", text: agent.logFormat)
    return entry.value
  }

  /// - Parameter takesMonitors: whether jobs are made of ServiceMonitors, PodMonitors and Probes.
  func metrics(
    _ hierarchy: AgentHierarchy, labels: [String: ConfigValue], dataDirectory: String, takesMonitors: Bool
  ) -> ConfigValue {
    let metrics = hierarchy.agent.spec.metrics
    var global = ConfigMapping()
    global.set("external_labels", labels.isEmpty ? nil : .mapping(labels))
    global.set("scrape_interval", text: metrics.scrapeInterval)
    global.set("scrape_timeout", text: metrics.scrapeTimeout)
    global.set(
      "remote_write", list: metrics.remoteWrite.map { remoteWrite($0, of: Owner(hierarchy.agent)) })
    var entry = ConfigMapping()
    entry.set("wal_directory", .text(dataDirectory))
    entry.set("global", global.value)
    let settings = JobSettings(hierarchy.agent)
    entry.set("configs", list: hierarchy.metrics.map { metricsInstance($0, takesMonitors ? settings : nil) })
    return entry.value
  }

  /// The user's labels win over `cluster` and lose against the replica label.
  func externalLabels(_ agent: HierarchyMember<GrafanaAgent>, addsReplica: Bool) -> [String: ConfigValue] {
    let settings = agent.spec.metrics
    var labels: [String: String] = [:]
    let cluster = settings.clusterLabel ?? "cluster"
    if !cluster.isEmpty { labels[cluster] = agent.path }
    labels.merge(settings.externalLabels) { _, own in own }
    let replica = settings.replicaLabel ?? "__replica__"
    if addsReplica, !replica.isEmpty { labels[replica] = "replica-$(STATEFULSET_ORDINAL_NUMBER)" }
    return labels.mapValues { .text($0) }
  }

  /// - Parameter settings: nil makes no jobs of monitors.
  func metricsInstance(_ found: AgentHierarchy.Metrics, _ settings: JobSettings?) -> ConfigValue {
    let instance = found.instance
    let spec = instance.spec
    let owner = Owner(instance)
    var entry = ConfigMapping()
    entry.set("name", .text(instance.path))
    entry.set("wal_truncate_frequency", text: spec.walTruncateFrequency)
    entry.set("min_wal_time", text: spec.minWALTime)
    entry.set("max_wal_time", text: spec.maxWALTime)
    entry.set("remote_flush_deadline", text: spec.remoteFlushDeadline)
    entry.set("write_stale_on_shutdown", ifTrue: spec.writesStaleOnShutdown)
    entry.set("remote_write", list: spec.remoteWrite.map { remoteWrite($0, of: owner) })
    entry.set(
      "scrape_configs",
      list: (settings.map { jobs(found, $0) } ?? [])
        + (spec.additionalScrapeConfigs.map { additionalJobs($0, of: owner) } ?? []))
    return entry.value
  }

  private func jobs(_ found: AgentHierarchy.Metrics, _ settings: JobSettings) -> [ConfigValue] {
    let shelf = shelf(settings)
    return found.serviceMonitors.flatMap { monitor in
      monitor.spec.endpoints.enumerated().map { index, endpoint in
        job(monitor, index: index, shelf) { $0.job(monitor, endpoint: endpoint, index: index, settings) }
      }
    }
      + found.podMonitors.flatMap { monitor in
        monitor.spec.endpoints.enumerated().map { index, endpoint in
          job(monitor, index: index, shelf) { $0.job(monitor, endpoint: endpoint, index: index, settings) }
        }
      } + found.probes.map { probe in job(probe, shelf) { $0.job(probe, settings) } }
  }

  /// The jobs of a list in Prometheus's own form. Names of jobs are shown to people, all other texts are not: the list
  /// stands in a Secret.
  func additionalJobs(_ selector: KeySelector, of owner: Owner) -> [ConfigValue] {
    guard let json = document(.secret(selector), of: owner), !json.isNull else { return [] }
    guard case .array(let jobs) = json else {
      error(
        "wrong-type", of: owner, at: selector.origin,
        "\(ValueReference(.secret(selector), namespace: owner.namespace)) must hold a list of jobs, found "
          + json.typeName, remedy: "write a list: - job_name: …")
      return []
    }
    for (index, job) in jobs.enumerated() { tellSplitKeys(in: job, "[\(index)]", selector, of: owner) }
    return jobs.compactMap { job in
      guard case .mapping(var members)? = ConfigValue(job, isHidden: true) else {
        return ConfigValue(job, isHidden: true)
      }
      if let name = job["job_name"]?.stringValue { members["job_name"] = .text(name) }
      return .mapping(members)
    }
  }

  /// `{password:x}` without a blank is one key without a value, which is dropped like everything without a value. What stands
  /// behind its colon may be a secret.
  private func tellSplitKeys(in json: JSON, _ path: String, _ selector: KeySelector, of owner: Owner) {
    for (index, element) in (json.arrayValue ?? []).enumerated() {
      tellSplitKeys(in: element, "\(path)[\(index)]", selector, of: owner)
    }
    for member in json.objectValue?.members ?? [] {
      let name = String(member.key.prefix { $0 != ":" })
      tellSplitKeys(in: member.value, "\(path).\(name)", selector, of: owner)
      guard member.value.isNull, name != member.key else { continue }
      tell(
        Diagnostic(
          .warning, code: "empty-key", subject: owner.reference, at: selector.origin,
          "\(ValueReference(.secret(selector), namespace: owner.namespace)): \(path).\(name) is left out: there is no blank "
            + "behind the colon, so it is a key without a value", remedy: "write a blank behind the colon"))
    }
  }
}
