import Base
import HTTP
import TestSupport
import Testing

@Suite struct RetryPolicyTests {
  private let policy = RetryPolicy()

  private func decide(
    _ outcome: RetryPolicy.Outcome, attempt: Int = 1, elapsed: Duration = .zero, random: Double = 0
  ) -> RetryPolicy.Decision {
    policy.decide(attempt: attempt, outcome, elapsed: elapsed, random: random)
  }

  @Test(arguments: [
    (200, false), (400, false), (404, false), (408, false), (429, true), (500, false), (501, false),
    (502, true),
    (503, true), (504, true), (505, false),
  ])
  func statuses(status: Int, isRepeated: Bool) {
    let decision = decide(.answered(status: status, retryAfter: nil))
    #expect(decision == (isRepeated ? .retry(after: .milliseconds(250)) : .stop))
  }

  @Test func waitsDoubleAndSpreadAndEnd() {
    let outcome = RetryPolicy.Outcome.answered(status: 503, retryAfter: nil)
    let waits = (1...5).map { decide(outcome, attempt: $0, random: 0.5) }
    #expect(
      waits == [
        .retry(after: .milliseconds(375)), .retry(after: .milliseconds(750)),
        .retry(after: .milliseconds(1500)),
        .retry(after: .milliseconds(3000)), .stop,
      ])
    var patient = policy
    patient.maximumAttempts = 100
    patient.totalLimit = .seconds(1000)
    let late = patient.decide(attempt: 50, outcome, elapsed: .zero, random: 0)
    #expect(late == .retry(after: .seconds(15)))
  }

  @Test func aServersWishIsFollowedWithinTheTotal() {
    let asked = RetryPolicy.Outcome.answered(status: 429, retryAfter: .seconds(40))
    #expect(decide(asked, random: 0.5) == .retry(after: .milliseconds(40_250)))
    #expect(decide(asked, elapsed: .seconds(21)) == .stop)
  }

  @Test func whatTheCallerKnowsToPassIsRepeated() {
    #expect(decide(.passing) == .retry(after: .milliseconds(250)))
  }

  @Test(arguments: [
    ("120", Duration.seconds(120) as Duration?), ("0", .zero), ("-1", nil), ("soon", nil),
    ("Sun, 06 Nov 1994 08:49:47 GMT", .seconds(10)), ("Sunday, 06-Nov-94 08:49:47 GMT", .seconds(10)),
    ("Sun Nov  6 08:49:47 1994", .seconds(10)), ("Sun, 06 Nov 1994 08:49:00 GMT", .zero),
    ("Sun, 31 Feb 1994 08:49:00 GMT", nil), ("Sun, 06 Nov 1994 08:49:47 CET", nil),
  ])
  func readsRetryAfter(text: String, expected: Duration?) async throws {
    let server = try LoopbackServer { _ in [.answer(429, [("Retry-After", text)])] }
    let response = try await directClient().send(try server.request())
    #expect(response.retryAfter(now: Timestamp(secondsSinceEpoch: 784_111_777)) == expected)
  }
}
