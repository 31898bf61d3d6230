import Base
import Glibc
import Platform
import Synchronization
import TestSupport
import Testing

@Suite struct ProcessTests {
  @Test func signalsArriveAsAStream() async throws {
    // SIGHUP alone: a runner must keep dying from the others.
    var signals = try ProcessSignal.stream(of: [.hangup]).makeAsyncIterator()
    kill(getpid(), SIGHUP)
    #expect(await signals.next() == .hangup)
    kill(getpid(), SIGHUP)
    #expect(await signals.next() == .hangup)
  }

  @Test(arguments: [false, true])
  func systemdIsToldThroughPathsAndAbstractNames(isAbstract: Bool) throws {
    let directory = try TemporaryDirectory()
    let name =
      isAbstract ? "@sluice-test-\(getpid())-\(UInt64.random(in: 0...(.max)))" : directory.file("notify")
    let listener = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    defer { close(listener) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var bytes = Array(name.utf8)
    if isAbstract { bytes[0] = 0 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let length = socklen_t(2 + bytes.count)
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, length) }
    }
    try #require(bound == 0)
    #expect(SystemdNotification.ready.send(to: name))
    var received = [UInt8](repeating: 0, count: 100)
    let count = recv(listener, &received, received.count, Int32(MSG_DONTWAIT))
    #expect(String(decoding: received.prefix(max(0, count)), as: UTF8.self) == "READY=1")
  }

  @Test func withoutSystemdNothingIsSent() {
    #expect(!SystemdNotification.stopping.send(to: "/nonexistent/notify"))
    #expect(!SystemdNotification.stopping.send(to: "relative"))
  }
}

@Suite struct WorkerThreadTests {
  private final class Record: Sendable {
    struct State {
      var calls = 0
      var running = 0
      var mostAtOnce = 0
      var threads: Set<UInt> = []
    }
    let state = Mutex(State())

    func call() {
      state.withLock {
        $0.calls += 1
        $0.running += 1
        $0.mostAtOnce = max($0.mostAtOnce, $0.running)
        $0.threads.insert(UInt(pthread_self()))
      }
      sched_yield()
      state.withLock { $0.running -= 1 }
    }
  }

  @Test func callsRunOneAfterAnotherOnOneThread() async {
    let worker = WorkerThread(named: "test-worker")
    let record = Record()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<50 { group.addTask { await worker.run { record.call() } } }
    }
    let state = record.state.withLock { $0 }
    #expect(state.calls == 50)
    #expect(state.mostAtOnce == 1)
    #expect(state.threads.count == 1)
  }

  @Test func errorsComeBackWithTheirType() async {
    struct Broken: Error, Equatable {}
    let worker = WorkerThread(named: "test-worker")
    do throws(Broken) {
      try await worker.run { () throws(Broken) in throw Broken() }
      Issue.record("no error")
    } catch {
      #expect(error == Broken())
    }
  }

  @Test func theThreadEndsWithItsOwner() async throws {
    let name = "test-\(UInt16.random(in: 0...(.max)))"
    func isThere() throws -> Bool {
      try FileSystem.list("/proc/self/task").contains { task in
        // A thread may end between the listing and the reading.
        let bytes = (try? FileSystem.read("/proc/self/task/\(task)/comm", limit: 100)) ?? []
        return String(decoding: bytes, as: UTF8.self) == name + "\n"
      }
    }
    var worker: WorkerThread? = WorkerThread(named: name)
    #expect(await worker?.run { 42 } == 42)
    #expect(try isThere())
    worker = nil
    #expect(try await eventually { try !isThere() })
  }
}

@Suite struct TimeTests {
  @Test func theSystemsClocksRun() async throws {
    let time = SystemTime()
    #expect(time.now.secondsSinceEpoch > 1_700_000_000)
    let before = time.elapsed
    try await time.sleep(for: .milliseconds(5))
    #expect(time.elapsed - before >= .milliseconds(5))
    let task = Task { try await time.sleep(for: .seconds(600)) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func randomBytesDiffer() {
    let random = SystemRandom()
    #expect(random.bytes(32).count == 32)
    #expect(random.bytes(32) != random.bytes(32))
    #expect((0..<100).allSatisfy { _ in (0..<1).contains(random.unit()) })
  }
}
