import Base
import Plan
import Store
import TestSupport
import Testing

@Suite struct InventoryTests {
  @Test func keepsEveryFieldOfEveryTarget() async throws {
    try await withState { state, _ in
      let store = state.store
      try await store.record([.put(entry("a")), .put(entry("b", title: "Nginx"))], in: target)
      try await store.record([.put(entry("a", kind: .agentFile))], in: elsewhere)
      let found = try await store.inventory(of: target)
      #expect(found.keys.sorted() == [ObjectKey(.dashboard, "a"), ObjectKey(.dashboard, "b")])
      let one = try #require(found[ObjectKey(.dashboard, "a")])
      let expected = entry("a")
      #expect(one.reference == expected.reference)
      #expect(one.origin == expected.origin)
      #expect(one.title == "Node overview")
      #expect(one.parentUID == "platform")
      #expect(one.desiredDigest == expected.desiredDigest)
      #expect(one.observedDigest == expected.observedDigest)
      #expect(one.version == 12)
      #expect(one.marker == "1763733791000")
      #expect(one.isAdopted && !one.isPruned && one.isImplicit)
      #expect(one.commit == "3f2c9e1")
      #expect(one.applied == 1_795_269_600)
    }
  }

  @Test func putsAndForgets() async throws {
    try await withState { state, _ in
      let store = state.store
      try await store.record([.put(entry("a")), .put(entry("b"))], in: target)
      try await store.record(
        [.put(entry("a", title: "Renamed \u{0}\u{1F4C8}")), .forget(ObjectKey(.dashboard, "b"))], in: target)
      let found = try await store.inventory(of: target)
      #expect(found.mapValues(\.title) == [ObjectKey(.dashboard, "a"): "Renamed \u{0}\u{1F4C8}"])
    }
  }

  @Test(arguments: ["a", "Node overview"])
  func findsByUIDNameOrTitle(name: String) async throws {
    try await withState { state, _ in
      try await state.store.record([.put(entry("a")), .put(entry("b", title: "Nginx"))], in: target)
      let found = try await state.store.inventory(named: name)
      #expect(found.map(\.target) == [target])
      #expect(found.map(\.entry.key.uid) == ["a"])
      #expect(try await state.store.inventory(named: "none").isEmpty)
    }
  }

  @Test func tenThousandRowsComeBack() async throws {
    try await withState { state, _ in
      let entries = (0..<10_000).map { InventoryChange.put(entry("uid-\($0)", title: "Dashboard \($0)")) }
      try await state.store.record(entries, in: target)
      let titles = try await state.store.inventory(of: target).map { "\($0.key.uid) \($0.value.title)" }
      #expect(Set(titles) == Set((0..<10_000).map { "uid-\($0) Dashboard \($0)" }))
    }
  }
}
