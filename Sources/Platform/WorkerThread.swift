import Dispatch
import Synchronization

/// One thread that runs blocking calls one after another, in the order they came.
///
/// The thread ends when the last reference goes away, after the calls that already wait.
public final class WorkerThread: Sendable {
  private let queue = JobQueue()

  /// - Parameter name: shows in `ps -L` and debuggers; Linux keeps 15 bytes.
  public init(named name: String) {
    DedicatedThread.start(named: name) { [queue] in
      while let job = queue.next() { job() }
    }
  }

  deinit { queue.close() }

  /// Has a call run on the thread, and does not wait for it.
  public func add(_ job: @escaping @Sendable () -> Void) { queue.add(job) }

  /// Runs a call on the thread and returns, or throws, what it gives. A cancelled task still waits for the call.
  public func run<Value: Sendable, Failure: Error>(
    _ job: @escaping @Sendable () throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    let outcome = await withCheckedContinuation {
      (continuation: CheckedContinuation<Result<Value, Failure>, Never>) in
      queue.add { continuation.resume(returning: Result(catching: job)) }
    }
    return try outcome.get()
  }
}

private final class JobQueue: Sendable {
  private struct State {
    var jobs: [@Sendable () -> Void] = []
    var isClosed = false
  }

  private let state = Mutex(State())
  private let arrivals = DispatchSemaphore(value: 0)

  func add(_ job: @escaping @Sendable () -> Void) {
    state.withLock { $0.jobs.append(job) }
    arrivals.signal()
  }

  func close() {
    state.withLock { $0.isClosed = true }
    arrivals.signal()
  }

  /// Waits for a job; nil once the queue is closed and empty.
  func next() -> (@Sendable () -> Void)? {
    while true {
      arrivals.wait()
      let (job, isDone) = state.withLock { state in
        state.jobs.isEmpty ? (nil, state.isClosed) : (state.jobs.removeFirst(), false)
      }
      if let job { return job }
      if isDone { return nil }
    }
  }
}
