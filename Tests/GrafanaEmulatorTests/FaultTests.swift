import Documents
import GrafanaEmulator
import HTTPServer
import TestSupport
import Testing

@Suite("Injected faults")
struct FaultTests {
  private static func plan(_ rule: FaultRule) -> FaultPlan { FaultPlan([rule]) }

  @Test("answers in place of the server")
  func answers() async throws {
    let session = try EmulatorSession("12.4")
    session.emulator.use(Self.plan(FaultRule(.tooManyRequests(retryAfterSeconds: 7))))
    let limited = try await session.send("GET", "/api/health")
    #expect(limited.status == 429)
    #expect(limited.headers.header("retry-after") == "7")
    session.emulator.use(Self.plan(FaultRule(.status(500, message: "database is locked"))))
    let broken = try await session.save("d", title: "D")
    #expect(broken.status == 500)
    #expect(broken.text == #"{"message":"database is locked"}"#)
    session.emulator.use(Self.plan(FaultRule(.badGatewayPage)))
    let page = try await session.send("GET", "/api/health")
    #expect(page.status == 502)
    #expect(page.headers.header("content-type") == "text/html")
    session.emulator.use(Self.plan(FaultRule(.expiredToken)))
    #expect(try await session.send("GET", "/api/org").message == "Expired API key")
    session.emulator.use(FaultPlan())
    #expect(try await session.send("GET", "/api/dashboards/uid/d").status == 404)
  }

  @Test("cuts the connection before or after a write took effect")
  func cuts() async throws {
    for (effect, exists) in [(FaultEffect.cutBefore, 404), (.cutAfter, 200)] {
      let session = try EmulatorSession("12.4")
      session.emulator.use(Self.plan(FaultRule(method: "POST", effect)))
      await #expect(throws: LoopbackClient.Failure.closed) { try await session.save("d", title: "D") }
      #expect(try await session.send("GET", "/api/dashboards/uid/d").status == exists)
      #expect(session.emulator.requests.map(\.status) == [0, exists])
    }
  }

  @Test("loses the answer of a request that takes effect, and tells requests apart by their bodies")
  func carriesOut() async throws {
    let session = try EmulatorSession("12.4")
    var effect = FaultEffect.status(504, message: "timeout")
    effect.isCarriedOut = true
    var rule = FaultRule(method: "POST", effect)
    rule.bodyText = #""uid":"d""#
    session.emulator.use(Self.plan(rule))
    #expect(try await session.save("d", title: "D").status == 504)
    #expect(try await session.save("e", title: "E").status == 200)
    session.emulator.use(FaultPlan())
    for uid in ["d", "e"] {
      #expect(try await session.send("GET", "/api/dashboards/uid/\(uid)").status == 200)
    }
  }

  @Test("holds answers back")
  func latency() async throws {
    let session = try EmulatorSession("9.3")
    session.emulator.use(Self.plan(FaultRule(.latency(milliseconds: 120))))
    let start = ContinuousClock.now
    #expect(try await session.send("GET", "/api/health").status == 200)
    #expect(ContinuousClock.now - start >= .milliseconds(120))
  }

  @Test(
    "hits the requests whose turn it is",
    arguments: [
      ("", "1111111111"), ("skip 3", "0001111111"), ("every 3", "0010010010"), ("times 2", "1100000000"),
      ("skip 1 every 2 times 2", "0010100000"), ("method POST", "0000000000"),
      ("path /api/health", "1111111111"),
      ("path /api/*", "1111111111"), ("path /api/*/x", "0000000000"), ("path *lth", "1111111111"),
      ("path health", "0000000000"),
    ])
  func turns(_ description: String, _ hits: String) async throws {
    var rule = FaultRule(.status(503, message: "x"))
    let words = description.split(separator: " ").map(String.init)
    for (name, value) in zip(words, words.dropFirst()) {
      switch name {
      case "skip": rule.skip = Int(value) ?? 0
      case "every": rule.every = Int(value) ?? 0
      case "times": rule.times = Int(value)
      case "method": rule.method = value
      case "path": rule.path = value
      default: break
      }
    }
    let session = try EmulatorSession("12.4", faults: Self.plan(rule))
    var seen = ""
    for _ in 0..<10 {
      seen += try await session.send("GET", "/api/health?query=/x").status == 503 ? "1" : "0"
    }
    #expect(seen == hits)
  }

