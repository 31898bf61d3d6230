internal import CShims
internal import Glibc

/// Threads for calls that block, so that none runs on Swift's cooperative pool. They are started when there is
/// work and end after ten idle seconds; jobs begin in the order of their arrival.
///
/// `@unchecked Sendable`: everything that changes is read and written under `lock`.
final class GitThreads: @unchecked Sendable {
  /// What one thread keeps between jobs; no other thread sees it.
  final class Locals {
    fileprivate var opened: [String: (generation: Int, repository: Repository)] = [:]

    /// This thread's handle, opened again where there is a newer repository at the path.
    func repository(_ path: String, generation: Int) throws(GitError) -> Repository {
      if let known = opened[path], known.generation == generation { return known.repository }
      let repository = try Repository.open(path)
      opened[path] = (generation, repository)
      return repository
    }
  }

  /// Gets nil where the threads were closed before its turn came.
  typealias Job = @Sendable (Locals?) -> Void

  private static let idleSeconds = 10
  private let maximum: Int
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var jobs: [Job] = []
  private var running = 0
  private var idle = 0
  private var isClosed = false
  private var onEnd: [@Sendable () -> Void] = []

  init(maximum: Int) {
    self.maximum = maximum
    pthread_mutex_init(lock, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(lock)
    changed.deallocate()
    lock.deallocate()
  }

  func submit(_ job: @escaping Job) {
    pthread_mutex_lock(lock)
    guard !isClosed else {
      pthread_mutex_unlock(lock)
      job(nil)
      return
    }
    jobs.append(job)
    if idle >= jobs.count || running == maximum {
      pthread_cond_signal(changed)
    } else {
      startThread()
    }
    pthread_mutex_unlock(lock)
  }

  /// Drops the jobs that wait, and returns when the running ones have ended and the threads with them.
  func close() async {
    await withCheckedContinuation { continuation in
      for job in beginClosing(then: { continuation.resume() }) { job(nil) }
    }
  }

  private func beginClosing(then ended: @escaping @Sendable () -> Void) -> [Job] {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    isClosed = true
    defer { jobs = [] }
    if running == 0 { ended() } else { onEnd.append(ended) }
    pthread_cond_broadcast(changed)
    return jobs
  }

  private func startThread() {
    var thread = pthread_t()
    let owner = Unmanaged.passRetained(self)
    let failed = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<GitThreads>.fromOpaque(context).takeRetainedValue().work()
        return nil
      }, owner.toOpaque())
    if failed == 0 {
      pthread_detach(thread)
      running += 1
    } else {
      owner.release()
      // With no thread at all the job would never run; with one it waits its turn.
      precondition(running > 0, "no thread can be started")
    }
  }

  private func work() {
    sluice_name_thread("sluice-git")
    blockPipeSignal()
    let locals = Locals()
    while let job = next() { job(locals) }
    locals.opened = [:]
    pthread_mutex_lock(lock)
    running -= 1
    // A job may have come between the last look and now.
    if !jobs.isEmpty, running == 0, !isClosed { startThread() }
    let ended = running == 0 ? onEnd : []
    if running == 0 { onEnd = [] }
    pthread_mutex_unlock(lock)
    for end in ended { end() }
  }

  private func next() -> Job? {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    var end = timespec()
    clock_gettime(CLOCK_REALTIME, &end)
    end.tv_sec += Self.idleSeconds
    while jobs.isEmpty, !isClosed {
      idle += 1
      let result = pthread_cond_timedwait(changed, lock, &end)
      idle -= 1
      if result == ETIMEDOUT { break }
    }
    return jobs.isEmpty ? nil : jobs.removeFirst()
  }

  /// A peer that goes away is an error code here, never a signal.
  private func blockPipeSignal() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }
}

extension GitThreads {
  /// Runs a job and gives its result to the task that waits. A cancelled task sets the flag and still waits.
  func run<Value: Sendable>(
    cancelling flag: CancellationFlag? = nil,
    _ body: @escaping @Sendable (Locals) throws(GitError) -> Value
  ) async throws(GitError) -> Value {
    let result: Result<Value, GitError> = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        submit { locals in
          guard let locals else {
            continuation.resume(returning: .failure(.closed))
            return
          }
          do throws(GitError) {
            continuation.resume(returning: .success(try body(locals)))
          } catch {
            continuation.resume(returning: .failure(error))
          }
        }
      }
    } onCancel: {
      flag?.set()
    }
    return try result.get()
  }
}
