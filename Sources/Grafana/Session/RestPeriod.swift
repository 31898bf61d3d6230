import Synchronization

/// How long a server wants to be left alone, as it said with `Retry-After`. Shared by all sessions with it, so that
/// a wait longer than one call may take is kept in the cycles after it too.
public final class RestPeriod: Sendable {
  /// A server that asks for more is asked again all the same: nobody is left alone for a day by mistake.
  private static let longest = Duration.seconds(3600)

  /// On the clock that never jumps.
  private let end = Mutex(Duration.zero)

  public init() {}

  func begin(_ length: Duration, now: Duration) {
    end.withLock { $0 = max($0, now + min(length, Self.longest)) }
  }

  /// Nil where it is over.
  func rest(now: Duration) -> Duration? {
    let rest = end.withLock { $0 } - now
    return rest > .zero ? rest : nil
  }
}
