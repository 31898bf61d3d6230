import Apply
import Base
import Documents
import Plan
import Platform
import Report
import Store

/// Writes down in the store what is about to be done in one target, and what was done.
final class StoreJournal: Journal {
  private let store: any Store
  private let target: TargetName
  private let commit: String
  private let time: any TimeSource
  private let intents = IntentTable()

  init(_ store: any Store, target: TargetName, commit: String, time: any TimeSource) {
    self.store = store
    self.target = target
    self.commit = commit
    self.time = time
  }

  func begin(_ actions: [Action]) async throws(TargetFailure) {
    let now = time.now
    let begun = actions.map { action in
      Intent(
        key: action.key, reference: action.reference, verb: action.verb, desiredDigest: action.desiredDigest,
        begun: now, payload: IntentPayload.json(action))
    }
    do {
      let identifiers = try await store.begin(begun, in: target)
      await intents.add(zip(actions.map(\.key), identifiers))
    } catch {
      throw TargetFailure(.ended, "the state directory cannot be written: \(error.description)")
    }
  }

  func finish(_ outcome: Outcome) async throws(TargetFailure) {
    do {
      try await remember(outcome)
    } catch {
      throw TargetFailure(.passing, "the state directory cannot be written: \(error.description)")
    }
  }

  private func remember(_ outcome: Outcome) async throws(StoreError) {
    let action = outcome.action
    let change = inventoryChange(outcome)
    guard let intent = await intents.identifier(of: action.key) else {
      if let change { try await store.record([change], in: target) }
      return
    }
    // A write whose end is not known stays begun: the next cycle reads the object before anything else.
    guard outcome.isEndKnown else {
      if let change { try await store.record([change], in: target) }
      return
    }
    let entry = HistoryEntry(
      key: action.key, reference: action.reference, title: action.title, verb: action.verb,
      reason: action.reason,
      commit: commit, at: time.now, failure: OutcomeWords.cause(outcome), version: outcome.version)
    try await store.settle([Settlement(intent: intent, inventory: change, history: entry)], in: target)
  }

  private func inventoryChange(_ outcome: Outcome) -> InventoryChange? {
    let action = outcome.action
    switch outcome.result {
    case .written(let written):
      if action.verb == .delete { return .forget(action.key) }
      return .put(entry(action, observed: written.digest, version: written.version, marker: nil))
    case .recorded:
      switch action.verb {
      case .forget: return .forget(action.key)
      case .adopt, .rebaseline:
        let digest = action.observedDigest ?? action.desiredDigest
        return digest.map {
          .put(entry(action, observed: $0, version: action.version, marker: action.marker))
        }
      case .report, .create, .update, .move, .repair, .delete: return nil
      }
    case .failed(let failure) where failure.leavesPart && action.isFirst:
      // Ours from now on: the next cycle goes on from there, and a revert takes it away again.
      var part = entry(action, observed: InventoryEntry.partDigest, version: nil, marker: nil)
      part.desiredDigest = InventoryEntry.partDigest
      return .put(part)
    case .failed, .blocked, .notTried: return nil
    }
  }

  private func entry(_ action: Action, observed: Digest, version: Int?, marker: String?) -> InventoryEntry {
    InventoryEntry(
      key: action.key, reference: action.reference, origin: action.origin, title: action.title,
      parentUID: action.parentUID, desiredDigest: action.desiredDigest ?? observed, observedDigest: observed,
      version: version, marker: marker, isAdopted: action.isAdopted, isPruned: action.isPruned,
      isImplicit: action.isImplicit, commit: commit, applied: time.now.secondsSinceEpoch)
  }
}

extension Action {
  /// The object is not ours yet.
  fileprivate var isFirst: Bool { verb == .create || takeover != .none || giver != nil }
}

extension Outcome {
  /// False where a call was sent (or cut off) and nobody knows whether it took effect.
  var isEndKnown: Bool {
    switch result {
    case .failed(let failure): failure.kind == .refused
    case .written, .recorded, .blocked, .notTried: true
    }
  }

  var version: Int? {
    if case .written(let written) = result { written.version } else { nil }
  }
}

/// The intents of one plan by their objects.
private actor IntentTable {
  private var identifiers: [ObjectKey: Int64] = [:]

  func add(_ pairs: some Sequence<(ObjectKey, Int64)>) {
    for (key, identifier) in pairs { identifiers[key] = identifier }
  }

  func identifier(of key: ObjectKey) -> Int64? { identifiers[key] }
}
