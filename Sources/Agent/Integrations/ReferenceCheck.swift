import Base
import Documents
import Manifests

/// Checks that the instances that an Integration names belong to the same hierarchy: the agent ends when it does not
/// find one, and an Integration may belong to several hierarchies.
struct ReferenceCheck {
  let hierarchy: AgentHierarchy
  let finder: HierarchyFinder

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
        diagnostics.append(missingMetricsInstance(name, in: integration))
      }
    }
    for key in ["logs_instance", "traces_instance"] {
      guard let name = config[key]?.stringValue, !name.isEmpty else { continue }
      let kind = key == "logs_instance" ? "logs" : "traces"
      diagnostics.append(
        finding(
          integration, [key], "missing-instance",
          "spec.config.\(key) names \(name), but no configuration for \(kind) is written",
          remedy: "remove the integration from \(hierarchy.agent.reference)"))
    }
    return diagnostics
  }

  private func missingMetricsInstance(_ name: String, in integration: HierarchyMember<Integration>)
    -> Diagnostic
  {
    let agent = hierarchy.agent
    let whom = "\(agent.reference) (\(agent.origin.fileAndLine))"
    let message: String
    let remedy: String
    if let instance = finder.metricsInstances.first(where: { $0.path == name }) {
      let others = finder.agents.filter {
        $0.reference != agent.reference
          && finder.selects($0, $0.spec.metrics.instances, instance.metadata)
      }
      let elsewhere =
        others.isEmpty
        ? "no GrafanaAgent selects it"
        : "it belongs to \(others.map { "\($0.reference) (\($0.origin.fileAndLine))" }.joined(separator: " and "))"
      message =
        "spec.config.autoscrape.metrics_instance names \(name) (\(instance.origin.fileAndLine)), which does not belong "
        + "to \(whom): \(elsewhere)"
      remedy =
        "make spec.metrics.instanceSelector of the GrafanaAgent and the labels of the MetricsInstance match"
    } else {
      let names = hierarchy.metricsInstances.map(\.path)
      message =
        "spec.config.autoscrape.metrics_instance names \(name), which does not exist in \(whom)"
        + NearestName.suggestion(for: name, among: names)
      remedy =
        names.isEmpty
        ? "add a MetricsInstance that spec.metrics.instanceSelector of the GrafanaAgent matches"
        : "write one of \(names.joined(separator: ", "))"
    }
    return finding(
      integration, ["autoscrape", "metrics_instance"], "missing-instance", message, remedy: remedy)
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
