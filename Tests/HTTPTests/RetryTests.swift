import Base
import HTTP
import TestSupport
import Testing

@Suite struct RetryPolicyTests {
  private let policy = RetryPolicy()

  private func decide(
    _ outcome: RetryPolicy.Outcome, attempt: Int = 1, idempotent: Bool = true, elapsed: Duration = .zero,
    random: Double = 0
  ) -> RetryPolicy.Decision {
    policy.decide(attempt: attempt, outcome, isIdempotent: idempotent, elapsed: elapsed, random: random)
  }

  @Test(arguments: [
    (200, true, false), (400, true, false), (404, true, false), (408, true, false), (429, true, true),
    (429, false, true), (500, true, false), (501, true, false), (502, true, true), (502, false, false),
    (503, true, true), (503, false, false), (504, true, true), (505, true, false),
  ])
  func statuses(status: Int, idempotent: Bool, isRepeated: Bool) {
    let decision = decide(.answered(status: status, retryAfter: nil), idempotent: idempotent)
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
    let late = patient.decide(attempt: 50, outcome, isIdempotent: true, elapsed: .zero, random: 0)
    #expect(late == .retry(after: .seconds(15)))
  }

  @Test func aServersWishIsFollowedWithinTheTotal() {
    let asked = RetryPolicy.Outcome.answered(status: 429, retryAfter: .seconds(40))
    #expect(decide(asked, random: 0.5) == .retry(after: .milliseconds(40_250)))
    #expect(decide(asked, elapsed: .seconds(21)) == .stop)
  }

  @Test func whatTheCallerKnowsToPassIsRepeated() {
    #expect(decide(.passing, idempotent: false) == .retry(after: .milliseconds(250)))
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

@Suite struct RetryingTests {
  @Test func repeatsUntilAnswered() async throws {
    let server = try LoopbackServer { request in
      switch request.target {
      case "/slow-down": [.answer(429, [("Retry-After", "7")])]
      default: [.answer(200)]
      }
    }
    let time = ManualTime()
    let request = try server.request(.get, "/slow-down")
    let meter = RequestMeter()
    let client = directClient()
    let task = Task {
      try await client.send(
        request, retrying: RetryPolicy(), isIdempotent: true, meter: meter, time: time, random: FixedRandom(0)
      )
    }
    for attempt in 1...4 {
      #expect(await eventually { time.sleeperCount == 1 })
      #expect(server.requests.count == attempt)
      time.advance(by: .seconds(7))
    }
    #expect(try await task.value.status == 429)
    #expect(meter.reading.requests == 5)
  }

  @Test func aRefusedConnectionIsTriedAgainEvenForAWrite() async throws {
    let port = try LoopbackPort()
    let request = HTTPRequest(.post, try HTTPURL("http://127.0.0.1:\(port.number)/"), body: [1])
    let time = ManualTime()
    let client = directClient()
    let task = Task {
      await failure { () throws(HTTPError) in
        _ = try await client.send(request, retrying: RetryPolicy(), isIdempotent: false, time: time)
      }
    }
    #expect(await eventually { time.sleeperCount == 1 })
    task.cancel()
    #expect(await task.value?.cause == .cancelled)
  }

  @Test func aCutWriteIsNotSentTwice() async throws {
    let server = try LoopbackServer { _ in [.close] }
    let request = try server.request(.post, body: [1])
    let client = directClient()
    let error = await failure { () throws(HTTPError) in
      _ = try await client.send(request, retrying: RetryPolicy(), isIdempotent: false)
    }
    guard case .cut = error?.cause else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(server.requests.count == 1)
  }
}
