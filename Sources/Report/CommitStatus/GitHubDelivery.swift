import Base
import Documents
import HTTP
import Platform

/// Brings commit statuses to GitHub, one try at a time; the outbox repeats.
public struct GitHubDelivery: Sendable {
  /// What a try came to.
  public enum Result: Hashable, Sendable {
    case delivered
    /// Worth another try, not before so long from now.
    case retry(after: Duration, reason: String)
    /// Another try would end the same way.
    case giveUp(reason: String)
  }

  private let client: HTTPClient
  private let time: any TimeSource
  private let deadline: Duration

  /// - Parameters:
  ///   - client: its user agent is what GitHub asks every program to say.
  ///   - deadline: for one try.
  public init(_ client: HTTPClient, time: any TimeSource = SystemTime(), deadline: Duration = .seconds(30)) {
    self.client = client
    self.time = time
    self.deadline = deadline
  }

  /// Tries once.
  ///
  /// - Parameter attempt: counts from 1; waits that the host does not set grow with it.
  public func deliver(_ status: GitHubStatus, token: SecretValue, attempt: Int) async -> Result {
    let request: HTTPRequest
    do throws(HTTPURL.Malformed) {
      request = try status.request(token: token, deadline: deadline)
    } catch {
      return .giveUp(reason: error.description)
    }
    do throws(HTTPError) {
      let response = try await client.send(request)
      return Self.judge(response, status, attempt: attempt, now: time.now)
    } catch {
      return error.cause.isLasting
        ? .giveUp(reason: error.description)
        : .retry(after: DeliveryWait.after(attempt), reason: error.description)
    }
  }

  private static func judge(
    _ response: HTTPResponse, _ status: GitHubStatus, attempt: Int, now: Timestamp
  ) -> Result {
    if response.isSuccess { return .delivered }
    let answer = "\(status.repository.title) answered \(response.status)" + message(response)
    switch response.status {
    case 403, 429:
      if let wait = limitWait(response, attempt: attempt, now: now) {
        return .retry(after: wait, reason: answer)
      }
      return mend(answer, "give the token the permission to write commit statuses (repo:status)", attempt)
    case 401: return mend(answer, "renew the token", attempt)
    case 404: return mend(answer, "check the repository's name and that the token may write to it", attempt)
    case 408, 500...:
      return .retry(after: response.retryAfter(now: now) ?? DeliveryWait.after(attempt), reason: answer)
    default: return .giveUp(reason: answer)
    }
  }

  /// Somebody has to do something first, which may take days: tried again, not too often.
  private static func mend(_ answer: String, _ remedy: String, _ attempt: Int) -> Result {
    .retry(after: max(.seconds(60), DeliveryWait.after(attempt)), reason: "\(answer); \(remedy)")
  }

  /// How long GitHub's limits on requests ask to wait; nil where the answer is not about them.
  ///
  /// "If the retry-after response header is present, you should not retry your request until after that many seconds
  /// has elapsed. If the x-ratelimit-remaining header is 0, … until after the time, in UTC epoch seconds, specified by
  /// the x-ratelimit-reset header. Otherwise, wait for at least one minute"
  /// (docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api).
  private static func limitWait(_ response: HTTPResponse, attempt: Int, now: Timestamp) -> Duration? {
    let minute = Duration.seconds(60)
    if let asked = response.retryAfter(now: now) { return max(asked, .seconds(1)) }
    if response.headers["x-ratelimit-remaining"] == "0" {
      guard let reset = response.headers["x-ratelimit-reset"].flatMap(Int64.init),
        (0..<1 << 40).contains(reset)
      else { return minute }
      return min(max(Timestamp(secondsSinceEpoch: reset) - now, .seconds(1)), .seconds(2 * 3600))
    }
    if response.status == 429 || message(response).lowercased().contains("rate limit") {
      return max(minute, DeliveryWait.after(attempt))
    }
    return nil
  }

  /// `: Bad credentials`, from the answer's own words.
  private static func message(_ response: HTTPResponse) -> String {
    guard let answer = try? JSONParser.parse(response.body, options: .lenient),
      let text = answer["message"]?.stringValue
    else { return "" }
    let details = (answer["errors"]?.arrayValue ?? []).compactMap {
      $0["message"]?.stringValue ?? $0.stringValue
    }
    let whole = ([text] + details).joined(separator: "; ")
    return ": " + PlainLine.make(String(whole.prefix(300)))
  }
}

extension HTTPError.Cause {
  /// Stays as it is until somebody changes the configuration. A certificate may be renewed, so it does not count.
  fileprivate var isLasting: Bool {
    switch self {
    case .malformedRequest, .addressRefused, .redirectRefused, .tooManyRedirects: true
    case .unresolvedHost, .connectionRefused, .unreachable, .unknownAuthority, .wrongHost, .badCertificate,
      .unreadableAuthorities, .tls, .timedOut, .cut, .malformedResponse, .responseTooLarge,
      .cancelled:
      false
    }
  }
}
