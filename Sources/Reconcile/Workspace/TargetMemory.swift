import Apply
import Base
import Plan
import Store

/// What the store remembers of one target when a cycle begins.
struct TargetMemory: Sendable {
  let inventory: [ObjectKey: InventoryEntry]
  let refusals: [ObjectKey: Refusal]
  /// The part of the inventory that is only known from intents: what was being created when the process ended is ours
  /// if it is there, although nobody could write that down.
  let made: [ObjectKey: InventoryEntry]
  /// Writes that were begun and whose end is not known, by this process or by one that was killed.
  let unsettled: [UnsettledIntent]

  static func read(_ store: any Store, _ target: TargetName) async throws(StoreError) -> TargetMemory {
    let unsettled = try await store.unsettledIntents(in: target)
    let inventory = try await store.inventory(of: target)
    var made: [ObjectKey: InventoryEntry] = [:]
    for intent in unsettled where inventory[intent.intent.key] == nil {
      made[intent.intent.key] = IntentPayload.entry(of: intent.intent) ?? made[intent.intent.key]
    }
    return TargetMemory(
      inventory: inventory.merging(made) { known, _ in known },
      refusals: try await store.refusals(in: target), made: made, unsettled: unsettled)
  }

  /// The same for a cycle.
  static func remembered(_ store: any Store, _ target: TargetName) async throws(TargetFailure) -> TargetMemory
  {
    do {
      return try await read(store, target)
    } catch {
      throw TargetFailure(.ended, "the state directory cannot be read: \(error.description)")
    }
  }

  /// What is owned and seems not to be wanted any more; the plan knows better.
  func leaving(_ desired: [DesiredObject]) -> [InventoryEntry] {
    let references = Set(desired.map(\.reference))
    let keys = Set(desired.compactMap { object in object.uid.map { ObjectKey(object.kind, $0) } })
    return inventory.values.filter { !references.contains($0.reference) && !keys.contains($0.key) }
      .sorted { $0.key < $1.key }
  }

  var uncertain: Set<ObjectKey> { Set(unsettled.map(\.intent.key)) }
}
