import Base
import Plan
import Reconcile
import Store

/// What is read from the store of one object before anything is concluded.
struct StoryMemory: Sendable {
  let found: ObjectQuery.Found
  let last: LastCycle?
  let past: ObjectPast
  let facts: ObjectFacts?
  /// Everything that is owned where the object is.
  let inventory: [InventoryEntry]
  /// The newest copy of the object that was put back by hand since the last cycle ended.
  let restoration: Restoration?

  private static let limit = 1_000

  /// Its manifest has left the revision, and it is owned still.
  var hasLeft: Bool {
    switch facts?.departure {
    case .left, .leftWithoutPruning: true
    case .inDoubt, nil: false
    }
  }

  init(_ found: ObjectQuery.Found) async throws(StoreError) {
    self.found = found
    let store = found.environment.store
    last = try await LastCycle.read(from: store, environment: found.environment.name)
    past = try await ObjectPast.read(found, limit: Self.limit)
    facts = try await ObjectFacts.read(of: found.reference, from: store, environment: found.environment.name)
    var inventory: [InventoryEntry] = []
    var restoration: Restoration?
    for (target, entry) in found.entries {
      inventory += Array(try await store.inventory(of: target).values)
      let newest = try await Restoration.read(of: entry.key, in: target, from: store)
      if let newest, newest.at > last?.finished ?? newest.at { restoration = newest }
    }
    self.inventory = inventory
    self.restoration = restoration
  }
}
