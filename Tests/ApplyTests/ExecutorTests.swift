import Apply
import Base
import Plan
import Render
import Synchronization
import TestSupport
import Testing

/// Performing a plan: order, what waits for what, how much at once, and what is written down.
@Suite struct ExecutorTests {
  /// A target that does what the test says and remembers in which order.
  private final class ScriptedTarget: Target {
    private struct State {
      var begun: [String] = []
      var running = 0
      var mostRunning = 0
    }

    private let state = Mutex(State())
    private let width: Int
    private let script: @Sendable (Action) async throws(TargetFailure) -> Void

    init(
      width: Int = 1, _ script: @escaping @Sendable (Action) async throws(TargetFailure) -> Void = { _ in }
    ) {
      self.width = width
      self.script = script
    }

    var begun: [String] { state.withLock { $0.begun } }
    var running: Int { state.withLock { $0.running } }
    var mostRunning: Int { state.withLock { $0.mostRunning } }

    func inspect(_ subject: InspectionSubject) async throws(TargetFailure) -> Inspection {
      Inspection(digest: nil)
    }

    func perform(
      _ action: Action, body: DesiredBody?, origin: ChangeOrigin
    ) async throws(TargetFailure) -> Written {
      state.withLock { state in
        state.begun.append(action.key.uid)
        state.running += 1
        state.mostRunning = max(state.mostRunning, state.running)
      }
      defer { state.withLock { $0.running -= 1 } }
      try await script(action)
      return Written(digest: Digest(of: action.key.uid))
    }

    func settle(_ written: [ObjectKey: Written]) async throws(TargetFailure) -> [ObjectKey: String] { [:] }

    func isHidden(_ key: ObjectKey) async throws(TargetFailure) -> Bool { false }

    func parallelWrites(_ kind: ObjectKind) -> Int { width }
  }

  /// A journal in memory.
  private final class MemoryJournal: Journal {
    private let lines = Mutex<[String]>([])
    private let failing: Set<String>

    /// - Parameter failing: `begin`, or uids whose end cannot be written down.
    init(failing: Set<String> = []) {
      self.failing = failing
    }

    var all: [String] { lines.withLock { $0 } }

    func begin(_ actions: [Action]) async throws(TargetFailure) {
      if failing.contains("begin") { throw TargetFailure(.ended, "the disk is full") }
      lines.withLock { $0.append("begin " + actions.map(\.key.uid).joined(separator: " ")) }
    }

    func finish(_ outcome: Outcome) async throws(TargetFailure) {
      if failing.contains(outcome.action.key.uid) { throw TargetFailure(.passing, "the disk is full") }
      lines.withLock { $0.append(outcome.summary) }
    }
  }

  private func apply(
    _ actions: [Action], to target: ScriptedTarget, _ journal: MemoryJournal = MemoryJournal()
  ) async throws -> [String] {
    try await Executor(target, journal: journal, origin: ApplyFixture.origin) {
      _, _, title throws(TargetFailure) in
      title == "gone" ? nil : .folder(FolderBody(title: title, permissions: nil))
    }.apply(ApplyFixture.plan(actions)).map(\.summary)
  }

  private func failing(_ uid: String, _ kind: TargetFailure.Kind) -> ScriptedTarget {
    ScriptedTarget { action throws(TargetFailure) in
      if action.key.uid == uid { throw TargetFailure(kind, "no") }
    }
  }

  @Test func orderOfThePlanAndOfTheJournal() async throws {
    let journal = MemoryJournal()
    let target = ScriptedTarget()
    let outcomes = try await apply(
      [
        ApplyFixture.action(.create, .folder, "f"), ApplyFixture.action(.adopt, .datasource, "s"),
        ApplyFixture.action(.update, .dashboard, "d"), ApplyFixture.action(.delete, .dashboard, "x"),
      ], to: target, journal)
    #expect(target.begun == ["f", "d", "x"])
    #expect(outcomes == ["written f", "recorded s", "written d", "written x"])
    // All intents are on the disk before anything is sent; what is only remembered needs none.
    #expect(journal.all == ["begin f d x", "written f", "recorded s", "written d", "written x"])
  }

  @Test func whatNeedsAFailedFolderWaitsAndTheRestGoesOn() async throws {
    let folder = ApplyFixture.key("f", .folder)
    let outcomes = try await apply(
      [
        ApplyFixture.action(.create, .folder, "f"),
        ApplyFixture.action(.create, .folder, "g", requires: [folder]),
        ApplyFixture.action(.create, .dashboard, "a", requires: [folder]),
        ApplyFixture.action(.create, .dashboard, "b"),
        ApplyFixture.action(.create, .dashboard, "c", requires: [ApplyFixture.key("a")]),
      ], to: failing("f", .refused))
    #expect(outcomes == ["failed f: no", "blocked g by f", "blocked a by f", "written b", "blocked c by a"])
  }

