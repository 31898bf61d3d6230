import Base
import Manifests

/// Tells which fields say something of pods where there are none.
enum UnappliedFields {
  static func warnings(_ hierarchy: AgentHierarchy) -> [Diagnostic] {
    let agent = hierarchy.agent
    return agent.spec.pods.setFields.map { warning($0, of: agent.reference, agent.spec.places) }
      + hierarchy.integrations.flatMap { integration in
        let volumes = integration.spec.volumes
        return [("volumes", volumes.volumes), ("volumeMounts", volumes.mounts)].filter { !$0.1.isEmpty }
          .map { warning($0.0, of: integration.reference, integration.spec.places) }
      }
  }

  private static func warning(_ field: String, of object: ObjectReference, _ places: FieldPlaces)
    -> Diagnostic
  {
    Diagnostic(
      .warning, code: "ignored-field", subject: object, at: places.location(of: field),
      "spec.\(field) is not applied: it concerns the Kubernetes objects around the agent",
      remedy:
        "choose --agent-layout kubernetes to have them written, or --agent-cluster to have them in a cluster")
  }
}
