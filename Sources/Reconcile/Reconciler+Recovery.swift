import Apply
import Base
import Git
import Plan
import Report
import Secrets
import Store

extension Reconciler {
  /// With a new state directory, what is owned is read back from the notes on the commits (promise 7). Once, but tried
  /// again with each cycle until the notes could be read.
  /// - Returns: why it is not known yet what is owned; nil where it is.
  func recoverInventory() async -> Diagnostic? {
    guard !isInventoryRecovered else { return nil }
    let setting = "inventory recovered \(environment.name)"
    do {
      if try await store.setting(setting) == nil {
        guard await source.last != nil, let mirror = await source.openMirror else { return nil }
        try await recover(from: mirror.notes())
        try await store.set(setting, to: "yes")
      }
      isInventoryRecovered = true
      return nil
    } catch {
      return Diagnostic(
        .warning, code: "not-recovered",
        "what is owned could not be read back from the notes of the repository: \(scrubber.scrub("\(error)"))",
        remedy: "it is tried again with each cycle; until then nothing is deleted that left Git before")
    }
  }

  private func recover(from notes: GitNotes) async throws {
    try await notes.fetch()
    var texts: [(commit: String, text: String)] = []
    for commit in try await notes.commits() {
      if let text = try await notes.text(on: commit) { texts.append((commit.description, text)) }
    }
    for (target, entries) in InventoryRecovery.fold(texts, environment: environment.name) {
      let name = TargetName(environment: environment.name, name: target)
      // What a cycle has found out since is newer than any note.
      let known = try await store.inventory(of: name)
      let lost = entries.values.filter { known[$0.key] == nil }
      if !lost.isEmpty { try await store.record(lost.map { .put($0) }, in: name) }
    }
    for (target, objects) in InventoryRecovery.secretPlaces(texts, environment: environment.name) {
      let memory = StoreObjectMemory(
        store: store, target: TargetName(environment: environment.name, name: target))
      for (key, places) in objects { try await SecretPlaces.recover(places, of: key, in: memory) }
    }
    for (target, owners) in InventoryRecovery.parts(texts, environment: environment.name) {
      let memory = StoreObjectMemory(
        store: store, target: TargetName(environment: environment.name, name: target))
      for (owner, parts) in owners where try await memory.parts(of: owner).isEmpty {
        try await memory.remember(parts, of: owner)
      }
    }
  }
}
