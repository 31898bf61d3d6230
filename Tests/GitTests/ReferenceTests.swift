import Foundation
import Git
import TestSupport
import Testing

@Suite struct ReferenceTests {
  private let place: TestPlace
  private let fixture: GitRepositoryFixture
  private let first: String
  private let second: String

  init() async throws {
    place = await TestPlace.taken()
    fixture = try await GitRepositoryFixture()
    first = try await fixture.commit(["a": "1"])
    try await fixture.git("tag", "-a", "-m", "one", "v1.0.0")
    try await fixture.git("tag", "light")
    second = try await fixture.commit(["a": "2"], time: 1_700_000_100)
    try await fixture.git("checkout", "-q", "-b", "instance/dev")
    try await fixture.push()
    try await fixture.git("push", "-q", "origin", "--tags")
    try await fixture.bareGit("update-ref", "refs/pull/7/head", first)
    try await fixture.bareGit("update-ref", "refs/heads/main2", first)
  }

  @Test func everyKindOfReference() async throws {
    let server = GitHTTPServer.isAvailable ? try await GitHTTPServer(fixture.servedFolder) : nil
    let urls = [fixture.fileURL] + (server.map { [$0.url(), $0.url("old")] } ?? [])
    let commit = try #require(GitObjectIdentifier(first))
    let table: [(GitReference, String)] = [
      (.branch("main"), "main@sha1:\(second)"), (.branch("instance/dev"), "instance/dev@sha1:\(second)"),
      (.tag("v1.0.0"), "v1.0.0@sha1:\(first)"), (.tag("light"), "light@sha1:\(first)"),
      (.name("refs/pull/7/head"), "refs/pull/7/head@sha1:\(first)"),
      (.name("refs/tags/v1.0.0^{}"), "refs/tags/v1.0.0^{}@sha1:\(first)"), (.commit(commit), "sha1:\(first)"),
    ]
    for (number, url) in urls.enumerated() {
      for (index, (reference, expected)) in table.enumerated() {
        let mirror = try await fixture.mirror(url, reference: reference, name: "mirror\(number)-\(index)")
        #expect(try await mirror.poll().revision.description == expected, "\(url) \(reference)")
        let fetched = try await mirror.fetch()
        #expect(fetched.revision.description == expected, "\(url) \(reference)")
        #expect(try await mirror.tree(at: fetched.revision.commit).bytes(at: "a").count == 1)
        await mirror.close()
      }
    }
  }

  @Test func namesTheNearest() async throws {
    let server = GitHTTPServer.isAvailable ? try await GitHTTPServer(fixture.servedFolder) : nil
    for url in [fixture.fileURL] + (server.map { [$0.url(), $0.url("old")] } ?? []) {
      let unknown = try #require(GitObjectIdentifier(String(repeating: "c", count: 40)))
      let table: [(GitReference, [String])] = [
        (.branch("mian"), ["main", "main2"]), (.branch("production"), ["instance/dev", "main", "main2"]),
        (.tag("v1.0.1"), ["v1.0.0"]), (.commit(unknown), []),
      ]
      for (reference, nearest) in table {
        let mirror = try await fixture.mirror(url, reference: reference)
        let expected = GitError.unknownReference(reference, url: url, nearest: nearest)
        #expect(await failure { () async throws(GitError) in try await mirror.fetch() } == expected)
        if case .commit = reference {
        } else {
          #expect(await failure { () async throws(GitError) in try await mirror.poll() } == expected)
        }
        await mirror.close()
      }
    }
    let error = GitError.unknownReference(.branch("mian"), url: "https://x/y", nearest: ["main"])
    #expect(error.description == "https://x/y has no branch mian; nearest: main")
  }

  @Test func anEmptyRepository() async throws {
    let empty = fixture.folder.file("served/empty.git")
    try await GitProgram.run("git", ["init", "-q", "--bare", empty])
    let server = GitHTTPServer.isAvailable ? try await GitHTTPServer(fixture.servedFolder) : nil
    for url in ["file://\(empty)"]
      + (server.map { [$0.url("open", "empty.git"), $0.url("old", "empty.git")] } ?? [])
    {
      let mirror = try await fixture.mirror(url)
      #expect(
        await failure { () async throws(GitError) in try await mirror.poll() } == .emptyRepository(url: url))
      #expect(
        await failure { () async throws(GitError) in try await mirror.fetch() } == .emptyRepository(url: url))
      await mirror.close()
    }
  }

  @Test func aMirrorFollowsAnotherReferenceAndAnotherAddress() async throws {
    let mirror = try await fixture.mirror(fixture.fileURL)
    _ = try await mirror.fetch()
    await mirror.close()
    let other = try await fixture.mirror(fixture.fileURL, reference: .branch("instance/dev"))
    let fetched = try await other.fetch()
    #expect(fetched.movement == .first)
    #expect(fetched.recovery == nil)
    await other.close()
    let elsewhere = try await GitRepositoryFixture()
    try await elsewhere.commit(["b": "1"])
    let moved = try await fixture.mirror(elsewhere.fileURL)
    let cloned = try await moved.fetch()
    #expect(cloned.recovery == "it was made for \(fixture.fileURL)")
    #expect(cloned.movement == .first)
    await moved.close()
  }
}
