import Manifests

/// Reference agent-operator.md section 3.5.
extension Rendering {
  /// The job of one endpoint.
  func job(
    _ monitor: HierarchyMember<ServiceMonitor>, endpoint: MonitorEndpoint, index: Int, _ settings: JobSettings
  ) -> ConfigValue {
    let spec = monitor.spec
    let namespace = monitor.metadata.namespace
    var entry = scrapeSettings(endpoint, spec.selection, settings.rules, of: Owner(monitor))
    entry.set("job_name", .text("serviceMonitor/\(monitor.path)/\(index)"))
    let namespaces = namespaces(
      spec.selection.namespaces, own: namespace, isIgnored: settings.rules.ignoresNamespaceSelectors)
    entry.set("kubernetes_sd_configs", list: [discovery("endpoints", in: namespaces, by: settings.discovery)])
    entry.set("relabel_configs", list: targets(spec, endpoint, settings, namespace: namespace).rules)
    return entry.value
  }

  private func targets(
    _ spec: ServiceMonitor, _ endpoint: MonitorEndpoint, _ settings: JobSettings, namespace: String
  ) -> TargetRules {
    var targets = TargetRules()
    targets.select(spec.selection.selector, role: "service")
    targets.keepPort(endpoint, named: "__meta_kubernetes_endpoint_port_name")
    for (kind, label) in [("Node", "node"), ("Pod", "pod")] {
      targets.compose(
        [
          "__meta_kubernetes_endpoint_address_target_kind", "__meta_kubernetes_endpoint_address_target_name",
        ],
        separator: ";", regex: "\(kind);(.*)", to: label, "$1")
    }
    targets.describePods()
    if endpoint.keepsRunningOnly == true { targets.dropEnded() }
    targets.copyLabels(spec.targetLabels, role: "service")
    targets.copyLabels(spec.selection.podTargetLabels, role: "pod")
    targets.add(
      .mapping([
        "source_labels": .list([.text("__meta_kubernetes_service_name")]), "target_label": .text("job"),
        "replacement": .text("$1"),
      ]))
    targets.name(by: spec.jobLabel, role: "service")
    finish(&targets, endpoint, settings, namespace: namespace)
    return targets
  }
}
