import Platform
import Synchronization

/// Runs an actor whose calls block on threads that are not Swift's own: of those there is one a core, and each that
/// blocks holds up the other tests.
final class BlockingCalls: SerialExecutor {
  private let turn = Mutex(())

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    DedicatedThread.start(named: "test-blocking") { [self] in
      turn.withLock { _ in job.runSynchronously(on: asUnownedSerialExecutor()) }
    }
  }
}
