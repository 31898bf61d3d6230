import Base
import Platform
import Synchronization

/// Ends a wait early, from any thread: a signal, a webhook, a command.
public final class WakeSignal: Sendable {
  private struct State {
    /// Woken while nobody waited: the next wait ends at once.
    var isPending = false
    var waiter: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  public init() {}

  public func wake() {
    let waiter = state.withLock { state in
      let waiter = state.waiter
      state.waiter = nil
      state.isPending = waiter == nil
      return waiter
    }
    waiter?.resume()
  }

  /// Returns when woken, when the time is over, or when the task is cancelled. One task waits at a time.
  func wait(atMost duration: Duration, _ time: any TimeSource) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { try? await time.sleep(for: duration) }
      group.addTask { await self.waitUntilWoken() }
      await group.next()
      group.cancelAll()
    }
  }

  private func waitUntilWoken() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          if state.isPending || Task.isCancelled {
            state.isPending = false
            return true
          }
          state.waiter = continuation
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      let waiter = state.withLock { state in
        let waiter = state.waiter
        state.waiter = nil
        return waiter
      }
      waiter?.resume()
    }
  }
}
