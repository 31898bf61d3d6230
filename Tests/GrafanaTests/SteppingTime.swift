import Base
import Platform
import Synchronization

/// A clock on which every sleep is over at once, and which remembers how long each would have been.
final class SteppingTime: TimeSource {
  private let state = Mutex<(elapsed: Duration, sleeps: [Duration])>((.zero, []))

  var now: Timestamp { Timestamp(secondsSinceEpoch: 1_795_269_791) + elapsed }
  var elapsed: Duration { state.withLock { $0.elapsed } }
  var sleeps: [Duration] { state.withLock { $0.sleeps } }

  func sleep(for duration: Duration) async throws(CancellationError) {
    state.withLock { state in
      state.elapsed += duration
      state.sleeps.append(duration)
    }
  }
}
