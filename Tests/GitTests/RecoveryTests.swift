import Foundation
import Git
import TestSupport
import Testing

/// A mirror that was damaged on disk is noticed and cloned again, and the source's objects are readable after it.
@Suite struct RecoveryTests {
  private let place: TestPlace
  private let fixture: GitRepositoryFixture
  private let head: String

  init() async throws {
    place = await TestPlace.taken()
    fixture = try await GitRepositoryFixture()
    head = try await fixture.commit(["a": "1", "dir/b": String(repeating: "b", count: 3000)])
  }

  private var repository: String { fixture.folder.file("mirror/repository.git") }

  private func objectFiles() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: repository + "/objects").filter { $0.contains(".") }
  }

  private func overwrite(_ name: String, _ text: String) throws {
    let path = "\(repository)/\(name)"
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  @Test(arguments: ["HEAD", "HEAD gone", "reference", "pack", "pack gone", "index", "config", "objects gone"])
  func damageFoundWhenOpened(_ kind: String) async throws {
    let before = try await fixture.mirror(fixture.fileURL)
    _ = try await before.fetch()
    await before.close()
    let files = try objectFiles()
    let pack = "objects/" + (try #require(files.first { $0.hasSuffix(".pack") }))
    let index = "objects/" + (try #require(files.first { $0.hasSuffix(".idx") }))
    switch kind {
    case "HEAD": try overwrite("HEAD", "nonsense")
    case "HEAD gone": try FileManager.default.removeItem(atPath: "\(repository)/HEAD")
    case "reference": try overwrite("refs/sluice/source/heads/main", "nonsense")
    case "pack": try overwrite(pack, "PACKnonsense")
    case "pack gone": try FileManager.default.removeItem(atPath: "\(repository)/\(pack)")
    case "index": try overwrite(index, "nonsense")
    case "config": try overwrite("config", "[core\nbare=")
    default: try FileManager.default.removeItem(atPath: "\(repository)/objects")
    }
    let mirror = try await fixture.mirror(fixture.fileURL)
    let fetched = try await mirror.fetch()
    #expect(fetched.recovery != nil)
    #expect(fetched.revision.commit.description == head)
    let tree = mirror.tree(at: fetched.revision.commit)
    #expect(try await tree.bytes(at: "dir/b").count == 3000)
    #expect(try await mirror.fetch().recovery == nil)
    await mirror.close()
  }

  @Test func damageFoundWhileReading() async throws {
    let mirror = try await fixture.mirror(fixture.fileURL)
    let commit = try await mirror.fetch().revision.commit
    try breakPack()
    let error = await failure { () async throws(GitError) in
      try await mirror.tree(at: commit).bytes(at: "dir/b")
    }
    guard case .corrupt = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    let fetched = try await mirror.fetch()
    #expect(fetched.recovery != nil)
    #expect(fetched.movement == .unchanged)
    #expect(try await mirror.tree(at: commit).bytes(at: "dir/b").count == 3000)
    await mirror.close()
  }

  /// Of several threads that have the damaged pack open, none leads the others back to it: libgit2 shares what is open at a
  /// path.
  @Test func aReaderThatIsIdleDoesNotKeepTheDamage() async throws {
    let mirror = try await fixture.mirror(fixture.fileURL)
    let commit = try await mirror.fetch().revision.commit
    let tree = mirror.tree(at: commit)
    let together = Meeting(of: 4)
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<4 {
        group.addTask {
          try await tree.read { reader throws(GitError) in
            together.attend()
            return try reader.bytes(at: "dir/b").count
          }
        }
      }
      for try await count in group { #expect(count == 3000) }
    }
    try breakPack()
    #expect(await failure { () async throws(GitError) in try await tree.bytes(at: "dir/b") } != nil)
    #expect(try await mirror.fetch().recovery != nil)
    for _ in 0..<8 { #expect(try await tree.bytes(at: "dir/b").count == 3000) }
    #expect(!mirror.isDamaged)
    await mirror.close()
  }

  /// Makes what is in the pack unreadable, and leaves its ends as they are.
  private func breakPack() throws {
    let pack = "objects/" + (try #require(try objectFiles().first { $0.hasSuffix(".pack") }))
    let path = "\(repository)/\(pack)"
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    for index in 12..<(bytes.count - 20) { bytes[index] = 0xAA }
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    try bytes.write(to: URL(fileURLWithPath: path))
  }

  @Test func aDamagedSourceLeavesTheMirror() async throws {
    let mirror = try await fixture.mirror(fixture.fileURL)
    let commit = try await mirror.fetch().revision.commit
    try await fixture.commit(["c": "new"], time: 1_700_000_100)
    let objects = try FileManager.default.subpathsOfDirectory(atPath: fixture.bare + "/objects")
    for name in objects where name.split(separator: "/").count == 2 && !name.contains(".") {
      try FileManager.default.removeItem(atPath: "\(fixture.bare)/objects/\(name)")
    }
    let error = await failure { () async throws(GitError) in try await mirror.fetch() }
    #expect(error != nil)
    #expect(try await mirror.tree(at: commit).bytes(at: "a") == Array("1".utf8))
    await mirror.close()
  }

  @Test func whatForcePushesLeftBehindMakesRoom() async throws {
    var limits = GitLimits.patient
    limits.repositoryBytes = 4_000_000
    let mirror = try await fixture.mirror(fixture.fileURL, limits: limits)
    _ = try await mirror.fetch()
    var recoveries: [String] = []
    for round in 0..<4 {
      try await fixture.git("reset", "-q", "--hard", head)
      try await fixture.commitNoise(bytes: 1_000_000, time: 1_700_001_000 + round, force: true)
      let fetched = try await mirror.fetch()
      #expect(fetched.movement == (round == 0 ? .advanced : .forced))
      if let recovery = fetched.recovery { recoveries.append(recovery) }
    }
    #expect(recoveries == ["it had grown to the limit of 4000000 bytes"])
    await mirror.close()
  }

  @Test func aRepositoryThatIsTooLargeIsNotClonedAgainAndAgain() async throws {
    var limits = GitLimits.patient
    limits.repositoryBytes = 1_000_000
    let mirror = try await fixture.mirror(fixture.fileURL, limits: limits)
    let first = try await mirror.fetch().revision.commit
    try await fixture.commitNoise(bytes: 2_000_000)
    let expected = GitError.overLimit("the repository \(fixture.fileURL)", limit: 1_000_000)
    for _ in 0..<2 {
      #expect(await failure { () async throws(GitError) in try await mirror.fetch() } == expected)
      #expect(try await mirror.tree(at: first).bytes(at: "a") == Array("1".utf8))
    }
    await mirror.close()
  }

  @Test func leftoversOfAKilledProcessGo() async throws {
    for name in ["ssh-abc/identity", "spool-xyz", "repository.new/HEAD"] {
      try fixture.folder.write("left", to: "mirror/\(name)")
    }
    let mirror = try await fixture.mirror(fixture.fileURL)
    let names = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.file("mirror"))
    #expect(names.sorted() == ["lock", "notes.git", "repository.git"])
    await mirror.close()
  }

  @Test func locksOfAKilledProcessHoldNothingUp() async throws {
    let before = try await fixture.mirror(fixture.fileURL)
    _ = try await before.fetch()
    let commit = try #require(GitObjectIdentifier(head))
    try await before.notes().write("one", on: commit, author: .test)
    await before.close()
    let left = [
      "repository.git/HEAD.lock", "repository.git/config.lock", "repository.git/packed-refs.lock",
      "repository.git/refs/sluice/source/heads/main.lock", "repository.git/objects/tmp_object_git2_aBc123",
      "repository.git/objects/pack/pack_git2_aBc123", "notes.git/refs/notes/sluice.lock",
    ]
    for name in left { try fixture.folder.write("left", to: "mirror/\(name)") }
    let next = try await fixture.commit(["a": "2"], time: 1_700_000_100)
    let mirror = try await fixture.mirror(fixture.fileURL)
    for name in left {
      #expect(!FileManager.default.fileExists(atPath: fixture.folder.file("mirror/\(name)")), "\(name)")
    }
    let fetched = try await mirror.fetch()
    #expect(fetched.recovery == nil)
    #expect(fetched.revision.commit.description == next)
    try await mirror.notes().write("two", on: commit, author: .test)
    #expect(try await mirror.notes().text(on: commit) == "two")
    await mirror.close()
  }

  @Test func oneMirrorPerFolder() async throws {
    let mirror = try await fixture.mirror(fixture.fileURL)
    let error = await failure { () async throws(GitError) -> GitMirror? in
      let source = try GitSource(url: try GitURL(fixture.fileURL), reference: .branch("main"))
      return try await GitMirror.open(directory: fixture.folder.file("mirror"), source: source)
    }
    #expect(error == .inUse(directory: fixture.folder.file("mirror")))
    await mirror.close()
    let again = try await fixture.mirror(fixture.fileURL)
    await again.close()
  }
}
