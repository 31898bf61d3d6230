import Documents
import Manifests

/// What the jobs of ServiceMonitors and PodMonitors have in common (reference agent-operator.md section 3.4).
extension Rendering {
  func scrapeSettings(
    _ endpoint: MonitorEndpoint, _ selection: MonitorSelection, _ rules: JobRules, of owner: Owner
  ) -> ConfigMapping {
    var entry = ConfigMapping()
    entry.set("honor_labels", .flag(endpoint.honorsLabels && !rules.overridesHonorLabels))
    if endpoint.honorsTimestamps != nil || rules.overridesHonorTimestamps {
      entry.set(
        "honor_timestamps", .flag(endpoint.honorsTimestamps == true && !rules.overridesHonorTimestamps))
    }
    entry.set("scrape_interval", text: endpoint.interval)
    entry.set("scrape_timeout", text: endpoint.timeout)
    entry.set("metrics_path", text: endpoint.path)
    entry.set("proxy_url", text: endpoint.proxyURL)
    entry.set("scheme", text: endpoint.scheme)
    if !endpoint.parameters.isEmpty {
      entry.set(
        "params", .mapping(endpoint.parameters.mapValues { .list($0.map { .text($0) }) }))
    }
    if endpoint.enablesHTTP2 == false { entry.set("enable_http2", .flag(false)) }
    entry.set("tls_config", endpoint.tls.map { tls($0, of: owner) })
    entry.set("bearer_token_file", text: endpoint.bearerTokenFile)
    entry.set("bearer_token", endpoint.bearerToken.flatMap { value(.secret($0), of: owner) })
    entry.set("basic_auth", endpoint.basicAuth.map { plainBasicAuth($0, of: owner) })
    entry.set("sample_limit", number: rules.enforcedSampleLimit ?? selection.sampleLimit)
    entry.set("target_limit", number: rules.enforcedTargetLimit ?? selection.targetLimit)
    let enforced = rules.enforcedNamespaceLabel
    entry.set(
      "metric_relabel_configs",
      list: endpoint.metricRelabelings.filter { enforced == nil || $0.targetLabel != enforced }.map(relabel))
    return entry
  }

  /// What stands at the end of every monitor's rules: its port as a label, its own rules, and the namespace that no rule
  /// may overwrite.
  func finish(
    _ targets: inout TargetRules, _ endpoint: MonitorEndpoint, _ settings: JobSettings, namespace: String
  ) {
    if let port = endpoint.port ?? endpoint.targetPort?.text { targets.set("endpoint", to: port) }
    endpoint.relabelings.forEach { targets.add(relabel($0)) }
    if let label = settings.rules.enforcedNamespaceLabel { targets.set(label, to: namespace) }
    targets.shard(of: settings.shards)
  }
}

extension TargetRules {
  /// Keeps the targets of an endpoint's port.
  /// - Parameter named: the label with the name that `port` is about.
  mutating func keepPort(_ endpoint: MonitorEndpoint, named label: String) {
    if let port = endpoint.port {
      keep(label, port)
      return
    }
    switch endpoint.targetPort {
    case .name(let name): keep("__meta_kubernetes_pod_container_port_name", name)
    case .number(let number): keep("__meta_kubernetes_pod_container_port_number", String(number))
    case nil: break
    }
  }
}
