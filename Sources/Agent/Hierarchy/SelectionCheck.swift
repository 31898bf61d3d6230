import Base
import Manifests

/// Tells what the selectors of one hierarchy find nothing by, and what they find that is not written.
struct SelectionCheck {
  private let hierarchy: AgentHierarchy
  private let layout: AgentSettings.Layout
  private(set) var diagnostics: [Diagnostic] = []

  init(_ hierarchy: AgentHierarchy, layout: AgentSettings.Layout) {
    self.hierarchy = hierarchy
    self.layout = layout
    checkAgent()
    hierarchy.metrics.forEach { check($0) }
    for found in hierarchy.logs {
      check(
        found.instance, found.instance.spec.podLogs, found.podLogs.isEmpty, PodLogs.kind,
        at: found.instance.spec.places.location(of: "podLogsSelector"))
    }
  }

  private mutating func checkAgent() {
    let agent = hierarchy.agent
    let spec = agent.spec
    check(
      agent, spec.metrics.instances, hierarchy.metrics.isEmpty, MetricsInstance.kind,
      at: spec.metrics.places.location(of: "instanceSelector"))
    check(
      agent, spec.logs.instances, hierarchy.logs.isEmpty, LogsInstance.kind,
      at: spec.logs.places.location(of: "instanceSelector"))
    check(
      agent, spec.integrations, hierarchy.integrations.isEmpty, Integration.kind,
      at: spec.places.location(of: "integrations"))
    if [spec.metrics.instances, spec.logs.instances, spec.integrations].allSatisfy({ $0.labels == nil }) {
      tell(
        "selects-nothing", agent.reference, at: spec.places.location(of: ""),
        "there is neither spec.metrics.instanceSelector nor spec.logs.instanceSelector nor "
          + "spec.integrations.selector: nothing is written",
        remedy: "write a selector; {} selects everything in the namespace")
    }
    if layout == .files, spec.metrics.replicas != 1 {
      tell(
        "ignored-field", agent.reference, at: spec.metrics.places.location(of: "replicas"),
        "spec.metrics.replicas is \(spec.metrics.replicas), but a file is written for one replica of each shard",
        remedy: "write replicas: 1, and give each machine its own GrafanaAgent")
    }
  }

  private mutating func check(_ found: AgentHierarchy.Metrics) {
    let instance = found.instance
    let spec = instance.spec
    check(
      instance, spec.serviceMonitors, found.serviceMonitors.isEmpty && found.skippedMonitors.isEmpty,
      ServiceMonitor.kind, at: spec.places.location(of: "serviceMonitorSelector"))
    check(
      instance, spec.podMonitors, found.podMonitors.isEmpty, PodMonitor.kind,
      at: spec.places.location(of: "podMonitorSelector"))
    check(
      instance, spec.probes, found.probes.isEmpty, Probe.kind,
      at: spec.places.location(of: "probeSelector"))
    for monitor in found.skippedMonitors {
      tell(
        "skipped-monitor", monitor.reference, at: monitor.origin,
        "\(hierarchy.agent.reference) leaves it out: spec.metrics.arbitraryFSAccessThroughSMs.deny is true, and it names "
          + "files on the agent's machine", remedy: "keep the values in Secrets")
    }
  }

  private mutating func check<Spec>(
    _ parent: HierarchyMember<Spec>, _ selector: HierarchySelector, _ isEmpty: Bool, _ kind: String,
    at place: SourceLocation
  ) {
    guard selector.labels != nil, isEmpty else { return }
    tell(
      "selects-nothing", parent.reference, at: place, "\(parent.reference) selects no \(kind)",
      remedy: "make the selector match the labels and the namespace of one")
  }

  private mutating func tell(
    _ code: String, _ subject: ObjectReference, at place: SourceLocation, _ message: String, remedy: String
  ) {
    diagnostics.append(
      Diagnostic(.warning, code: code, subject: subject, at: place, message, remedy: remedy))
  }
}