  /// What is there and only was not brought up to date can be named; what is not there cannot. A folder must not go while
  /// something that is to leave it is in it.
  @Test(arguments: [(Action.Verb.create, "blocked d by s"), (.update, "written d")])
  func whatIsNeededForWhat(verb: Action.Verb, dashboard: String) async throws {
    let source = ApplyFixture.key("s", .datasource)
    let outcomes = try await apply(
      [
        ApplyFixture.action(verb, .datasource, "s"),
        ApplyFixture.action(.create, .dashboard, "d", requires: [source]),
        ApplyFixture.action(.delete, .folder, "f", requires: [source]),
      ], to: failing("s", .refused))
    #expect(outcomes == ["failed s: no", dashboard, "blocked f by s"])
  }

  @Test(arguments: [1, 4])
  func targetThatIsGoneEndsTheRest(width: Int) async throws {
    let target = ScriptedTarget(width: width) { action throws(TargetFailure) in
      if action.key.uid == "d01" { throw TargetFailure(.ended, "token expired") }
    }
    let actions = (0..<40).map { ApplyFixture.action(.create, .dashboard, $0 < 10 ? "d0\($0)" : "d\($0)") }
    let outcomes = try await apply(actions + [ApplyFixture.action(.delete, .folder, "f")], to: target)
    #expect(outcomes.contains("failed d01: token expired"))
    #expect(outcomes.suffix(20).allSatisfy { $0.hasSuffix(": token expired") && $0.hasPrefix("not tried") })
    #expect(outcomes.count == 41)
    #expect(target.begun.count < 15)
  }