  @Test("makes the same choices for the same seed")
  func probability() async throws {
    func seen(_ seed: UInt64) async throws -> [Int] {
      var rule = FaultRule(.status(503, message: "x"))
      rule.probability = 0.5
      let session = try EmulatorSession("12.4", faults: FaultPlan([rule], seed: seed))
      var statuses: [Int] = []
      for _ in 0..<40 { statuses.append(try await session.send("GET", "/api/health").status) }
      return statuses
    }
    let first = try await seen(1)
    #expect(Set(first) == [200, 503])
    #expect(try await seen(1) == first)
    #expect(try await seen(2) != first)
  }

  @Test("reads a file of faults")
  func reads() throws {
    let text = """
      {"seed": 9, "rules": [
        {"method": "post", "path": "/api/dashboards/*", "bodyText": "d1", "skip": 1, "every": 3, "times": 5,
         "effect": {"status": 429, "retryAfterSeconds": 2, "carriedOut": true}},
        {"probability": 0.25, "effect": {"cut": "after", "latencyMilliseconds": 10}},
        {"effect": {"status": 502, "html": true}}, {"effect": {"expiredToken": true}}]}
      """
    let plan = try FaultPlan.parse(Array(text.utf8))
    #expect(plan.seed == 9)
    #expect(plan.rules.count == 4)
    #expect(plan.rules[0].method == "POST")
    #expect(plan.rules[0].bodyText == "d1")
    #expect(plan.rules[0].effect.isCarriedOut)
    #expect(!plan.rules[1].effect.isCarriedOut)
    #expect(plan.rules[0].skip == 1)
    #expect(plan.rules[0].every == 3)
    #expect(plan.rules[0].times == 5)
    #expect(plan.rules[1].probability == 0.25)
    #expect(plan.rules[1].effect.latencyMilliseconds == 10)
    if case .answer(let status, _, _, let seconds) = plan.rules[0].effect.outcome {
      #expect(status == 429)
      #expect(seconds == 2)
    } else {
      Issue.record("the first rule should answer")
    }
  }

  @Test(
    "says what is wrong in a file of faults, and where",
    arguments: [
      ("{", "the faults are not JSON: line 1, column 2: expected a member name or } here"),
      ("[]", "must be an object, not a list"),
      ("{}", "rules: is missing"),
      (#"{"rules": {}}"#, "rules: must be a list, not an object"),
      (#"{"rules": [{}]}"#, "rules[0].effect: is missing"),
      (
        #"{"rules": [{"methd": "GET", "effect": {}}]}"#, "rules[0]: unknown field methd, did you mean method?"
      ),
      (#"{"rules": [{"every": 0, "effect": {}}]}"#, "rules[0].every: must be 1 or more"),
      (#"{"rules": [{"skip": -1, "effect": {}}]}"#, "rules[0].skip: must be a whole number from 0 on"),
      (
        #"{"rules": [{"probability": 2, "effect": {}}]}"#,
        "rules[0].probability: must be a number from 0 to 1"
      ),
      (#"{"rules": [{"effect": {"status": 42}}]}"#, "rules[0].effect.status: must be from 200 to 599"),
      (
        #"{"rules": [{"effect": {"status": 500, "cut": "after"}}]}"#,
        "rules[0].effect: status and cut exclude each other"
      ),
      (
        #"{"rules": [{"effect": {"cut": "now"}}]}"#,
        "rules[0].effect.cut: is now, but must be before or after"
      ),
      (
        #"{"rules": [{"effect": {"status": 500, "carriedOut": "yes"}}]}"#,
        "rules[0].effect.carriedOut: must be true or false, not a string"
      ),
      (
        #"{"rules": [{"effect": {"cut": "after", "carriedOut": true}}]}"#,
        "rules[0].effect.carriedOut: has no effect without status"
      ),
    ])
  func refuses(_ text: String, _ problem: String) {
    let error = thrown(FaultPlanError.self) { _ = try FaultPlan.parse(Array(text.utf8)) }
    #expect(error?.description == problem)
  }
}
