import Base
import Platform
import Synchronization

/// A clock that moves only when the test says so.
public final class ManualTime: TimeSource {
  private struct Sleeper {
    let end: Duration
    let number: Int
    let continuation: CheckedContinuation<Bool, Never>
  }

  private struct State {
    var elapsed = Duration.zero
    var lastNumber = 0
    var cancelled: Set<Int> = []
    var sleepers: [Sleeper] = []
  }

  private let start: Timestamp
  private let state = Mutex(State())

  /// - Parameter start: what the wall clock says at the beginning.
  public init(at start: Timestamp = Timestamp(millisecondsSinceEpoch: 1_795_269_791_042)) {
    self.start = start
  }

  public var now: Timestamp { start + elapsed }
  public var elapsed: Duration { state.withLock { $0.elapsed } }

  /// How many tasks sleep now.
  public var sleeperCount: Int { state.withLock { $0.sleepers.count } }

  /// Moves the clock and wakes everybody whose time has come.
  public func advance(by duration: Duration) {
    let woken = state.withLock { state in
      state.elapsed += duration
      let woken = state.sleepers.filter { $0.end <= state.elapsed }
      state.sleepers.removeAll { $0.end <= state.elapsed }
      return woken
    }
    for sleeper in woken { sleeper.continuation.resume(returning: true) }
  }

  public func sleep(for duration: Duration) async throws(CancellationError) {
    let number = state.withLock { state in
      state.lastNumber += 1
      return state.lastNumber
    }
    let isWoken = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let immediate: Bool? = state.withLock { state in
          if state.cancelled.remove(number) != nil { return false }
          if duration <= .zero { return true }
          state.sleepers.append(
            Sleeper(end: state.elapsed + duration, number: number, continuation: continuation))
          return nil
        }
        if let immediate { continuation.resume(returning: immediate) }
      }
    } onCancel: {
      let sleeper = state.withLock { state -> Sleeper? in
        guard let index = state.sleepers.firstIndex(where: { $0.number == number }) else {
          state.cancelled.insert(number)
          return nil
        }
        return state.sleepers.remove(at: index)
      }
      sleeper?.continuation.resume(returning: false)
    }
    if !isWoken { throw CancellationError() }
  }
}
