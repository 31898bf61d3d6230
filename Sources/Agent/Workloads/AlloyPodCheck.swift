import Base
import Manifests

/// Tells which settings of pods are about Grafana Agent where Grafana Alloy is to run.
enum AlloyPodCheck {
  static func diagnostics(_ agent: HierarchyMember<GrafanaAgent>, _ mode: AgentMode) -> [Diagnostic] {
    guard mode.isAlloy else { return [] }
    let pods = agent.spec.pods
    let places = agent.spec.places
    var diagnostics: [Diagnostic] = []
    func tell(
      _ severity: Diagnostic.Severity, _ code: String, at field: String, _ message: String, _ remedy: String
    ) {
      diagnostics.append(
        Diagnostic(
          severity, code: code, subject: agent.reference, at: places.location(of: field), message,
          remedy: remedy))
    }
    if let image = pods.image {
      if isAgentImage(image) {
        tell(
          .error, "alloy-image", at: "image",
          "spec.image is an image of Grafana Agent, which cannot run as Alloy",
          "write an image of Alloy, such as \(AgentContainers.alloyImage):\(AgentContainers.alloyVersion), or remove it"
        )
      }
    } else if let version = pods.version, isAgentVersion(version) {
      tell(
        .error, "alloy-image", at: "version",
        "spec.version \(version) is one of Grafana Agent, and none of Alloy",
        "write a version of Alloy, such as \(AgentContainers.alloyVersion), or remove it")
    }
    if pods.enablesConfigReadAPI {
      tell(
        .warning, "ignored-field", at: "enableConfigReadAPI",
        "spec.enableConfigReadAPI is not applied: Alloy always shows its components", "remove it")
    }
    return diagnostics
  }

  /// `grafana/agent:v0.44.8`, from whatever registry and with a digest too.
  private static func isAgentImage(_ image: String) -> Bool {
    let name = image.prefix { $0 != "@" }.split(separator: "/").last ?? ""
    return name.prefix { $0 != ":" } == "agent" && image.contains(AgentContainers.agentImage)
  }

  /// Every release of Grafana Agent begins with zero, none of Alloy does.
  private static func isAgentVersion(_ version: String) -> Bool {
    (version.first == "v" ? version.dropFirst() : version[...]).hasPrefix("0.")
  }
}
