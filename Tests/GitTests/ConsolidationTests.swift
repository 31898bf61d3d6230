import Foundation
import TestSupport
import Testing

@testable import Git

@Suite struct ConsolidationTests {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  @Test func joinsPacksAndLosesNothing() async throws {
    let fixture = try await GitRepositoryFixture()
    let mirror = try await fixture.mirror(fixture.fileURL)
    var commits: [GitObjectIdentifier] = []
    for index in 0..<5 {
      try await fixture.commit(
        ["a": "\(index)", "dir/\(index)": "x"], time: 1_700_000_000 + index, force: true)
      commits.append(try await mirror.fetch().revision.commit)
      // An older commit that nothing leads to any more must stay readable.
      if index == 2 { try await fixture.git("reset", "-q", "--hard", "HEAD~1") }
    }
    let path = fixture.folder.file("mirror/repository.git")
    let loose = try await GitProgram.run(
      "git", ["-C", path, "hash-object", "-w", "--stdin"], input: "loose")
    func packs() -> Int { MirrorDirectory.names(in: path + "/objects/pack").count { $0.hasSuffix(".pack") } }
    #expect(packs() == 5)
    let before = try await GitProgram.run(
      "git", ["-C", path, "cat-file", "--batch-all-objects", "--batch-check"])
    let repository = try Repository.open(path)
    #expect(try Consolidation(repository).run { true } == false)
    var threshold = Consolidation.Threshold()
    threshold.packs = 4
    #expect(throws: GitError.cancelled) { try Consolidation(repository, threshold: threshold).run { false } }
    #expect(packs() == 5)
    // The mirror's readers have the old packs open.
    for commit in commits { _ = try await mirror.tree(at: commit).entries() }
    #expect(try Consolidation(repository, threshold: threshold).run { true })
    #expect(packs() == 1)
    #expect(
      !FileManager.default.fileExists(atPath: "\(path)/objects/\(loose.prefix(2))/\(loose.dropFirst(2))"))
    let after = try await GitProgram.run(
      "git", ["-C", path, "cat-file", "--batch-all-objects", "--batch-check"])
    #expect(before == after)
    try await GitProgram.run("git", ["-C", path, "fsck", "--strict"])
    for (index, commit) in commits.enumerated() {
      #expect(try await mirror.tree(at: commit).bytes(at: "a") == Array("\(index)".utf8))
    }
    try await fixture.commit(["a": "last"], time: 1_700_000_100)
    #expect(try await mirror.fetch().movement == .advanced)
    // What is one pack already stays: it would only be written again.
    threshold.packs = 0
    threshold.looseObjects = 0
    #expect(try Consolidation(repository, threshold: threshold).run { true })
    #expect(try Consolidation(repository, threshold: threshold).run { true })
    #expect(packs() == 1)
    await mirror.close()
  }

  @Test func fetchingKeepsTheNumberOfFilesDown() async throws {
    let fixture = try await GitRepositoryFixture()
    let mirror = try await fixture.mirror(fixture.fileURL)
    for index in 0..<53 {
      try await fixture.bareGit("update-ref", "refs/heads/main", try await fixture.bareCommit("\(index)"))
      _ = try await mirror.fetch()
    }
    let folder = fixture.folder.file("mirror/repository.git/objects/pack")
    #expect(MirrorDirectory.names(in: folder).count { $0.hasSuffix(".pack") } <= 3)
    await mirror.close()
  }
}

extension GitRepositoryFixture {
  /// Makes a commit in the bare repository on top of the branch `main`, without a work tree.
  fileprivate func bareCommit(_ text: String) async throws -> String {
    let blob = try await bareGit("hash-object", "-w", "--stdin", input: text)
    let tree = try await bareGit("mktree", input: "100644 blob \(blob)\tfile\n")
    return try await bareGit("commit-tree", "-m", text, tree)
  }
}
