import Base
import Git
import Glibc
import Platform
import Synchronization
import TestSupport
import Testing

/// A mirror that another one has in use is refused, and nothing else happens.
@Suite struct LockedMirrorTests {
  private let place: TestPlace
  private let fixture: GitRepositoryFixture

  init() async throws {
    place = await TestPlace.taken()
    fixture = try await GitRepositoryFixture()
    _ = try await fixture.commit(["a": "1"])
  }

  /// The refusal closes the number of its lock file once: closed twice it would be the number of whatever was opened
  /// meanwhile, such as a database.
  @Test func theRefusalClosesNoFileOfOthers() async throws {
    let mirror = try await fixture.mirror(fixture.fileURL)
    let source = try GitSource(url: try GitURL(fixture.fileURL), reference: .branch("main"))
    let isDone = Atomic(false)
    let lost = Atomic(0)
    DedicatedThread.start(named: "test-files") {
      while !isDone.load(ordering: .relaxed) {
        let file = open("/dev/null", O_RDONLY | O_CLOEXEC)
        sched_yield()
        if file >= 0, close(file) != 0 { lost.add(1, ordering: .relaxed) }
      }
    }
    for _ in 0..<2000 {
      let second = try? await GitMirror.open(directory: fixture.folder.file("mirror"), source: source)
      #expect(second == nil)
    }
    isDone.store(true, ordering: .relaxed)
    #expect(lost.load(ordering: .relaxed) == 0)
    await mirror.close()
  }
}
