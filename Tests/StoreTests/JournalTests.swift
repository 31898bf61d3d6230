import Base
import Documents
import Glibc
import Plan
import Platform
import Store
import TestSupport
import Testing

@Suite struct JournalTests {
  @Test func anIntentWaitsUntilItIsSettled() async throws {
    try await withState { state, _ in
      let store = state.store
      let payload: JSON = ["folder": "platform"]
      let first = Intent(
        key: ObjectKey(.folder, "f"), reference: reference("f"), verb: .move, desiredDigest: Digest(of: "f"),
        begun: noon, payload: payload)
      let identifiers = try await store.begin([first, intent("gone", .delete), intent("c")], in: target)
      #expect(identifiers.count == 3)
      let waiting = try await store.unsettledIntents(in: target)
      #expect(waiting.map(\.id) == identifiers)
      #expect(waiting[0].intent.key == ObjectKey(.folder, "f"))
      #expect(waiting[0].intent.verb == .move)
      #expect(waiting[0].intent.payload == payload)
      #expect(waiting[0].intent.begun == noon)
      #expect(waiting[1].intent.desiredDigest == nil)
      #expect(try await store.unsettledIntents(in: elsewhere).isEmpty)

      try await store.settle(
        [
          Settlement(intent: identifiers[0], inventory: .put(entry("f", kind: .folder)), history: done("f")),
          Settlement(intent: identifiers[1], inventory: nil, history: done("gone", failure: "412")),
        ], in: target)
      #expect(try await store.unsettledIntents(in: target).map(\.intent.key.uid) == ["c"])
      #expect(try await store.inventory(of: target).keys.map(\.uid) == ["f"])
      #expect(try await store.history(of: reference("gone"), limit: 5) == [done("gone", failure: "412")])
    }
  }

  @Test func historyIsNewestFirstAndLimited() async throws {
    try await withState { state, _ in
      for minute in 0..<5 {
        let ids = try await state.store.begin([intent("a")], in: target)
        let entry = done("a", at: noon + .seconds(60 * minute))
        try await state.store.settle([Settlement(intent: ids[0], inventory: nil, history: entry)], in: target)
      }
      let found = try await state.store.history(of: reference("a"), limit: 2)
      #expect(found == [done("a", at: noon + .seconds(240)), done("a", at: noon + .seconds(180))])
    }
  }

  /// The key stays when a manifest is renamed; the same key in another target is another object.
  @Test func historyIsFoundByTheKeyToo() async throws {
    try await withState { state, _ in
      let store = state.store
      let copy = KeptCopy(
        target: target, key: done("a").key, title: "A", parentUID: "", reason: "edited", taken: noon,
        revision: "main")
      let restored = HistoryEntry.restoration(
        of: copy, reference: reference("b"), isNew: false, at: noon + .seconds(60))
      try await store.add(done("a"), in: target)
      try await store.add(restored, in: target)
      try await store.add(done("a"), in: TargetName(environment: "test", name: "elsewhere"))
      try await store.add(done("c"), in: target)
      #expect(try await store.history(of: copy.key, in: target, limit: 5) == [restored, done("a")])
      #expect(try await store.history(of: copy.key, in: target, limit: 1) == [restored])
      #expect(try await store.history(of: reference("b"), limit: 5) == [restored])
      #expect(restored.isRestoration && !done("a").isRestoration)
    }
  }

  @Test func killedAtAnyMomentNothingThatWasSettledIsLost() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("state")
    let target = TargetName(environment: "test", name: "crash")
    var settled: Set<String> = []
    for round in 0..<12 {
      let writer = ChildProcess(
        BuiltProgram.path("StoreWriter"), [path, String(round * 1370)], deadline: .seconds(600))
      let outcome = try await writer.run()
      #expect(outcome.ending == .signalled(SIGKILL))
      // The last line may be cut.
      let lines = String(decoding: outcome.output, as: UTF8.self).split(
        separator: "\n", omittingEmptySubsequences: false)
      settled.formUnion(lines.dropLast().map(String.init))

      let state = try await StateDirectory.open(path)
      #expect(state.store.opening == .existing)
      let inventory = try await state.store.inventory(of: target)
      #expect(settled.isSubset(of: inventory.keys.map(\.uid)))
      let unsettled = try await state.store.unsettledIntents(in: target)
      // One write at a time: at most one was under way in each round, and it is either settled or still an intent.
      #expect(unsettled.count <= round + 1)
      for key in inventory.keys {
        #expect(try await state.store.history(of: reference(inTest: key.uid), limit: 10).count >= 1)
      }
    }
    #expect(settled.count >= 12)
  }

  private func reference(inTest name: String) -> ObjectReference {
    ObjectReference(kind: "GrafanaDashboard", namespace: "test", name: name)
  }

  private func reference(_ name: String) -> ObjectReference { StoreTests.reference(name) }

  /// A program of this package: it lies beside the tests' own.
}
