import Git
import TestSupport
import Testing

@Suite struct FileMirrorTests {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  @Test func followsABranch() async throws {
    let fixture = try await GitRepositoryFixture()
    let first = try await fixture.commit(["a.txt": "one", "dir/b.txt": "two"], message: "first")
    let mirror = try await fixture.mirror(fixture.fileURL)
    let start = try await mirror.fetch()
    #expect(start.revision.description == "main@sha1:\(first)")
    #expect(start.revision.short == "main@sha1:\(first.prefix(7))")
    #expect(start.movement == .first)
    #expect(start.previous == nil)
    #expect(start.commits.map(\.subject) == ["first"])
    #expect(start.recovery == nil)
    let tree = mirror.tree(at: start.revision.commit)
    #expect(try await tree.entries().map(\.path) == ["a.txt", "dir/b.txt"])
    #expect(try await tree.bytes(at: "dir/b.txt") == Array("two".utf8))

    #expect(try await mirror.fetch().movement == .unchanged)
    try await fixture.commit(["a.txt": "three"], message: "second", time: 1_700_000_100)
    let third = try await fixture.commit(["dir/b.txt": nil], message: "third", time: 1_700_000_200)
    #expect(try await mirror.poll().revision.commit.description == third)
    let next = try await mirror.fetch()
    #expect(next.movement == .advanced)
    #expect(next.previous?.description == first)
    #expect(next.commits.map(\.subject) == ["third", "second"])
    #expect(try await mirror.tree(at: next.revision.commit).entries().map(\.path) == ["a.txt"])
    // The tree of the older commit can still be read.
    #expect(try await tree.bytes(at: "a.txt") == Array("one".utf8))
    await mirror.close()
  }
}
