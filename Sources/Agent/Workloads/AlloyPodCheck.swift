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
    // What changes the container wins, and of two changes the last.
    let changed = pods.containers.last { $0.text("name") == AgentContainers.agentName }
    if let changed, let image = changed.text("image"), !image.isEmpty {
      if isAgentImage(image) {
        diagnostics.append(
          Diagnostic(
            .error, code: "alloy-image", subject: agent.reference, at: changed.origin,
            "\(changed.path).image is an image of Grafana Agent, which cannot run as Alloy",
            remedy: imageRemedy))
      }
    } else if let image = pods.image {
      if isAgentImage(image) {
        tell(
          .error, "alloy-image", at: "image",
          "spec.image is an image of Grafana Agent, which cannot run as Alloy", imageRemedy)
      }
    } else if let version = pods.version, isAgentVersion(version) {
      tell(
        .error, "alloy-image", at: "version",
        "spec.version \(version) is one of Grafana Agent, and none of Alloy",
        "write a version of Alloy, such as \(AgentContainers.alloyVersion), or remove it")
    }
    for container in pods.containers where container.text("name") != AgentContainers.agentName {
      guard let image = container.text("image"), isAgentImage(image) else { continue }
      diagnostics.append(
        Diagnostic(
          .warning, code: "alloy-image", subject: agent.reference, at: container.origin,
          "\(container.path).image is an image of Grafana Agent, which runs beside Alloy then",
          remedy: "take the container out where Alloy does its work"))
    }
    if pods.enablesConfigReadAPI {
      tell(
        .warning, "ignored-field", at: "enableConfigReadAPI",
        "spec.enableConfigReadAPI is not applied: Alloy always shows its components", "remove it")
    }
    return diagnostics
  }

  private static let imageRemedy =
    "write an image of Alloy, such as \(AgentContainers.alloyImage):\(AgentContainers.alloyVersion), or remove it"

  /// `grafana/agent:v0.44.8` and `grafana/agent-boringcrypto`, the images that are released (grafana/agent, Makefile), from
  /// whatever registry and below whatever folder, and those of others that write the two names as one. More programs than this
  /// one are called `agent`.
  private static func isAgentImage(_ image: String) -> Bool {
    let parts = image.prefix { $0 != "@" }.split(separator: "/")
    guard let name = parts.last?.prefix(while: { $0 != ":" }).lowercased() else { return false }
    switch name {
    case "grafana-agent", "grafana-agent-boringcrypto": return true
    case "agent", "agent-boringcrypto": return parts.dropLast().last?.lowercased() == "grafana"
    default: return false
    }
  }

  /// Every release of Grafana Agent begins with zero, none of Alloy does.
  private static func isAgentVersion(_ version: String) -> Bool {
    (version.first == "v" ? version.dropFirst() : version[...]).hasPrefix("0.")
  }
}
