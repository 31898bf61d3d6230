import Base
import Foundation
import Git
import TestSupport
import Testing

extension GitCommit.Signature {
  static let test = GitCommit.Signature(
    name: "Sluice", email: "sluice@example.org", time: 1_700_000_900, offset: 0)
}

@Suite struct NotesTests {
  private let place: TestPlace
  private let fixture: GitRepositoryFixture
  private let head: GitObjectIdentifier

  init() async throws {
    place = await TestPlace.taken()
    fixture = try await GitRepositoryFixture()
    head = try #require(GitObjectIdentifier(try await fixture.commit(["a.txt": "one"])))
  }

  private func noteAtRemote(_ commit: GitObjectIdentifier) async throws -> String {
    try await fixture.bareGit("notes", "--ref=sluice", "show", commit.description)
  }

  @Test func writesReadsAndPushes() async throws {
    let mirror = try await fixture.mirror(fixture.fileURL)
    let notes = mirror.notes()
    #expect(try await notes.text(on: head) == nil)
    #expect(try await notes.push() == .nothingToPush)
    try await notes.write("first line\n\n{\"version\":1}", on: head, author: .test)
    #expect(try await notes.text(on: head) == "first line\n\n{\"version\":1}")
    #expect(try await notes.commits() == [head])
    #expect(try await notes.push() == .pushed(attempts: 1))
    #expect(try await noteAtRemote(head) == "first line\n\n{\"version\":1}")
    #expect(try await notes.push() == .nothingToPush)
    try await notes.write("first line\n\n{\"version\":1}", on: head, author: .test)
    #expect(try await notes.push() == .nothingToPush)
    try await notes.write("second", on: head, author: .test)
    #expect(try await notes.push() == .pushed(attempts: 1))
    #expect(try await noteAtRemote(head) == "second")
    await mirror.close()
  }

  @Test func bringsTheRemotesNotes() async throws {
    try await fixture.bareGit("notes", "--ref=sluice", "add", "-m", "theirs", head.description)
    let mirror = try await fixture.mirror(fixture.fileURL)
    #expect(try await mirror.notes().fetch())
    #expect(try await mirror.notes().text(on: head) == "theirs\n")
    #expect(try await mirror.notes().fetch() == false)
    await mirror.close()
  }

