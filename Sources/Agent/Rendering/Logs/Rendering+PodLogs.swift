import Manifests

/// Reference agent-operator.md section 3.12. There are no rules for shards, and none that keeps an agent to the pods of
/// its own node: users write one, with `__host__` as its target.
extension Rendering {
  func job(
    _ podLogs: HierarchyMember<PodLogs>, _ settings: LogsSubsystem, by discovery: JobSettings.Discovery
  ) -> ConfigValue {
    let spec = podLogs.spec
    let namespace = podLogs.metadata.namespace
    var entry = ConfigMapping()
    entry.set("job_name", .text("podLogs/\(podLogs.path)"))
    let namespaces = namespaces(
      spec.namespaces, own: namespace, isIgnored: settings.ignoresNamespaceSelectors)
    entry.set("kubernetes_sd_configs", list: [self.discovery("pod", in: namespaces, by: discovery)])
    entry.set("pipeline_stages", list: spec.stages.map(stage))
    var targets = TargetRules()
    targets.select(spec.selector, role: "pod")
    targets.describePods()
    targets.copyLabels(spec.podTargetLabels, role: "pod")
    targets.set("job", to: podLogs.path)
    targets.name(by: spec.jobLabel, role: "pod")
    targets.compose(
      ["__meta_kubernetes_pod_uid", "__meta_kubernetes_pod_container_name"], separator: "/", to: "__path__",
      "/var/log/pods/*$1/*.log")
    spec.relabelings.forEach { targets.add(relabel($0)) }
    if let label = settings.enforcedNamespaceLabel { targets.set(label, to: namespace) }
    entry.set("relabel_configs", list: targets.rules)
    return entry.value
  }
}
