import Manifests

/// Reference agent-operator.md section 3.7. A probe has no rules for shards, so every shard runs every probe.
extension Rendering {
  func job(_ probe: HierarchyMember<Probe>, _ settings: JobSettings) -> ConfigValue {
    let spec = probe.spec
    let owner = Owner(probe)
    let namespace = probe.metadata.namespace
    var entry = ConfigMapping()
    entry.set("job_name", .text("probe/\(probe.path)"))
    entry.set("honor_timestamps", .flag(!settings.rules.overridesHonorTimestamps))
    entry.set("metrics_path", text: spec.prober.path)
    entry.set("scrape_interval", text: spec.interval)
    entry.set("scrape_timeout", text: spec.timeout)
    entry.set("scheme", text: spec.prober.scheme)
    entry.set("params", .mapping(["module": .list([.text(spec.module)])]))
    entry.set("tls_config", spec.tls.map { tls($0, of: owner) })
    entry.set("bearer_token", spec.bearerToken.flatMap { value(.secret($0), of: owner) })
    entry.set("basic_auth", spec.basicAuth.map { plainBasicAuth($0, of: owner) })
    var targets = TargetRules()
    if let name = spec.jobName { targets.set("job", to: name) }
    let own: [RelabelRule]
    switch spec.targets {
    case .fixed(let addresses, let labels, let relabelings):
      own = relabelings
      var fixed = ConfigMapping()
      // The namespace wins over a label of that name.
      fixed.set("targets", .list(addresses.map { .text($0) }))
      fixed.set("labels", map: labels.merging(["namespace": namespace]) { _, forced in forced })
      entry.set("static_configs", list: [fixed.value])
      targets.copy("__address__", to: "__param_target")
    case .ingress(let selector, let selected, let relabelings):
      own = relabelings
      let namespaces = namespaces(
        selected, own: namespace, isIgnored: settings.rules.ignoresNamespaceSelectors)
      entry.set("kubernetes_sd_configs", list: [discovery("ingress", in: namespaces, by: settings.discovery)])
      targets.select(selector, role: "ingress")
      targets.compose(
        ["__meta_kubernetes_ingress_scheme", "__address__", "__meta_kubernetes_ingress_path"],
        separator: ";", regex: "(.+);(.+);(.+)", to: "__param_target", "$1://$2$3", action: "replace")
      targets.copy("__meta_kubernetes_namespace", to: "namespace")
      targets.copy("__meta_kubernetes_ingress_name", to: "ingress")
    }
    targets.copy("__param_target", to: "instance")
    targets.set("__address__", to: spec.prober.url)
    own.forEach { targets.add(relabel($0)) }
    if let label = settings.rules.enforcedNamespaceLabel { targets.set(label, to: namespace) }
    entry.set("relabel_configs", list: targets.rules)
    return entry.value
  }
}
