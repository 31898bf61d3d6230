import Base

/// When a request that changes nothing is worth sending again. A pure value: the caller sends, waits and counts.
public struct RetryPolicy: Hashable, Sendable {
  /// What a request came to.
  public enum Outcome: Sendable {
    /// - Parameter retryAfter: what the answer's `Retry-After` asks for.
    case answered(status: Int, retryAfter: Duration?)
    /// The caller knows from the answer itself that it will pass, like Grafana's `database is locked`.
    case passing
  }

  /// What to do about it.
  public enum Decision: Hashable, Sendable {
    case retry(after: Duration)
    case stop
  }

  /// With the first one.
  public var maximumAttempts = 5
  /// The wait after the first attempt; it doubles each time.
  public var firstDelay = Duration.milliseconds(500)
  /// The wait never grows beyond it. A server's `Retry-After` may ask for more.
  public var longestDelay = Duration.seconds(30)
  /// No wait that would end later than this after the first attempt began.
  public var totalLimit = Duration.seconds(60)

  public init() {}

  /// - Parameters:
  ///   - attempt: counts from 1.
  ///   - elapsed: since the first attempt began.
  ///   - random: from 0 up to 1; it spreads the waits of many clients.
  public func decide(
    attempt: Int, _ outcome: Outcome, elapsed: Duration, random: Double
  ) -> Decision {
    guard attempt < maximumAttempts, isWorthRepeating(outcome) else { return .stop }
    let wait: Duration
    if case .answered(_, let asked?) = outcome {
      wait = asked + firstDelay * random
    } else {
      let doubled = firstDelay * (1 << min(attempt - 1, 20))
      wait = min(doubled, longestDelay) * (0.5 + random / 2)
    }
    return elapsed + wait <= totalLimit ? .retry(after: wait) : .stop
  }

  private func isWorthRepeating(_ outcome: Outcome) -> Bool {
    switch outcome {
    case .answered(let status, _): status == 429 || (502...504).contains(status)
    case .passing: true
    }
  }
}

extension HTTPResponse {
  /// How long the server asks to wait (`Retry-After`, in seconds or as a date); nil where it does not say.
  public func retryAfter(now: Timestamp) -> Duration? {
    guard let text = headers["Retry-After"] else { return nil }
    if let seconds = Int(text) { return seconds >= 0 && seconds < 1 << 31 ? .seconds(seconds) : nil }
    return HTTPDate.parse(text, now: now).map { max(.zero, $0 - now) }
  }
}
