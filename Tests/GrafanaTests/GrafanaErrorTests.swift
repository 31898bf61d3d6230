import Base
import Grafana
import HTTP
import TestSupport
import Testing

/// What answers mean; the bodies are those of reference grafana-http-api.md.
@Suite struct GrafanaErrorTests {
  struct Example: Sendable {
    let status: Int
    let body: String
    let kind: GrafanaError.Kind
    let message: String

    init(_ status: Int, _ body: String, _ kind: GrafanaError.Kind, _ message: String) {
      self.status = status
      self.body = body
      self.kind = kind
      self.message = message
    }
  }

  private static let locked = "failed to save: database is locked"

  static let examples: [Example] = [
    // Section 1.3.
    Example(401, #"{"message":"Unauthorized"}"#, .unauthorized, "Unauthorized"),
    Example(401, #"{"message":"Expired API key"}"#, .unauthorized, "Expired API key"),
    Example(
      401, #"{"messageId":"api-key.invalid","message":"Invalid API key"}"#, .unauthorized, "Invalid API key"),
    Example(500, #"{"message":"invalid API key"}"#, .unauthorized, "invalid API key"),
    // A front end that sends to its login page.
    Example(302, "", .unauthorized, "no reason given"),
    // Section 1.2: refusals of rights are JSON, those of front ends are not.
    Example(403, #"{"title":"Access denied","message":"You'll need"}"#, .forbidden, "You'll need"),
    Example(403, "<html>blocked</html>", .unreachable, "an answer that is not JSON"),
    Example(404, #"{"message":"Dashboard not found","traceID":""}"#, .notFound, "Dashboard not found"),
    Example(404, "", .notFound, "no reason given"),
    // Recordings of 9 and 10: mute_timings, templates.
    Example(404, "null", .notFound, "no reason given"),
    // Recording of 12.4: kubernetes_apis.
    Example(404, "404 page not found\n", .notFound, "404 page not found"),
    // Of what stands in front of the server, which knows nothing of the object.
    Example(404, "\n<html>no such site</html>", .unreachable, "an answer that is not JSON"),
    Example(400, "\u{FFFD}", .refused, "\u{FFFD}"),
    // Recording of 6.7: dashboards, datasources.
    Example(
      422, #"[{"fieldNames":["Type"],"classification":"RequiredError","message":"Required"}]"#, .refused,
      "Type: Required"),
    Example(
      400, #"[{"message":"json: cannot unmarshal array"},{"fieldNames":["A","B"],"message":"Required"},{}]"#,
      .refused, "json: cannot unmarshal array; A, B: Required"),
    Example(400, "[]", .refused, "no reason given"),
    // Sections 3.3, 4.1 and 5.2.
    Example(
      409, #"{"message":"data source with the same name already exists"}"#, .conflict,
      "data source with the same name already exists"),
    Example(
      412, #"{"status":"version-mismatch","message":"changed by someone else"}"#, .conflict,
      "changed by someone else"),
    Example(400, #"{"message":"bad request data"}"#, .refused, "bad request data"),
    Example(413, "<html>too large</html>", .refused, "an answer that is not JSON"),
    Example(
      422, #"{"message":"Folder.folder.grafana.app \"x\" is invalid"}"#, .refused,
      #"Folder.folder.grafana.app "x" is invalid"#),
    // Sections 1.2 (8) and 15.1.
    Example(429, #"{"message":"Too many requests"}"#, .passing(retryAfter: .seconds(7)), "Too many requests"),
    Example(502, "<html></html>", .passing(retryAfter: .seconds(7)), "an answer that is not JSON"),
    Example(503, "", .passing(retryAfter: .seconds(7)), "no reason given"),
    Example(504, "", .passing(retryAfter: .seconds(7)), "no reason given"),
    Example(500, #"{"message":"\#(locked)"}"#, .passing(retryAfter: nil), locked),
    // Other 500s stay what they are: a refused save repeated costs the server more than a good one (section 18).
    Example(
      500, #"{"message":"Folder API error: folder max depth exceeded, max depth is 4"}"#, .unexpected,
      "Folder API error: folder max depth exceeded, max depth is 4"),
    Example(500, #"{"message":""}"#, .unexpected, "no reason given"),
    Example(418, "{}", .unexpected, "no reason given"),
  ]

  @Test func answersHaveKinds() async throws {
    for example in Self.examples {
      let headers = example.status == 429 || example.status > 500 ? [("Retry-After", "7")] : []
      let server = try LoopbackServer { _ in [.answer(example.status, headers, Array(example.body.utf8))] }
      let session = try SessionFixture.session(server.url)
      let error = await thrown(GrafanaError.self) {
        _ = try await session.createFolder(uid: "a", title: "A", parentUID: "")
      }
      #expect(error?.kind == example.kind, "\(example.status) \(example.body)")
      #expect(error?.message == example.message)
      #expect(error?.description == "POST /api/folders answered \(example.status): \(example.message)")
      #expect(server.requests.count == 1)
    }
  }

  @Test func silenceAndCutsMayPassAndClosedDoorsEndTheCycle() async throws {
    let cut = try LoopbackServer { _ in [.close] }
    let passing = await thrown(GrafanaError.self) {
      _ = try await SessionFixture.session(cut.url).createFolder(uid: "a", title: "A", parentUID: "")
    }
    #expect(passing?.kind == .passing(retryAfter: nil))
    let port = try LoopbackPort()
    let closed = await thrown(GrafanaError.self) {
      _ = try await SessionFixture.session("http://127.0.0.1:\(port.number)").folder("a")
    }
    #expect(closed?.kind == .unreachable)
    #expect(
      closed?.description
        == "GET /api/folders/a: the server refused the connection; is it running, and is the port right?")
  }
}
