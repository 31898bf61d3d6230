import Foundation
import Git
import Secrets
import TestSupport
import Testing

@testable import Reconcile

@Suite struct SourceWatchTests {
  private let place: TestPlace
  private let fixture: GitRepositoryFixture
  private let watch: SourceWatch

  init() async throws {
    place = await TestPlace.taken()
    fixture = try await GitRepositoryFixture()
    try await fixture.commit(["a": String(repeating: "a", count: 3000)])
    watch = SourceWatch(
      SourceSettings(url: try GitURL(fixture.fileURL), reference: .branch("main")),
      directory: fixture.folder.file("mirror"),
      secrets: SecretReader(directory: nil, scrubber: Scrubber()))
  }

  @Test func tellsWhatMovedOnce() async throws {
    let first = try await watch.refresh()
    #expect(first.newCommits.count == 1)
    #expect(try await watch.refresh().newCommits.isEmpty)
    #expect(try await watch.hasMoved() == false)
    let second = try await fixture.commit(["a": "2"], time: 1_700_000_100)
    #expect(try await watch.hasMoved())
    let moved = try await watch.refresh()
    #expect(moved.revision.commit.description == second)
    #expect(moved.newCommits.map(\.identifier.description) == [second])
    #expect(moved.isForced == false)
    await watch.close()
  }

  /// A daemon whose source does not move must not read from a damaged mirror until it does.
  @Test func aMirrorThatBreaksIsClonedAgainAlthoughNothingMoved() async throws {
    let state = try await watch.refresh()
    let mirror = try #require(await watch.openMirror)
    let packs = fixture.folder.file("mirror/repository.git/objects/pack")
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: packs).first { $0.hasSuffix(".pack") })
    var bytes = try Data(contentsOf: URL(fileURLWithPath: "\(packs)/\(name)"))
    for index in 12..<(bytes.count - 20) { bytes[index] = 0xAA }
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: "\(packs)/\(name)")
    try bytes.write(to: URL(fileURLWithPath: "\(packs)/\(name)"))
    let tree = mirror.tree(at: state.revision.commit)
    await #expect(throws: GitError.self) { try await tree.bytes(at: "a") }
    let mended = try await watch.refresh()
    #expect(mended.recovery != nil)
    #expect(mended.revision == state.revision)
    #expect(mended.newCommits.isEmpty)
    #expect(try await tree.bytes(at: "a").count == 3000)
    #expect(try await watch.refresh().recovery == nil)
    await watch.close()
  }
}
