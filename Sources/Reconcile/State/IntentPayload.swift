import Base
import Documents
import Plan
import Store

/// What an intent keeps so that an object which was created right before a crash is known as ours afterwards.
enum IntentPayload {
  static func json(_ action: Action) -> JSON {
    [
      "file": .string(action.origin.file), "line": .number(JSONNumber(action.origin.position.line)),
      "column": .number(JSONNumber(action.origin.position.column)), "title": .string(action.title),
      "parent": .string(action.parentUID), "prune": .bool(action.isPruned),
      "implicit": .bool(action.isImplicit),
    ]
  }

  /// The memory of an object that was being created when the process ended; nil for other intents, whose objects were
  /// there before.
  static func entry(of intent: Intent) -> InventoryEntry? {
    guard intent.verb == .create, let digest = intent.desiredDigest else { return nil }
    let payload = intent.payload
    let position = Position(
      line: payload["line"]?.intValue ?? 1, column: payload["column"]?.intValue ?? 1)
    return InventoryEntry(
      key: intent.key, reference: intent.reference,
      origin: SourceLocation(file: payload["file"]?.stringValue ?? "", position: position),
      title: payload["title"]?.stringValue ?? intent.key.uid, parentUID: payload["parent"]?.stringValue ?? "",
      desiredDigest: digest, observedDigest: digest, version: nil, marker: nil, isAdopted: false,
      isPruned: payload["prune"]?.boolValue ?? true, isImplicit: payload["implicit"]?.boolValue ?? false,
      commit: "",
      applied: intent.begun.secondsSinceEpoch)
  }
}
