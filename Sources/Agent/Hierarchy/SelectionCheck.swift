import Base
import Manifests

/// Tells what the selectors of one hierarchy find nothing by, and what they find that is not written.
struct SelectionCheck {
  private let hierarchy: AgentHierarchy
  private let layout: AgentSettings.Layout
  private let heldBack: HeldBackObjects
  private(set) var diagnostics: [Diagnostic] = []

  init(_ hierarchy: AgentHierarchy, layout: AgentSettings.Layout, heldBack: HeldBackObjects) {
    self.hierarchy = hierarchy
    self.layout = layout
    self.heldBack = heldBack
    checkAgent()
    let found = self.found
    for selection in hierarchy.selections { check(selection, found) }
    for skipped in hierarchy.metrics.flatMap(\.skippedMonitors) { tellSkipped(skipped) }
    diagnostics += hierarchy.unknownNamespaces.map(\.warning)
  }

  /// What something was found for: the object that selects, and the kind.
  private struct Found: Hashable {
    let parent: ObjectReference
    let kind: String
  }

  private var found: Set<Found> {
    var found: Set<Found> = []
    func add(_ parent: ObjectReference, _ kind: String, _ isFound: Bool) {
      if isFound { found.insert(Found(parent: parent, kind: kind)) }
    }
    add(hierarchy.agent.reference, MetricsInstance.kind, !hierarchy.metrics.isEmpty)
    add(hierarchy.agent.reference, LogsInstance.kind, !hierarchy.logs.isEmpty)
    add(hierarchy.agent.reference, Integration.kind, !hierarchy.integrations.isEmpty)
    for metrics in hierarchy.metrics {
      let parent = metrics.instance.reference
      add(
        parent, ServiceMonitor.kind, !(metrics.serviceMonitors.isEmpty && metrics.skippedMonitors.isEmpty))
      add(parent, PodMonitor.kind, !metrics.podMonitors.isEmpty)
      add(parent, Probe.kind, !metrics.probes.isEmpty)
    }
    for logs in hierarchy.logs { add(logs.instance.reference, PodLogs.kind, !logs.podLogs.isEmpty) }
    return found
  }

  private mutating func checkAgent() {
    let agent = hierarchy.agent
    let spec = agent.spec
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

  private mutating func tellSkipped(_ monitor: HierarchyMember<ServiceMonitor>) {
    tell(
      "skipped-monitor", monitor.reference, at: monitor.origin,
      "\(hierarchy.agent.reference) leaves it out: spec.metrics.arbitraryFSAccessThroughSMs.deny is true, and it names "
        + "files on the agent's machine", remedy: "keep the values in Secrets")
  }

  /// What has errors would be found without them, and says so itself.
  private mutating func check(_ selection: HierarchySelection, _ found: Set<Found>) {
    guard selection.selector.labels != nil,
      !found.contains(Found(parent: selection.reference, kind: selection.kind)),
      !heldBack.isFound(by: selection)
    else { return }
    tell(
      "selects-nothing", selection.reference, at: selection.place,
      "\(selection.reference) selects no \(selection.kind)",
      remedy: "make the selector match the labels and the namespace of one")
  }

  private mutating func tell(
    _ code: String, _ subject: ObjectReference, at place: SourceLocation, _ message: String, remedy: String
  ) {
    diagnostics.append(
      Diagnostic(.warning, code: code, subject: subject, at: place, message, remedy: remedy))
  }
}
