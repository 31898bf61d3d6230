import Apply
import Base
import Plan

/// Leaves out the agents whose objects would take what is somebody else's, or cannot be looked at: all objects of a
/// GrafanaAgent are written or none.
struct ClusterCheck: Sendable {
  private(set) var desired: [DesiredObject]
  private(set) var observed: [ObjectKey: ObservedObject]
  private(set) var heldBack: Set<ObjectReference> = []
  private(set) var problems: [Diagnostic] = []

  init(
    _ objects: ClusterObjects, _ observation: ClusterObservation, owned: [ObjectKey: InventoryEntry]
  ) {
    desired = objects.desired
    observed = observation.objects
    var told: Set<String> = []
    for object in objects.desired where !object.isSuspended {
      guard let uid = object.uid else { continue }
      let key = ObjectKey(.clusterObject, uid)
      if let failure = observation.unread[key] {
        heldBack.insert(object.reference)
        if told.insert("\(object.reference) \(failure.message)").inserted {
          problems.append(Self.unread(failure, object.reference, object.origin))
        }
      }
      guard let manager = observation.foreign[key] else { continue }
      if objects.takingOver.contains(object.reference) {
        observed[key] = observed[key].map { ObservedObject(key: key, title: $0.title, marker: $0.marker) }
      } else {
        heldBack.insert(object.reference)
        problems.append(Self.foreign(object, manager))
      }
    }
    for (key, failure) in observation.unread.sorted(by: { $0.key < $1.key }) {
      guard let entry = owned[key], heldBack.insert(entry.reference).inserted else { continue }
      problems.append(Self.unread(failure, entry.reference, entry.origin))
    }
    desired.removeAll { heldBack.contains($0.reference) }
    var warned: Set<ObjectReference> = []
    for object in desired where !object.isSuspended {
      guard let uid = object.uid, let owner = observation.owners[ObjectKey(.clusterObject, uid)],
        warned.insert(object.reference).inserted
      else { continue }
      problems.append(Self.owned(object, owner))
    }
  }

  private static func owned(_ object: DesiredObject, _ owner: String) -> Diagnostic {
    Diagnostic(
      .warning, code: "owned-elsewhere", subject: object.reference, at: object.origin,
      "\(object.title) names \(owner) as its owner: Kubernetes deletes it, and its pods, together with that",
      remedy:
        "scale Grafana Agent Operator down, take the references away with agentctl operator-detach, and only then "
        + "delete its resources")
  }

  private static func foreign(_ object: DesiredObject, _ manager: String) -> Diagnostic {
    Diagnostic(
      .error, code: "managed-elsewhere", subject: object.reference, at: object.origin,
      "\(object.title) is there already and was not made from here: \(manager) did; nothing of this agent is written",
      remedy: "delete it or give the GrafanaAgent another name; or take it over with the annotation "
        + "sluice.dev/adopt: enabled on the GrafanaAgent, and a copy of it is kept")
  }

  private static func unread(
    _ failure: TargetFailure, _ agent: ObjectReference, _ origin: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      .error, code: "unreadable-object", subject: agent, at: origin,
      "the objects of this agent cannot be looked at: \(failure.message)", remedy: failure.remedy)
  }
}
