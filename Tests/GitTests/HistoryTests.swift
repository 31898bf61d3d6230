import Foundation
import Git
import TestSupport
import Testing

@Suite struct HistoryTests {
  private let place: TestPlace
  private let fixture: GitRepositoryFixture

  init() async throws {
    place = await TestPlace.taken()
    fixture = try await GitRepositoryFixture()
  }

  private func identifier(_ text: String) throws -> GitObjectIdentifier {
    try #require(GitObjectIdentifier(text))
  }

  @Test func readsACommit() async throws {
    let first = try await fixture.commit(["a": "1"])
    let message = """
      remove old dashboards

      They are gone for good.

      Sluice-Allow-Prune: yes
      Signed-off-by: Ada <ada@example.org>
      """
    let second = try await fixture.commit(["a": "2"], message: message, time: 1_700_000_060, author: "Grace")
    let mirror = try await fixture.mirror(fixture.fileURL)
    _ = try await mirror.fetch()
    let commit = try await mirror.commit(try identifier(second))
    #expect(commit.author == .init(name: "Grace", email: "ada@example.org", time: 1_700_000_060, offset: 0))
    #expect(commit.committer.name == "Ada")
    #expect(commit.subject == "remove old dashboards")
    #expect(commit.trailer("sluice-allow-prune") == "yes")
    #expect(commit.trailers.map(\.key) == ["Sluice-Allow-Prune", "Signed-off-by"])
    #expect(commit.parents.map(\.description) == [first])
    #expect(try await mirror.commit(try identifier(first)).trailer("Sluice-Allow-Prune") == nil)
    let unknown = try identifier(String(repeating: "b", count: 40))
    #expect(
      await failure { () async throws(GitError) in try await mirror.commit(unknown) }
        == .unknownCommit(unknown))
    await mirror.close()
  }

  @Test func tellsTheDifference() async throws {
    let long = (1...40).map { "line \($0)\n" }.joined()
    let first = try await fixture.commit([
      "app/keep": "k", "app/change": "1", "app/gone": "g", "app/old": long, "lib/x": "x",
    ])
    try fixture.link("app/kind", to: "keep")
    let second = try await fixture.commit(
      [
        "app/change": "2", "app/gone": nil, "app/old": nil, "app/new": long + "more\n", "app/added": "a",
        "lib/x": "y",
      ],
      time: 1_700_000_100)
    let mirror = try await fixture.mirror(fixture.fileURL)
    _ = try await mirror.fetch()
    let (old, new) = (try identifier(first), try identifier(second))
    let changes = try await mirror.difference(from: old, to: new, path: "./app/")
    #expect(
      changes == [
        GitChange(kind: .added, path: "app/added"), GitChange(kind: .modified, path: "app/change"),
        GitChange(kind: .deleted, path: "app/gone"), GitChange(kind: .added, path: "app/kind"),
        GitChange(kind: .renamed(from: "app/old"), path: "app/new"),
      ])
    #expect(try await mirror.difference(from: old, to: new).last == GitChange(kind: .modified, path: "lib/x"))
    #expect(try await mirror.difference(from: old, to: new, path: "ap").isEmpty)
    #expect(try await mirror.difference(from: new, to: new).isEmpty)
    await mirror.close()
  }

  @Test func tellsWhichCommitsCameBefore() async throws {
    let first = try await fixture.commit(["a": "1"])
    let second = try await fixture.commit(["a": "2"], time: 1_700_000_100)
    let mirror = try await fixture.mirror(fixture.fileURL)
    _ = try await mirror.fetch()
    await mirror.close()
    let directory = fixture.folder.file("mirror")
    let words: Set<String> = [String(first.prefix(7)), String(second.prefix(9)), "0123456789"]
    func ancestry(_ digits: String) async throws -> MirrorHistory.Ancestry {
      try await MirrorHistory.commits(named: words, inHistoryOf: digits, in: directory)
    }
    #expect(try await ancestry(first) == .holds([String(first.prefix(7))]))
    #expect(
      try await ancestry(String(second.prefix(8)))
        == .holds([String(first.prefix(7)), String(second.prefix(9))]))
    #expect(try await ancestry("0123456") == .unknownCommit)
    // Too few digits are those of several.
    #expect(try await ancestry(String(first.prefix(3))) == .ambiguous)
    let missing = fixture.folder.file("nowhere")
    #expect(
      await failure { () async throws(GitError) in
        try await MirrorHistory.commits(named: words, inHistoryOf: first, in: missing)
      } == .fileSystem(path: missing + "/repository.git", reason: "it is not there"))
  }

  @Test func findsTheLastChangeOfManyPaths() async throws {
    var commits: [String: String] = [:]
    commits["a"] = try await fixture.commit(["a/1": "1", "b/1": "1", "c": "1"], time: 1_700_000_000)
    commits["b"] = try await fixture.commit(["b/1": "2"], time: 1_700_000_100)
    try await fixture.git("checkout", "-q", "-b", "side")
    commits["side"] = try await fixture.commit(["a/2": "side"], time: 1_700_000_200)
    try await fixture.git("checkout", "-q", "main")
    commits["c"] = try await fixture.commit(["c": "2"], time: 1_700_000_300)
    try await fixture.git("merge", "-q", "--no-ff", "-m", "merge", "side")
    try await fixture.push()
    commits["gone"] = try await fixture.commit(["c": nil], time: 1_900_000_000)
    let mirror = try await fixture.mirror(fixture.fileURL)
    let head = try await mirror.fetch().revision.commit
    let paths = ["a/1", "a/2", "a", "b/1", "b", "c", "never"]
    let found = try await mirror.lastChanges(of: paths, at: head)
    for path in paths {
      let expected = try await fixture.git("log", "-1", "--format=%H", "--", path)
      #expect(found[path]?.identifier.description ?? "" == expected, "\(path)")
    }
    #expect(found["c"]?.identifier.description == commits["gone"])
    #expect(try await mirror.lastChange(of: "a/2", at: head)?.identifier.description == commits["side"])
    #expect(try await mirror.lastChange(of: "a/1", at: head, limit: 2) == nil)
    await mirror.close()
  }

  @Test func followsAForcePush() async throws {
    let base = try await fixture.commit(["a": "1"])
    let lost = try await fixture.commit(["a": "2"], time: 1_700_000_100)
    let mirror = try await fixture.mirror(fixture.fileURL)
    _ = try await mirror.fetch()
    try await fixture.git("reset", "-q", "--hard", base)
    let other = try await fixture.commit(["a": "3"], message: "instead", time: 1_700_000_200, force: true)
    let fetched = try await mirror.fetch()
    #expect(fetched.movement == .forced)
    #expect(fetched.previous?.description == lost)
    #expect(fetched.revision.commit.description == other)
    #expect(fetched.commits.map(\.subject) == ["instead"])
    // Going back to an ancestor is one, too.
    try await fixture.git("reset", "-q", "--hard", base)
    try await fixture.push(force: true)
    let back = try await mirror.fetch()
    #expect(back.movement == .forced)
    #expect(back.commits.isEmpty)
    #expect(back.revision.commit.description == base)
    await mirror.close()
  }
}
