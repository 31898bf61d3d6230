import Base
import Manifests
import Testing

@Suite struct LoaderTests {
  private func config(_ name: String) -> String {
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \(name)}\n"
  }

  private func names(_ set: ManifestSet<ManifestObject>) -> [String] { set.items.map(\.reference.name) }

  @Test func readsOnlyWhatChanged() async throws {
    let loader = ManifestLoader<ManifestObject>(settings: LoaderSettings()) { ($0, []) }
    let first = MemoryTree(["a.yaml": config("a"), "b.yml": config("b"), "c.yaml": "broken: ["])
    #expect(names(try await loader.load(first, path: "")) == ["a", "b"])
    #expect(first.readPaths.sorted() == ["a.yaml", "b.yml", "c.yaml"])

    let second = MemoryTree([
      "a.yaml": config("a"), "b.yml": config("changed"), "c.yaml": "broken: [", "d.yaml": config("d"),
    ])
    let set = try await loader.load(second, path: "")
    #expect(names(set) == ["a", "changed", "d"])
    #expect(set.unreadableFiles == ["c.yaml"])
    #expect(second.readPaths.sorted() == ["b.yml", "d.yaml"])

    // A file that went away and comes back is read again: nothing of it was kept.
    #expect(names(try await loader.load(MemoryTree(["a.yaml": config("a")]), path: "")) == ["a"])
    let fourth = MemoryTree(["a.yaml": config("a"), "d.yaml": config("d")])
    #expect(names(try await loader.load(fourth, path: "")) == ["a", "d"])
    #expect(fourth.readPaths == ["d.yaml"])
  }

  @Test func movesFilesByPath() async throws {
    let loader = ManifestLoader<ManifestObject>(settings: LoaderSettings()) { ($0, []) }
    _ = try await loader.load(MemoryTree(["a.yaml": config("a")]), path: "")
    let moved = try await loader.load(MemoryTree(["b.yaml": config("a")]), path: "")
    #expect(moved.items.map(\.origin.fileAndLine) == ["b.yaml:1"])
  }

  @Test func asksAgainForWhatWasRefused() async throws {
    let loader = ManifestLoader<ManifestObject>(settings: LoaderSettings()) { ($0, []) }
    let contents = ["a.yaml": config("a")]
    let refused = try await loader.load(MemoryTree(contents, refusals: ["a.yaml": .fileRefused]), path: "")
    #expect(refused.unreadableFiles == ["a.yaml"])
    #expect(names(try await loader.load(MemoryTree(contents), path: "")) == ["a"])
  }

  @Test func passesOnThatTheTreeCannotBeRead() async throws {
    let loader = ManifestLoader<ManifestObject>(settings: LoaderSettings()) { ($0, []) }
    let broken = MemoryTree(["a.yaml": config("a")], refusals: ["a.yaml": .treeUnreadable])
    await #expect(throws: SourceTreeError(.treeUnreadable, path: "a.yaml", "a.yaml cannot be read")) {
      try await loader.load(broken, path: "")
    }
    await #expect(throws: SourceTreeError(.pathMissing, path: "no", "there is no no")) {
      try await loader.load(MemoryTree(["a.yaml": ""]), path: "no")
    }
  }

  @Test func readsBelowThePathOnly() async throws {
    let set = try await load(["a/x.yaml": config("x"), "ab/y.yaml": config("y")], path: "a")
    #expect(names(set) == ["x"])
  }

  @Test func keepsWhatTheTransformTells() async throws {
    let loader = ManifestLoader<ManifestObject>(settings: LoaderSettings()) { object in
      let severity: Diagnostic.Severity = object.reference.name == "bad" ? .error : .warning
      return (
        object, [Diagnostic(severity, code: "told", subject: object.reference, at: object.origin, "told")]
      )
    }
    let set = try await loader.load(
      MemoryTree(["a.yaml": config("bad") + "---\n" + config("fair")]), path: "")
    #expect(names(set) == ["fair"])
    #expect(set.heldBack.keys.map(\.name) == ["bad"])
    #expect(set.diagnostics.count == 2)
  }

  @Test func readsSingleObjectsAgain() async throws {
    let text =
      config("a")
      + "---\napiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}\n"
    let tree = MemoryTree(["a.yaml": text])
    let set = try await ManifestLoader<ManifestObject>(settings: LoaderSettings()) { ($0, []) }.load(
      tree, path: "")
    let reader = ObjectReader(tree, settings: LoaderSettings())
    let again = try await reader.objects(in: set.items[0].address.file)
    #expect(set.items.map { again[$0.address]?.reference } == set.items.map(\.reference))
  }
}
