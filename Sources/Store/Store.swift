import Base
import Plan

/// What the program remembers between cycles and over restarts.
///
/// Every call is one transaction: it is done wholly or not at all, also when the process is killed in it.
public protocol Store: Sendable {
  // MARK: Inventory

  /// Everything that is ours in a target.
  func inventory(of target: TargetName) async throws(StoreError) -> [ObjectKey: InventoryEntry]

  /// Objects of all targets whose uid, manifest name or title is the given one.
  func inventory(named name: String) async throws(StoreError) -> [(target: TargetName, entry: InventoryEntry)]

  /// Changes that need no journal, because nothing is written to the target: adoptions, new baselines.
  func record(_ changes: [InventoryChange], in target: TargetName) async throws(StoreError)

  // MARK: Journal and history

  /// Puts intents on the disk, synced, before their writes are sent. The identifiers come in the same order.
  func begin(_ intents: [Intent], in target: TargetName) async throws(StoreError) -> [Int64]

  /// Removes intents whose end is known, and remembers what came of them.
  func settle(_ settlements: [Settlement], in target: TargetName) async throws(StoreError)

  /// What was begun and not settled, oldest first: by this process, or by one that was killed.
  func unsettledIntents(in target: TargetName) async throws(StoreError) -> [UnsettledIntent]

  /// What was done to an object, newest first.
  func history(of reference: ObjectReference, limit: Int) async throws(StoreError) -> [HistoryEntry]

  /// What was done to what a target has at a key, for whatever manifest, newest first.
  func history(
    of key: ObjectKey, in target: TargetName, limit: Int
  ) async throws(StoreError) -> [HistoryEntry]

  /// Remembers what was done outside of any cycle.
  func add(_ entry: HistoryEntry, in target: TargetName) async throws(StoreError)

  // MARK: Events and cycles

  func add(_ events: [Event]) async throws(StoreError)

  /// Newest first; those of one object where a reference is given.
  func events(about reference: ObjectReference?, limit: Int) async throws(StoreError) -> [Event]

  func add(_ cycle: CycleRecord) async throws(StoreError)

  /// Newest first.
  func cycles(of environment: String, limit: Int) async throws(StoreError) -> [CycleRecord]

  // MARK: Copies

  /// Keeps a body, synced, before what it is a copy of is overwritten. The same body is stored once.
  ///
  /// - Parameter isSecret: the body may hold secrets and must not be in the database.
  func keep(_ copy: KeptCopy, body: [UInt8], isSecret: Bool) async throws(StoreError)

  /// Copies of objects whose uid or title is the given one, or all copies, newest first.
  func copies(named name: String?) async throws(StoreError) -> [ListedCopy]

  /// Nil where retention has removed it.
  func body(ofCopy id: Int64) async throws(StoreError) -> [UInt8]?

  // MARK: Outbox

  /// False where the same message waits already or was the last one delivered about its subject.
  @discardableResult
  func enqueue(_ message: OutboxMessage) async throws(StoreError) -> Bool

  /// Messages whose time has come, oldest first.
  func dueMessages(at now: Timestamp, limit: Int) async throws(StoreError) -> [WaitingMessage]

  /// Messages that were tried in vain and wait, oldest first.
  func failingMessages(limit: Int) async throws(StoreError) -> [WaitingMessage]

  /// When the next message is due; nil where none waits.
  func nextMessageTime() async throws(StoreError) -> Timestamp?

  /// How many messages wait.
  func waitingMessageCount() async throws(StoreError) -> Int

  /// The host took it. Without effect where a newer message has taken its place in the meantime.
  func markDelivered(_ id: Int64, at now: Timestamp) async throws(StoreError)

  /// The host did not take it; with nil it is given up.
  func markFailed(_ id: Int64, _ failure: String, nextAttempt: Timestamp?) async throws(StoreError)

  // MARK: Refusals

  func refusals(in target: TargetName) async throws(StoreError) -> [ObjectKey: Refusal]
  func remember(_ refusal: Refusal, in target: TargetName) async throws(StoreError)
  func forgetRefusals(of keys: [ObjectKey], in target: TargetName) async throws(StoreError)

  // MARK: Settings

  /// Small facts by name: the last revision, the head of a listing. Never a secret.
  func setting(_ name: String) async throws(StoreError) -> String?

  /// Nil removes it.
  func set(_ name: String, to value: String?) async throws(StoreError)

  // MARK: Housekeeping

  /// Removes what is older or more than the retention allows.
  func discardOld(_ retention: Retention, now: Timestamp) async throws(StoreError)
}