  /// Notifications are written one by one, and nothing before them in a plan has to wait for that; what names them has.
  @Test(arguments: [1, 4])
  func notificationsGoOnBesideTheRest(width: Int) async throws {
    let isBegun = Mutex(false)
    let target = ScriptedTarget(width: width) { action throws(TargetFailure) in
      if action.key.kind == .contactPoint { isBegun.withLock { $0 = true } }
      guard action.key.kind == .dashboard, width > 1 else { return }
      let deadline = ContinuousClock.now + .seconds(60)
      while !isBegun.withLock({ $0 }) {
        if ContinuousClock.now > deadline { throw TargetFailure(.refused, "nobody went on") }
        await Task.yield()
      }
    }
    let point = ApplyFixture.key("p", .contactPoint)
    let outcomes = try await apply(
      [
        ApplyFixture.action(.create, .folder, "f"), ApplyFixture.action(.create, .dashboard, "d"),
        ApplyFixture.action(.create, .muteTiming, "m"), ApplyFixture.action(.create, .contactPoint, "p"),
        ApplyFixture.action(.create, .alertRuleGroup, "r", requires: [point]),
        ApplyFixture.action(.delete, .contactPoint, "x"),
      ], to: target)
    #expect(outcomes == ["written f", "written d", "written m", "written p", "written r", "written x"])
    #expect(target.begun.suffix(2) == ["r", "x"])
    if width == 1 { #expect(target.begun == ["f", "d", "m", "p", "r", "x"]) }
  }

  /// Whatever failed on either side, what needs it waits.
  @Test(arguments: ["f", "p"])
  func whatFailsBesideTheRestIsKnown(failed: String) async throws {
    let target = ScriptedTarget(width: 4) { action throws(TargetFailure) in
      if action.key.uid == failed { throw TargetFailure(.refused, "no") }
    }
    let outcomes = try await apply(
      [
        ApplyFixture.action(.create, .folder, "f"), ApplyFixture.action(.create, .contactPoint, "p"),
        ApplyFixture.action(
          .create, .alertRuleGroup, "r",
          requires: [ApplyFixture.key("f", .folder), ApplyFixture.key("p", .contactPoint)]),
      ], to: target)
    #expect(outcomes.last == "blocked r by \(failed)")
    #expect(outcomes.count == 3)
  }

  @Test(arguments: [1, 3])
  func soManyAtOnceAndNoMore(width: Int) async throws {
    let target = ScriptedTarget(width: width) { _ in await Task.yield() }
    let actions = (0..<30).map { ApplyFixture.action(.create, .dashboard, "d\($0)") }
    let outcomes = try await apply(actions, to: target)
    #expect(outcomes == actions.map { "written \($0.key.uid)" })
    #expect(target.mostRunning <= width)
    if width == 1 { #expect(target.begun == actions.map(\.key.uid)) }
  }

  /// All slots of the target are taken, and only then is it full.
  @Test func slotsAreFilled() async throws {
    let time = ManualTime()
    let target = ScriptedTarget(width: 3) { _ in try? await time.sleep(for: .seconds(1)) }
    let actions = (0..<7).map { ApplyFixture.action(.create, .dashboard, "d\($0)") }
    let applying = Task { try await apply(actions, to: target) }
    for expected in [3, 3, 1] {
      #expect(await eventually { time.sleeperCount == expected })
      #expect(target.running == expected)
      time.advance(by: .seconds(1))
    }
    #expect(try await applying.value.count == 7)
  }

  @Test func nestedFoldersAndDeletionsGoOneByOne() async throws {
    let target = ScriptedTarget(width: 4) { _ in await Task.yield() }
    let folders = (0..<8).map { number in
      let above = number == 0 ? [] : [ApplyFixture.key("f\(number - 1)", .folder)]
      return ApplyFixture.action(.create, .folder, "f\(number)", requires: above)
    }
    let deletions = (0..<8).map { ApplyFixture.action(.delete, .dashboard, "d\($0)") }
    _ = try await apply(folders + deletions, to: target)
    #expect(target.mostRunning == 1)
    #expect(target.begun == (folders + deletions).map(\.key.uid))
  }

  /// Grafana 12 makes the first data source of a workspace its default.
  @Test func theFirstDatasourceIsAloneAndTheOthersAreNot() async throws {
    let target = ScriptedTarget(width: 4) { _ in for _ in 0..<20 { await Task.yield() } }
    let sources = (0..<8).map { ApplyFixture.action(.create, .datasource, "s\($0)") }
    _ = try await apply(sources, to: target)
    #expect(target.begun.first == "s0")
    #expect(target.mostRunning == 4)
  }

  @Test(arguments: [1, 2])
  func cancellationEndsTheCallUnderWayAndBeginsNoOther(width: Int) async throws {
    let time = ManualTime()
    let journal = MemoryJournal()
    let target = ScriptedTarget(width: width) { _ throws(TargetFailure) in
      do throws(CancellationError) {
        try await time.sleep(for: .seconds(60))
      } catch {
        throw TargetFailure(.passing, "stopped")
      }
    }
    let actions = (0..<10).map { ApplyFixture.action(.create, .dashboard, "d\($0)") }
    let applying = Task { try await apply(actions, to: target, journal) }
    #expect(await eventually { time.sleeperCount == width })
    applying.cancel()
    let outcomes = try await applying.value
    // Contents are made beside each other, so which of the first come to their turn is open.
    let begun = Set(target.begun)
    #expect(begun.count == width)
    #expect(
      outcomes
        == (0..<10).map { number in
          begun.contains("d\(number)")
            ? "failed d\(number): stopped" : "not tried d\(number): stopped before its turn"
        })
    // What was not tried is written down too: its intent must not stay open.
    #expect(journal.all.count == 11)
  }

  @Test func nothingIsDoneThatCannotBeWrittenDown() async throws {
    let target = ScriptedTarget()
    let failure = await thrown(TargetFailure.self) {
      _ = try await apply(
        [ApplyFixture.action(.create, .folder, "f")], to: target, MemoryJournal(failing: ["begin"]))
    }
    #expect(failure?.message == "the disk is full")
    #expect(target.begun == [])
  }

  @Test func writeWhoseEndCannotBeWrittenDownCountsAsFailed() async throws {
    let outcomes = try await apply(
      [
        ApplyFixture.action(.create, .folder, "f"),
        ApplyFixture.action(.create, .dashboard, "d", requires: [ApplyFixture.key("f", .folder)]),
      ], to: ScriptedTarget(), MemoryJournal(failing: ["f"]))
    #expect(outcomes == ["failed f: the disk is full", "blocked d by f"])
  }

  @Test func contentThatCannotBeMadeIsNotWritten() async throws {
    let target = ScriptedTarget()
    let outcomes = try await apply(
      [
        ApplyFixture.action(.update, .dashboard, "d", title: "gone"),
        ApplyFixture.action(.delete, .dashboard, "x", title: "gone"),
      ],
      to: target)
    #expect(
      outcomes == [
        "failed d: its content cannot be made any more; it is rendered anew with the next cycle", "written x",
      ])
    #expect(target.begun == ["x"])
  }
}
