import Base
import Platform

extension HTTPClient {
  /// Sends a request until it is answered, the policy stops, or the task is cancelled; gives the last response.
  ///
  /// - Parameter isIdempotent: whether sending the request twice is the same as sending it once.
  public func send(
    _ request: HTTPRequest, retrying policy: RetryPolicy, isIdempotent: Bool, meter: RequestMeter? = nil,
    time: any TimeSource = SystemTime(), random: any RandomSource = SystemRandom()
  ) async throws(HTTPError) -> HTTPResponse {
    let start = time.elapsed
    var attempt = 1
    while true {
      let result: Result<HTTPResponse, HTTPError>
      let outcome: RetryPolicy.Outcome
      do throws(HTTPError) {
        let response = try await send(request, meter: meter)
        outcome = .answered(status: response.status, retryAfter: response.retryAfter(now: time.now))
        result = .success(response)
      } catch {
        outcome = .failed(error)
        result = .failure(error)
      }
      let decision = policy.decide(
        attempt: attempt, outcome, isIdempotent: isIdempotent, elapsed: time.elapsed - start,
        random: random.unit())
      guard case .retry(let wait) = decision else { return try result.get() }
      do throws(CancellationError) {
        try await time.sleep(for: wait)
      } catch {
        throw HTTPError(request.method, request.url, .cancelled)
      }
      attempt += 1
    }
  }
}
