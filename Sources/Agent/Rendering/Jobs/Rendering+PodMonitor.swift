import Manifests

/// Reference agent-operator.md section 3.6.
extension Rendering {
  /// The job of one endpoint.
  func job(
    _ monitor: HierarchyMember<PodMonitor>, endpoint: MonitorEndpoint, index: Int, _ settings: JobSettings
  ) -> ConfigValue {
    let spec = monitor.spec
    let namespace = monitor.metadata.namespace
    var entry = scrapeSettings(endpoint, spec.selection, settings.rules, of: Owner(monitor))
    entry.set("job_name", .text("podMonitor/\(monitor.path)/\(index)"))
    let namespaces = namespaces(
      spec.selection.namespaces, own: namespace, isIgnored: settings.rules.ignoresNamespaceSelectors)
    entry.set("kubernetes_sd_configs", list: [discovery("pod", in: namespaces, by: settings.discovery)])
    var targets = TargetRules()
    if endpoint.keepsRunningOnly == true { targets.dropEnded() }
    targets.select(spec.selection.selector, role: "pod")
    targets.keepPort(endpoint, named: "__meta_kubernetes_pod_container_port_name")
    targets.describePods()
    targets.copyLabels(spec.selection.podTargetLabels, role: "pod")
    targets.set("job", to: monitor.path)
    targets.name(by: spec.jobLabel, role: "pod")
    finish(&targets, endpoint, settings, namespace: namespace)
    entry.set("relabel_configs", list: targets.rules)
    return entry.value
  }
}
