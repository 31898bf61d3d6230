import Base
import Documents
import Plan

/// A write to a target that is about to begin. It is on the disk before the write is sent, so that a process killed in
/// between knows afterwards what may have happened.
public struct Intent: Sendable {
  public let key: ObjectKey
  public let reference: ObjectReference
  public let verb: Action.Verb
  /// What the object shall be; nil for a deletion.
  public let desiredDigest: Digest?
  public let begun: Timestamp
  /// What recovery needs beside that. Never a secret.
  public let payload: JSON

  public init(
    key: ObjectKey, reference: ObjectReference, verb: Action.Verb, desiredDigest: Digest?, begun: Timestamp,
    payload: JSON = .object(JSONObject())
  ) {
    self.key = key
    self.reference = reference
    self.verb = verb
    self.desiredDigest = desiredDigest
    self.begun = begun
    self.payload = payload
  }
}

/// An intent that was begun and of which no end is known.
public struct UnsettledIntent: Sendable {
  public let id: Int64
  public let intent: Intent
}

/// The known end of an intent. Its parts are remembered together or not at all.
public struct Settlement: Sendable {
  public let intent: Int64
  /// What the target holds now; nil where nothing changed.
  public let inventory: InventoryChange?
  public let history: HistoryEntry

  public init(intent: Int64, inventory: InventoryChange?, history: HistoryEntry) {
    self.intent = intent
    self.inventory = inventory
    self.history = history
  }
}
