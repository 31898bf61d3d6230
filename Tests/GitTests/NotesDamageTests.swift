import Foundation
import Git
import TestSupport
import Testing

/// The notes' own repository, damaged on disk, is made anew and filled from the remote.
@Suite struct NotesDamageTests {
  private let place: TestPlace
  private let fixture: GitRepositoryFixture
  private let head: GitObjectIdentifier
  private let next: GitObjectIdentifier

  init() async throws {
    place = await TestPlace.taken()
    fixture = try await GitRepositoryFixture()
    head = try #require(GitObjectIdentifier(try await fixture.commit(["a": "1"])))
    next = try #require(GitObjectIdentifier(try await fixture.commit(["a": "2"], time: 1_700_000_100)))
  }

  private var repository: String { fixture.folder.file("mirror/notes.git") }

  private static let kinds = [
    "HEAD gone", "reference", "config", "objects gone", "object gone", "object broken",
  ]

  private func damage(_ kind: String) throws {
    let files = FileManager.default
    let objects = try files.subpathsOfDirectory(atPath: repository + "/objects").filter {
      $0.utf8.count == 41
    }
    switch kind {
    case "HEAD gone": try files.removeItem(atPath: repository + "/HEAD")
    case "reference": try overwrite(["refs/notes/sluice"])
    case "config": try overwrite(["config"])
    case "objects gone": try files.removeItem(atPath: repository + "/objects")
    case "object gone": for name in objects { try files.removeItem(atPath: "\(repository)/objects/\(name)") }
    default: try overwrite(objects.map { "objects/\($0)" })
    }
  }

  private func overwrite(_ names: [String]) throws {
    for name in names {
      let path = "\(repository)/\(name)"
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
      try Data("[nonsense".utf8).write(to: URL(fileURLWithPath: path))
    }
  }

  @Test(arguments: kinds)
  func foundWhenOpened(_ kind: String) async throws {
    let before = try await fixture.mirror(fixture.fileURL)
    try await before.notes().write("first", on: head, author: .test)
    #expect(try await before.notes().push() == .pushed(attempts: 1))
    await before.close()
    try damage(kind)
    let mirror = try await fixture.mirror(fixture.fileURL)
    try await mirror.notes().write("second", on: next, author: .test)
    #expect(try await mirror.notes().text(on: head) == "first")
    #expect(try await mirror.notes().push() == .pushed(attempts: 1))
    #expect(try await fixture.bareGit("notes", "--ref=sluice", "show", head.description) == "first")
    #expect(try await fixture.bareGit("notes", "--ref=sluice", "show", next.description) == "second")
    // What was damaged may hold notes that are nowhere else.
    #expect(FileManager.default.fileExists(atPath: fixture.folder.file("mirror/notes.damaged")))
    await mirror.close()
  }

  @Test(arguments: kinds)
  func foundWhileRunning(_ kind: String) async throws {
    let mirror = try await fixture.mirror(fixture.fileURL)
    try await mirror.notes().write("first", on: head, author: .test)
    #expect(try await mirror.notes().push() == .pushed(attempts: 1))
    try damage(kind)
    // A reader may be the first to see it.
    _ = await failure { () async throws(GitError) in try await mirror.notes().text(on: head) }
    try await mirror.notes().write("second", on: next, author: .test)
    _ = try await mirror.notes().push()
    #expect(try await fixture.bareGit("notes", "--ref=sluice", "show", head.description) == "first")
    #expect(try await fixture.bareGit("notes", "--ref=sluice", "show", next.description) == "second")
    await mirror.close()
  }

  @Test func theRemoteMayBeTheDamagedOne() async throws {
    let mirror = try await fixture.mirror(fixture.fileURL)
    try await mirror.notes().write("ours", on: head, author: .test)
    try await fixture.bareGit("notes", "--ref=sluice", "add", "-m", "theirs", next.description)
    try FileManager.default.removeItem(atPath: fixture.bare + "/objects")
    let error = await failure { () async throws(GitError) in try await mirror.notes().fetch() }
    #expect(error != nil)
    #expect(try await mirror.notes().text(on: head) == "ours")
    #expect(!FileManager.default.fileExists(atPath: fixture.folder.file("mirror/notes.damaged")))
    await mirror.close()
  }
}
