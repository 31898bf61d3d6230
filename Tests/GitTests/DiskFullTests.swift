import Foundation
import Git
import TestSupport
import Testing

@Suite(.enabled("needs user and mount name spaces for an unprivileged user", GitSmallDisk.isAvailable))
struct DiskFullTests {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  @Test func aFullDiskIsToldAndHarmsNothing() async throws {
    guard let disk = GitSmallDisk.path else {
      return try await GitSmallDisk.rerun(filter: "DiskFullTests", kilobytes: 900)
    }
    let fixture = try await GitRepositoryFixture()
    let small = try await fixture.commit(["a": "1"])
    let server = GitHTTPServer.isAvailable ? try await GitHTTPServer(fixture.servedFolder) : nil
    for url in [fixture.fileURL] + (server.map { [$0.url()] } ?? []) {
      let directory = disk + "/mirror"
      let source = try GitSource(url: try GitURL(url), reference: .branch("main"), limits: .patient)
      let mirror = try await GitMirror.open(directory: directory, source: source)
      let first = try await mirror.fetch()
      try await fixture.commitNoise(bytes: 1_500_000)
      let error = await failure { () async throws(GitError) in try await mirror.fetch() }
      #expect(error == .diskFull(path: directory))
      #expect(try await mirror.tree(at: first.revision.commit).bytes(at: "a") == Array("1".utf8))
      try await fixture.git("reset", "-q", "--hard", small)
      try await fixture.commit(["a": "2"], time: 1_700_002_000, force: true)
      #expect(try await mirror.fetch().movement == .advanced)
      await mirror.close()
      try FileManager.default.removeItem(atPath: directory)
      try await fixture.git("reset", "-q", "--hard", small)
      try await fixture.push(force: true)
    }
    try GitSmallDisk.confirm()
  }
}
