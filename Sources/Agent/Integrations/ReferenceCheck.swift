import Base
import Documents
import Manifests

/// Checks that the instances that an Integration names belong to the same hierarchy: the agent ends when it does not
/// find one, and an Integration may belong to several hierarchies.
struct ReferenceCheck {
  let hierarchy: AgentHierarchy
  let finder: HierarchyFinder

  /// The code of what may speak of objects outside the hierarchy.
  static let missingInstance = "missing-instance"

  func check(_ integration: HierarchyMember<Integration>) -> [Diagnostic] {
    let config = integration.spec.config.json
    var diagnostics: [Diagnostic] = []
    if let settings = config["autoscrape"], settings["enable"]?.boolValue == true {
      let name = settings["metrics_instance"]?.stringValue ?? ""
      if name.isEmpty {
        diagnostics.append(
          finding(
            integration, ["autoscrape", "enable"], "missing-field",
            "spec.config.autoscrape.metrics_instance is missing: without it the agent looks for an instance named "
              + "default, which does not exist", remedy: "name the MetricsInstance as <namespace>/<name>"))
      } else if !hierarchy.metricsInstances.contains(where: { $0.path == name }) {
        diagnostics.append(
          missing(
            name, at: ["autoscrape", "metrics_instance"], in: integration, hierarchy.metricsInstances,
            among: finder.metricsInstances, "spec.metrics.instanceSelector", \.metrics.instances))
      }
    }
    if let name = config["logs_instance"]?.stringValue, !name.isEmpty,
      !hierarchy.logsInstances.contains(where: { $0.path == name })
    {
      diagnostics.append(
        missing(
          name, at: ["logs_instance"], in: integration, hierarchy.logsInstances, among: finder.logsInstances,
          "spec.logs.instanceSelector", \.logs.instances))
    }
    if let name = config["traces_instance"]?.stringValue, !name.isEmpty {
      diagnostics.append(
        finding(
          integration, ["traces_instance"], Self.missingInstance,
          "spec.config.traces_instance names \(name), but configurations have no traces, as with Grafana Agent Operator",
          remedy: "remove it"))
    }
    return diagnostics
  }

  /// - Parameters:
  ///   - selected: the instances of this hierarchy.
  ///   - all: those of the repository.
  ///   - field: of the GrafanaAgent, which selects them.
  private func missing<Instance>(
    _ name: String, at path: [String], in integration: HierarchyMember<Integration>,
    _ selected: [HierarchyMember<Instance>], among all: [HierarchyMember<Instance>], _ field: String,
    _ selector: (GrafanaAgent) -> HierarchySelector
  ) -> Diagnostic {
    let agent = hierarchy.agent
    let whom = "\(agent.reference) (\(agent.origin.fileAndLine))"
    let place = "spec.config.\(path.joined(separator: "."))"
    let message: String
    let remedy: String
    if let instance = all.first(where: { $0.path == name }) {
      let others = finder.agents.filter {
        $0.reference != agent.reference && finder.selects($0, selector($0.spec), instance.metadata)
      }
      let elsewhere =
        others.isEmpty
        ? "no GrafanaAgent selects it"
        : "it belongs to \(others.map { "\($0.reference) (\($0.origin.fileAndLine))" }.joined(separator: " and "))"
      message =
        "\(place) names \(name) (\(instance.origin.fileAndLine)), which does not belong to \(whom): \(elsewhere)"
      remedy = "make \(field) of the GrafanaAgent and the labels of the \(Instance.kind) match"
    } else {
      let names = selected.map(\.path)
      message =
        "\(place) names \(name), which does not exist in \(whom)"
        + NearestName.suggestion(for: name, among: names)
      remedy =
        names.isEmpty
        ? "add a \(Instance.kind) that \(field) of the GrafanaAgent matches"
        : "write one of \(names.joined(separator: ", "))"
    }
    return finding(integration, path, Self.missingInstance, message, remedy: remedy)
  }

  private func finding(
    _ integration: HierarchyMember<Integration>, _ path: [String], _ code: String, _ message: String,
    remedy: String
  ) -> Diagnostic {
    Diagnostic(
      .error, code: code, subject: integration.reference,
      at: integration.spec.config.location(of: JSONPointer(path)), message, remedy: remedy)
  }
}
