import Platform
import Synchronization

/// Lets any number of tasks wait until something is so.
final class ChangeSignal: Sendable {
  private struct State {
    var next: UInt64 = 0
    var waiting: [UInt64: WakeSignal] = [:]
  }

  private let state = Mutex(State())

  /// Something has changed: whoever waits looks again.
  func signal() {
    for signal in state.withLock({ Array($0.waiting.values) }) { signal.wake() }
  }

  /// Returns when the condition holds, when the time is over, or when the task is cancelled.
  func wait(
    atMost duration: Duration, _ time: any TimeSource, until isSo: @Sendable () -> Bool
  ) async {
    let signal = WakeSignal()
    let number = state.withLock { state in
      state.next += 1
      state.waiting[state.next] = signal
      return state.next
    }
    defer { _ = state.withLock { $0.waiting.removeValue(forKey: number) } }
    let end = time.elapsed + duration
    while !isSo(), !Task.isCancelled, time.elapsed < end {
      await signal.wait(atMost: end - time.elapsed, time)
    }
  }
}
