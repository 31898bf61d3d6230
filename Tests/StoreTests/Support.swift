import Base
import Plan
import Store
import TestSupport

let target = TargetName(environment: "prod", name: "g-0a1b2c3d4e")
let elsewhere = TargetName(environment: "prod", name: "agent:/etc/agent")
let noon = Timestamp(secondsSinceEpoch: 1_795_269_600)

func entry(_ uid: String, title: String = "Node overview", kind: ObjectKind = .dashboard) -> InventoryEntry {
  InventoryEntry(
    key: ObjectKey(kind, uid), reference: reference(uid),
    origin: SourceLocation(
      file: "platform/dashboards/\(uid).yaml", position: Position(line: 4, column: 3)),
    title: title, parentUID: "platform", desiredDigest: Digest(of: "desired \(uid)"),
    observedDigest: Digest(of: "observed \(uid)"), version: 12, marker: "1763733791000", isAdopted: true,
    isPruned: false, isImplicit: true, commit: "3f2c9e1", applied: 1_795_269_600)
}

func reference(_ name: String) -> ObjectReference {
  ObjectReference(kind: "GrafanaDashboard", namespace: "monitoring", name: name)
}

func intent(_ uid: String, _ verb: Action.Verb = .update) -> Intent {
  Intent(
    key: ObjectKey(.dashboard, uid), reference: reference(uid), verb: verb,
    desiredDigest: verb == .delete ? nil : Digest(of: uid), begun: noon)
}

func done(_ uid: String, at: Timestamp = noon, failure: String? = nil) -> HistoryEntry {
  HistoryEntry(
    key: ObjectKey(.dashboard, uid), reference: reference(uid), title: uid, verb: .update,
    reason: "panel CPU",
    commit: "3f2c9e1", at: at, failure: failure, version: failure == nil ? 13 : nil)
}

/// A store of one test in a directory of its own.
func withState(_ body: (StateDirectory, TemporaryDirectory) async throws -> Void) async throws {
  let directory = try TemporaryDirectory()
  try await body(try await StateDirectory.open(directory.file("state")), directory)
}
