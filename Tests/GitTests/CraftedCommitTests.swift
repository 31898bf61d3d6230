import Git
import TestSupport
import Testing

/// Commits that nobody makes by hand are refused in words, before they fill the memory or the stack.
@Suite struct CraftedCommitTests {
  private let place: TestPlace
  private let fixture: GitRepositoryFixture

  init() async throws {
    place = await TestPlace.taken()
    fixture = try await GitRepositoryFixture()
  }

  /// Makes the tree the head of the remote's branch, and gives the error of a fetch.
  private func refusal(tree: String, message: String = "crafted") async throws -> GitError? {
    let commit = try await fixture.bareGit("commit-tree", tree, input: message)
    try await fixture.bareGit("update-ref", "refs/heads/main", commit)
    let mirror = try await fixture.mirror(fixture.fileURL)
    let error = await failure { () async throws(GitError) in try await mirror.fetch() }
    await mirror.close()
    return error
  }

  @Test(arguments: [101, 20_000])
  func directoriesInEachOther(depth: Int) async throws {
    let path = String(repeating: "d/", count: depth) + "file"
    let script = """
      blob
      mark :1
      data 1
      x
      commit refs/heads/deep
      committer Ada <ada@example.org> 1700000000 +0000
      data 4
      deep
      M 100644 :1 \(path)

      """
    try await fixture.bareGit("fast-import", "--quiet", input: script)
    let tree = try await fixture.bareGit("rev-parse", "refs/heads/deep^{tree}")
    let expected = GitError.tooDeep(String(String(repeating: "d/", count: 101).dropLast()))
    #expect(try await refusal(tree: tree) == expected)
  }

  @Test func asManyDirectoriesAsAllowed() async throws {
    try await fixture.commit([String(repeating: "d/", count: 100) + "file": "x"])
    let mirror = try await fixture.mirror(fixture.fileURL)
    let commit = try await mirror.fetch().revision.commit
    #expect(try await mirror.tree(at: commit).entries().count == 1)
    await mirror.close()
  }

  @Test func aMessageThatFillsTheMemory() async throws {
    let tree = try await fixture.bareGit("mktree", input: "")
    let error = try await refusal(tree: tree, message: String(repeating: "x", count: 2 << 20))
    guard case .overLimit(let what, 1 << 20) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(what.hasPrefix("the commit "))
  }

  @Test func aDirectoryThatFillsTheMemory() async throws {
    let blob = try await fixture.bareGit("hash-object", "-w", "--stdin", input: "x")
    let name = String(repeating: "n", count: 200)
    let lines = (0..<80_000).map { "100644 blob \(blob)\t\(name)\($0)\n" }.joined()
    let large = try await fixture.bareGit("mktree", input: lines)
    let tree = try await fixture.bareGit("mktree", input: "040000 tree \(large)\tdir\n")
    for (tree, name) in [(large, "."), (tree, "dir")] {
      let error = try await refusal(tree: tree)
      guard case .overLimit(let what, 16_777_216) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(what.hasPrefix("the directory \(name) ("))
    }
  }

  @Test func aNoteThatFillsTheMemory() async throws {
    let commit = try #require(GitObjectIdentifier(try await fixture.commit(["a": "1"])))
    try fixture.folder.write(String(repeating: "x", count: 17 << 20), to: "note")
    try await fixture.bareGit(
      "notes", "--ref=sluice", "add", "-F", fixture.folder.file("note"), commit.description)
    let mirror = try await fixture.mirror(fixture.fileURL)
    let error = await failure { () async throws(GitError) in try await mirror.notes().fetch() }
    guard case .overLimit(_, 16_777_216) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try await mirror.notes().text(on: commit) == nil)
    await mirror.close()
  }
}