  @Test func putsItsNotesOnTopOfOthers() async throws {
    let second = try #require(
      GitObjectIdentifier(try await fixture.commit(["a.txt": "two"], time: 1_700_000_100)))
    let mirror = try await fixture.mirror(fixture.fileURL)
    let notes = mirror.notes()
    try await notes.write("ours on both", on: head, author: .test)
    try await notes.write("ours alone", on: second, author: .test)
    try await fixture.bareGit("notes", "--ref=sluice", "add", "-m", "theirs", head.description)
    #expect(try await notes.push() == .pushed(attempts: 2))
    #expect(try await noteAtRemote(head) == "theirs\n\nours on both")
    #expect(try await noteAtRemote(second) == "ours alone")
    // A note that only we changed since replaces what is there.
    try await notes.write("ours again", on: second, author: .test)
    try await fixture.bareGit("notes", "--ref=sluice", "add", "-f", "-m", "theirs again", head.description)
    #expect(try await notes.push() == .pushed(attempts: 2))
    #expect(try await noteAtRemote(head) == "theirs again")
    #expect(try await noteAtRemote(second) == "ours again")
    await mirror.close()
  }

  @Test func survivesANewClone() async throws {
    let mirror = try await fixture.mirror(fixture.fileURL)
    _ = try await mirror.fetch()
    try await mirror.notes().write("kept", on: head, author: .test)
    try Data("nonsense".utf8).write(
      to: URL(fileURLWithPath: fixture.folder.file("mirror/repository.git/HEAD")))
    await mirror.close()
    let again = try await fixture.mirror(fixture.fileURL)
    #expect(try await again.fetch().recovery != nil)
    #expect(try await again.notes().text(on: head) == "kept")
    await again.close()
  }

  @Test func twoWritersOfFilesLoseNothing() async throws {
    try await checkTwoWriters(fixture.fileURL)
  }

  @Test(.enabled(if: GitHTTPServer.isAvailable, "needs nginx, fcgiwrap, git-http-backend and openssl"))
  func twoWritersOverHTTPLoseNothing() async throws {
    let server = try await GitHTTPServer(fixture.servedFolder)
    try await checkTwoWriters(server.url())
  }

  private func checkTwoWriters(_ url: String) async throws {
    var commits = [head]
    for index in 1...5 {
      let text = try await fixture.commit(["a.txt": "\(index)"], time: 1_700_000_100 + index)
      commits.append(try #require(GitObjectIdentifier(text)))
    }
    let all = commits
    let fixture = fixture
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in ["one", "two"] {
        group.addTask {
          let mirror = try await fixture.mirror(url, name: writer)
          for commit in all {
            let known = try await mirror.notes().text(on: commit)
            let text = (known.map { $0 + "\n" } ?? "") + "from \(writer)"
            try await mirror.notes().write(text, on: commit, author: .test)
            guard case .pushed = try await mirror.notes().push() else {
              Issue.record("\(writer) pushed nothing")
              continue
            }
          }
          await mirror.close()
        }
      }
      try await group.waitForAll()
    }
    for commit in commits {
      let note = try await noteAtRemote(commit)
      #expect(note.contains("from one") && note.contains("from two"), "\(commit.short): \(note)")
    }
  }

  @Test(.enabled(if: GitHTTPServer.isAvailable, "needs nginx, fcgiwrap, git-http-backend and openssl"))
  func staysLocalWhereItMayNotPush() async throws {
    let server = try await GitHTTPServer(fixture.servedFolder)
    try await fixture.bareGit("config", "http.receivepack", "false")
    let mirror = try await fixture.mirror(server.url())
    try await mirror.notes().write("local", on: head, author: .test)
    let refusal = GitError.pushRejected(
      reference: "refs/notes/sluice", url: server.url(), reason: "these credentials may not write there")
    #expect(try await mirror.notes().push() == .readOnly(refusal))
    #expect(try await mirror.notes().text(on: head) == "local")
    await mirror.close()
  }

  @Test func staysLocalWhereThereIsAWorkTree() async throws {
    let url = "file://\(fixture.work)"
    let mirror = try await fixture.mirror(url)
    try await mirror.notes().write("local", on: head, author: .test)
    let refusal = GitError.pushRejected(
      reference: "refs/notes/sluice", url: url, reason: "it has a work tree and is not bare")
    #expect(try await mirror.notes().push() == .readOnly(refusal))
    await mirror.close()
  }

  /// Rotated credentials and repositories that move come back; a host that asks everybody who writes does not.
  @Test(.enabled(if: GitHTTPServer.isAvailable, "needs nginx, fcgiwrap, git-http-backend and openssl"))
  func tellsWhetherLaterMayHelp() async throws {
    let server = try await GitHTTPServer(fixture.servedFolder)
    let basic = server.url("basic")
    let wrong = GitAccess(
      credentials: .basic(username: GitHTTPServer.user, password: SecretValue("wrong")))
    let gone = server.url("open", "gone.git")
    let table: [(String, GitAccess, GitNotes.Push)] = [
      (basic, wrong, .refused(.authentication(url: basic))),
      (basic, GitAccess(), .readOnly(.authentication(url: basic))),
      (gone, GitAccess(), .refused(.notFound(url: gone))),
    ]
    for (index, (url, access, expected)) in table.enumerated() {
      let mirror = try await fixture.mirror(url, access: access, name: "mirror\(index)")
      try await mirror.notes().write("local", on: head, author: .test)
      #expect(try await mirror.notes().push() == expected)
      await mirror.close()
    }
    #expect(GitError.pushRaced(reference: "refs/notes/sluice", url: basic).isTransient)
    #expect(GitError.closed.isTransient)
  }

  @Test(.enabled(if: GitHTTPServer.isAvailable, "needs nginx, fcgiwrap, git-http-backend and openssl"))
  func aSlowPushHoldsUpNothing() async throws {
    let server = try await GitHTTPServer(fixture.servedFolder)
    let (begun, go) = (fixture.folder.file("begun"), fixture.folder.file("go"))
    let hook = "\(fixture.bare)/hooks/pre-receive"
    let script = "#!/bin/sh\n: > \(begun)\nwhile [ ! -e \(go) ]; do sleep 0.02; done\n"
    try Data(script.utf8).write(to: URL(fileURLWithPath: hook))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook)
    let mirror = try await fixture.mirror(server.url())
    try await mirror.notes().write("slow", on: head, author: .test)
    let push = Task { try await mirror.notes().push() }
    #expect(await eventually { FileManager.default.fileExists(atPath: begun) })
    #expect(try await mirror.poll().revision.commit == head)
    #expect(try await mirror.fetch().revision.commit == head)
    #expect(try await mirror.notes().text(on: head) == "slow")
    try Data().write(to: URL(fileURLWithPath: go))
    #expect(try await push.value == .pushed(attempts: 1))
    await mirror.close()
  }

  @Test(.enabled(if: GitHTTPServer.isAvailable, "needs nginx, fcgiwrap, git-http-backend and openssl"))
  func tellsWhyAPushIsRefused() async throws {
    let server = try await GitHTTPServer(fixture.servedFolder)
    let hook = "\(fixture.bare)/hooks/update"
    try Data("#!/bin/sh\nexit 1\n".utf8).write(to: URL(fileURLWithPath: hook))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook)
    let mirror = try await fixture.mirror(server.url())
    try await mirror.notes().write("refused", on: head, author: .test)
    let error = await failure { () async throws(GitError) in try await mirror.notes().push() }
    #expect(
      error == .pushRejected(reference: "refs/notes/sluice", url: server.url(), reason: "hook declined"))
    await mirror.close()
  }
}
