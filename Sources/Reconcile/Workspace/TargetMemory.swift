import Apply
import Base
import Plan
import Store

/// What the store remembers of one target when a cycle begins.
struct TargetMemory: Sendable {
  let inventory: [ObjectKey: InventoryEntry]
  let refusals: [ObjectKey: Refusal]
  /// Writes that were begun and whose end is not known, by this process or by one that was killed.
  let unsettled: [UnsettledIntent]

  static func read(_ store: any Store, _ target: TargetName) async throws(StoreError) -> TargetMemory {
    let unsettled = try await store.unsettledIntents(in: target)
    var inventory = try await store.inventory(of: target)
    // What was being created when the process ended is ours if it is there, although nobody could write that down.
    for intent in unsettled where inventory[intent.intent.key] == nil {
      inventory[intent.intent.key] = IntentPayload.entry(of: intent.intent)
    }
    return TargetMemory(
      inventory: inventory, refusals: try await store.refusals(in: target), unsettled: unsettled)
  }

  var uncertain: Set<ObjectKey> { Set(unsettled.map(\.intent.key)) }
}
