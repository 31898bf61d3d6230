import Base
import Testing

@testable import Reconcile

/// What is remembered of files that running agents did not take or have not read.
@Suite struct ReloadMemoryTests {
  private static let path = "mon/ga/metrics/agent.yml"
  private static let digest = Digest(of: "new")

  private static func entry(isPutBack: Bool, processes: String? = "here 1") -> ReloadMemory.Entry {
    .init(digest: digest.description, message: "it broke", isPutBack: isPutBack, processes: processes)
  }

  private static func memory(_ entry: ReloadMemory.Entry) -> ReloadMemory {
    var memory = ReloadMemory()
    memory.remember(path, entry)
    return memory
  }

  @Test func remembersOverRestarts() {
    var memory = Self.memory(Self.entry(isPutBack: true))
    memory.awaitReading(Self.path, Digest(of: "former"))
    memory.awaitReading("mon/ga/logs/agent.yml", Self.digest)
    memory.noteRead("mon/ga/logs/agent.yml", by: ["http://a"])
    memory.noteProgram("mon/ga/logs/agent.yml", awaits: true)
    memory.keep(addressees: [Self.path: .init(program: "alloy", addresses: ["http://a"])], [:]) { _ in false }
    _ = memory.take([Self.path: AgentLook(problems: [], processes: "here 2")])
    #expect(ReloadMemory(memory.text) == memory)
    #expect(memory.awaits("mon/ga/logs/agent.yml", Self.digest))
    #expect(!memory.awaits("mon/ga/logs/agent.yml", Digest(of: "old")))
    #expect(ReloadMemory("no json") == ReloadMemory())
    // What is held back stays known.
    memory.keep(only: [:]) { _ in true }
    #expect(ReloadMemory(memory.text) == memory && !memory.entries.isEmpty && memory.unread.count == 2)
    memory.keep(only: [Self.path: Digest(of: "other")]) { _ in false }
    #expect(memory.entries.isEmpty)
    #expect(memory.unread.keys.sorted() == [Self.path])
  }

  /// Earlier releases wrote no more of a file.
  @Test func readsWhatEarlierReleasesWrote() {
    let memory = ReloadMemory(
      #"[{"path": "a", "digest": "1", "unread": true}, {"path": "b", "digest": "2", "message": "m", "putBack": false}]"#
    )
    #expect(memory.unread == ["a": .init(digest: "1")])
    #expect(memory.entries == ["b": .init(digest: "2", message: "m", isPutBack: false)])
  }

  @Test func triesWhatLiesThereAgain() {
    var memory = Self.memory(Self.entry(isPutBack: false))
    memory.forgetRefused()
    #expect(memory.entries.isEmpty && memory.awaits(Self.path, Self.digest))
    // What was put back is written again, and read for that.
    memory = Self.memory(Self.entry(isPutBack: true))
    memory.forgetRefused()
    #expect(memory == ReloadMemory())
  }

  private static let good = AgentLook(problems: [], processes: "here 1")
  private static let bad = AgentLook(problems: ["instances missing"], processes: "here 1")

  @Test func asksAgainWhoLooksRight() {
    var memory = Self.memory(Self.entry(isPutBack: false))
    #expect(memory.untaken == [Self.path])
    #expect(memory.take([Self.path: Self.bad]).isEmpty)
    #expect(memory.take([Self.path: Self.good]) == [Self.path])
    // In vain: it is not asked again for the same looks.
    memory.noteRead(Self.path)
    memory.remember(Self.path, Self.entry(isPutBack: false))
    #expect(memory.take([Self.path: Self.good]).isEmpty)
    #expect(memory.take([Self.path: Self.bad]).isEmpty)
    #expect(memory.take([Self.path: Self.good]) == [Self.path])
    // Nor where it has been started anew and does not look right.
    #expect(memory.take([Self.path: AgentLook(problems: ["x"], processes: "here 2")]).isEmpty)
  }

  @Test(arguments: [("here 2", true), ("here 1", false), (nil, false)] as [(String?, Bool)])
  func asksAgainWhoWasStartedAnew(_ processes: String?, _ isAsked: Bool) {
    var memory = Self.memory(Self.entry(isPutBack: false))
    _ = memory.take([Self.path: Self.good])
    memory.noteRead(Self.path)
    memory.remember(Self.path, Self.entry(isPutBack: false))
    let look = AgentLook(problems: [], processes: processes)
    #expect(memory.take([Self.path: look]) == (isAsked ? [Self.path] : []))
  }

  @Test func otherAgentsAreAskedToo() {
    func asked(_ program: String, _ address: String) -> [String: ReloadMemory.Addressees] {
      [Self.path: .init(program: program, addresses: [address])]
    }
    var memory = Self.memory(Self.entry(isPutBack: false))
    let digests = [Self.path: Self.digest]
    // As it is after an update: nothing is known of who was asked.
    memory.keep(addressees: asked("alloy", "http://a"), digests) { _ in false }
    #expect(!memory.entries.isEmpty && memory.unread.isEmpty)
    memory.keep(addressees: asked("alloy", "http://a"), digests) { _ in false }
    #expect(!memory.entries.isEmpty && memory.unread.isEmpty)
    memory.keep(addressees: asked("alloy", "http://b"), digests) { _ in false }
    #expect(memory.entries.isEmpty && memory.awaits(Self.path, Self.digest))
    memory.noteRead(Self.path, by: ["http://b"])
    memory.noteProgram(Self.path, awaits: true)
    memory.keep(addressees: asked("alloy", "http://c"), digests) { _ in false }
    #expect(memory.unread[Self.path]?.readers == [])
    #expect(memory.unread[Self.path]?.awaitsProgram == true)
    // With another mode the former file is of whatever runs.
    memory.keep(addressees: asked("agent-static", "http://c"), digests) { _ in false }
    #expect(memory.unread[Self.path]?.awaitsProgram == false)
    // A role that is held back for a while comes back with another address.
    memory.noteRead(Self.path)
    memory.keep(addressees: [:], digests) { _ in true }
    memory.keep(addressees: asked("agent-static", "http://d"), digests) { _ in false }
    #expect(memory.awaits(Self.path, Self.digest))
    // Nobody is to read it any more.
    memory.keep(addressees: [:], digests) { _ in false }
    #expect(memory.addressees.isEmpty)
  }
}
