import Apply
import Base
import Documents
import HTTP
import HTTPServer
import Platform
import Report
import Server
import TestSupport
import Testing

@Suite struct StatusServerTests {
  private let client: HTTPClient = {
    var configuration = HTTPClient.Configuration(userAgent: "sluice-test")
    return HTTPClient(configuration)
  }()
  private let time = ManualTime()

  private func report(_ environment: String, failure: String? = nil) -> CycleReport {
    let revision = RevisionSummary(
      text: "main@sha1:3f2c9e1", commit: "3f2c9e1", author: "Ada", subject: "x", committed: time.now)
    let target = TargetReport(name: "g-1", label: "g-1", server: nil, failure: failure)
    return CycleReport(
      environment: environment, revision: revision, started: time.now, duration: .seconds(1),
      targets: [target], objectCount: 0)
  }

  private func serve(_ health: Health, _ metrics: Metrics = Metrics()) throws -> StatusServer {
    try StatusServer(listeningOn: .loopback, health: health, metrics: metrics)
  }

  private func get(_ server: StatusServer, _ path: String, _ method: HTTPMethod = .get) async throws
    -> HTTPResponse
  {
    try await client.send(HTTPRequest(method, try HTTPURL(server.url + path)))
  }

  private func body(_ response: HTTPResponse) throws -> JSON { try JSONParser.parse(response.body) }

  @Test func isAliveWhileCyclesEnd() async throws {
    let health = Health(
      [
        Health.Expectation("prod", progressLimit: .seconds(600)),
        Health.Expectation("lab", progressLimit: .seconds(6000)),
      ], time: time)
    let server = try serve(health)
    defer { server.stop() }
    var response = try await get(server, "/healthz")
    #expect(response.status == 200)
    #expect(response.headers["Content-Type"] == "application/json")
    #expect(response.text == "{\"version\":1,\"alive\":true,\"stalled\":[]}\n")
    time.advance(by: .seconds(601))
    response = try await get(server, "/healthz")
    #expect(response.status == 503)
    let stalled: JSON = [
      "version": 1, "alive": false,
      "stalled": [
        ["environment": "prod", "reason": "no cycle has ended for 10m1s, more than 10m"]
      ],
    ]
    #expect(try body(response) == stalled)
    // A cycle that fails is progress all the same.
    health.record(report("prod", failure: "away"))
    #expect(try await get(server, "/healthz").status == 200)
  }

  @Test func isReadyAfterACycleThatReachedEverything() async throws {
    let health = Health(
      ["prod", "lab"].map { Health.Expectation($0, progressLimit: .seconds(600)) }, time: time)
    let server = try serve(health)
    defer { server.stop() }
    health.record(report("prod"))
    health.record(report("lab", failure: "the token has expired"))
    var response = try await get(server, "/readyz")
    #expect(response.status == 503)
    let missing: JSON = [
      "version": 1, "ready": false,
      "missing": [["environment": "lab", "reason": "g-1: the token has expired"]],
    ]
    #expect(try body(response) == missing)
    health.record(report("lab"))
    response = try await get(server, "/readyz")
    #expect(response.status == 200)
    #expect(response.text == "{\"version\":1,\"ready\":true,\"missing\":[]}\n")
    // Once ready, a peer that goes away does not change it.
    health.record(report("lab", failure: "the token has expired"))
    #expect(try await get(server, "/readyz").status == 200)
  }

  @Test func isNotReadyBeforeTheFirstCycle() async throws {
    let health = Health([Health.Expectation("prod", progressLimit: .seconds(600))], time: time)
    let server = try serve(health)
    defer { server.stop() }
    let response = try await get(server, "/readyz")
    #expect(response.status == 503)
    #expect(try body(response)["missing"]?[0]?["reason"] == "the first cycle has not ended yet")
  }

  @Test func servesMetrics() async throws {
    let metrics = Metrics()
    let sluice = SluiceMetrics(metrics, version: "1.0.0")
    let server = try serve(Health([], time: time), metrics)
    defer { server.stop() }
    sluice.record(report("prod"))
    let response = try await get(server, "/metrics")
    #expect(response.status == 200)
    #expect(response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
    #expect(response.text == metrics.exposition())
    #expect(response.text.contains("sluice_cycles_total{environment=\"prod\",state=\"success\"} 1\n"))
  }

  @Test func refusesOtherPagesAndMethods() async throws {
    let server = try serve(Health([], time: time))
    defer { server.stop() }
    let missing = try await get(server, "/")
    #expect(missing.status == 404)
    #expect(missing.text == "{\"error\":\"no such page; there are /healthz, /readyz and /metrics\"}\n")
    for method in [HTTPMethod.post, .put, .delete] {
      let response = try await get(server, "/healthz", method)
      #expect(response.status == 405)
      #expect(response.headers["Allow"] == "GET, HEAD")
      #expect(response.text == "{\"error\":\"this page is for GET and HEAD\"}\n")
    }
    let head = try await get(server, "/healthz", .head)
    #expect(head.status == 200)
    #expect(head.body.isEmpty)
    #expect(head.headers["Content-Length"] == "40")
  }

  @Test func saysWhyItCannotListen() throws {
    let server = try serve(Health([], time: time))
    defer { server.stop() }
    let failure = thrown(HTTPServerError.self) {
      _ = try StatusServer(
        listeningOn: server.address, health: Health([], time: time), metrics: Metrics())
    }
    #expect(failure?.reason == .addressInUse)
  }
}
