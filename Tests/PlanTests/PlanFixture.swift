import Base
import Plan

/// Short ways to say what is wanted, seen and remembered.
enum PlanFixture {
  static func reference(_ kind: ObjectKind, _ name: String) -> ObjectReference {
    let manifest =
      switch kind {
      case .folder: "GrafanaFolder"
      case .datasource: "GrafanaDatasource"
      case .dashboard: "GrafanaDashboard"
      case .agentFile, .clusterObject: "GrafanaAgent"
      default: "GrafanaManifest"
      }
    return ObjectReference(kind: manifest, namespace: "monitoring", name: name)
  }

  static func desired(
    _ kind: ObjectKind, _ name: String, uid: String? = nil, title: String? = nil,
    parent: DesiredObject.Parent = .root, content: String = "v1", file: String? = nil,
    isSuspended: Bool = false,
    driftPolicy: DesiredObject.DriftPolicy = .repair, isPruned: Bool = true
  ) -> DesiredObject {
    DesiredObject(
      kind: kind, reference: reference(kind, name),
      origin: SourceLocation(file: file ?? "\(name).yaml", position: .start), uid: uid, title: title ?? name,
      parent: parent, digest: Digest(of: content), isSuspended: isSuspended, driftPolicy: driftPolicy,
      isPruned: isPruned)
  }

  static func observed(
    _ kind: ObjectKind, _ uid: String, title: String? = nil, parent: String = "", marker: String? = "1",
    manager: String? = nil
  ) -> (ObjectKey, ObservedObject) {
    let key = ObjectKey(kind, uid)
    return (
      key, ObservedObject(key: key, title: title ?? uid, parentUID: parent, marker: marker, manager: manager)
    )
  }

  static func entry(
    _ kind: ObjectKind, _ uid: String, name: String? = nil, title: String? = nil, parent: String = "",
    content: String = "v1", version: Int? = 1, marker: String? = "1", file: String? = nil,
    isAdopted: Bool = false,
    isPruned: Bool = true
  ) -> (ObjectKey, InventoryEntry) {
    let key = ObjectKey(kind, uid)
    let name = name ?? uid
    return (
      key,
      InventoryEntry(
        key: key, reference: reference(kind, name),
        origin: SourceLocation(file: file ?? "\(name).yaml", position: .start), title: title ?? uid,
        parentUID: parent, desiredDigest: Digest(of: content), observedDigest: Digest(of: content),
        version: version, marker: marker, isAdopted: isAdopted, isPruned: isPruned,
        commit: "3f2c9e1", applied: 0)
    )
  }

  static func input(
    desired: [DesiredObject] = [], observed: [(ObjectKey, ObservedObject)] = [],
    inventory: [(ObjectKey, InventoryEntry)] = [], inspections: [ObjectKey: Inspection] = [:]
  ) -> PlanInput {
    PlanInput(
      desired: desired, observed: Dictionary(uniqueKeysWithValues: observed),
      inventory: Dictionary(uniqueKeysWithValues: inventory), inspections: inspections)
  }

  /// `verb key` of each action, in order.
  static func summary(_ plan: Plan) -> [String] {
    plan.actions.map { "\($0.verb.rawValue) \($0.key)" }
  }
}
