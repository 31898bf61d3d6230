import Glibc
import Synchronization

/// A place among the few tests that start programs and servers at the same time. Who waits for one blocks no thread.
///
/// A suite takes one in its `init` and keeps it for as long as its test runs. One is enough for a test, whatever it
/// starts; a test that took two could wait for itself.
public final class TestPlace: Sendable {
  private struct Places {
    var free: Int
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  /// Such a test mostly waits for what it started, so that two keep a core busy.
  private static let places = Mutex(Places(free: max(4, 2 * sysconf(Int32(_SC_NPROCESSORS_ONLN)))))

  private init() {}

  deinit {
    let next = Self.places.withLock { places -> CheckedContinuation<Void, Never>? in
      if places.waiting.isEmpty {
        places.free += 1
        return nil
      }
      return places.waiting.removeFirst()
    }
    next?.resume()
  }

  /// Waits for a place, in the order of asking.
  public static func taken() async -> TestPlace {
    await withCheckedContinuation { continuation in
      let isFree = places.withLock { places in
        if places.free > 0 {
          places.free -= 1
          return true
        }
        places.waiting.append(continuation)
        return false
      }
      if isFree { continuation.resume() }
    }
    return TestPlace()
  }
}
