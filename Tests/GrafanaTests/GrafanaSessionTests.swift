import Base
import Documents
import Grafana
import Synchronization
import TestSupport
import Testing

/// How often a call is repeated, and how long is waited before.
@Suite struct GrafanaSessionTests {
  /// Answers in turn; the last one again and again.
  private func server(_ answers: [LoopbackServer.Step]) throws -> LoopbackServer {
    let next = Mutex(0)
    return try LoopbackServer { _ in
      let index = next.withLock { next in
        next += 1
        return min(next, answers.count) - 1
      }
      return [answers[index]]
    }
  }

  private static let folder = LoopbackServer.Step.answer(200, #"{"uid":"a","title":"A","version":1}"#)
  private static func busy(_ seconds: Int) -> LoopbackServer.Step {
    .answer(429, [("Retry-After", String(seconds))], Array(#"{"message":"busy"}"#.utf8))
  }
  private static let locked = LoopbackServer.Step.answer(500, #"{"message":"database is locked"}"#)

  @Test(
    arguments: [
      ([folder], [], 1), ([busy(3), folder], [.seconds(3)], 2),
      // The wait doubles; the random part is nothing here.
      ([.answer(502, "<html>"), .answer(503, ""), folder], [.milliseconds(250), .milliseconds(500)], 3),
      ([locked, locked, locked, folder], [.milliseconds(250), .milliseconds(500), .seconds(1)], 4),
      ([.close, folder], [.milliseconds(250)], 2),
    ] as [([LoopbackServer.Step], [Duration], Int)])
  func readsAreRepeated(answers: [LoopbackServer.Step], waits: [Duration], count: Int) async throws {
    let server = try server(answers)
    let time = SteppingTime()
    let folder = try await SessionFixture.session(server.url, time: time).folder("a")
    #expect(folder?.title == "A")
    #expect(time.sleeps == waits)
    #expect(server.requests.count == count)
  }

  @Test(
    arguments: [
      // For ever busy: four tries. A wait beyond the limit is not begun. What is refused stays refused.
      ([busy(1)], 4), ([busy(31)], 1), ([.answer(400, "{}")], 1), ([.answer(500, "{}")], 1),
      ([.answer(401, "{}")], 1),
    ] as [([LoopbackServer.Step], Int)])
  func readsAreGivenUp(answers: [LoopbackServer.Step], count: Int) async throws {
    let server = try server(answers)
    let error = await thrown(GrafanaError.self) {
      _ = try await SessionFixture.session(server.url).folder("a")
    }
    #expect(error != nil)
    #expect(server.requests.count == count)
  }

  /// The wait is longer than a call may take, so it is for the cycles after this one.
  @Test func serverThatAsksForALongRestIsLeftAlone() async throws {
    let server = try server([Self.busy(100), Self.folder])
    let time = SteppingTime()
    let session = try SessionFixture.session(server.url, time: time)
    for _ in 0..<3 { #expect(await thrown(GrafanaError.self) { _ = try await session.folder("a") } != nil) }
    #expect(server.requests.count == 1)
    try await time.sleep(for: .seconds(60))
    let error = await thrown(GrafanaError.self) { _ = try await session.folder("a") }
    #expect(error?.message == "not asked: the server wants to be left alone for another 40s")
    try await time.sleep(for: .seconds(40))
    #expect(try await session.folder("a")?.title == "A")
    #expect(server.requests.count == 2)
  }

  @Test func writesAreSentOnceAndTheDelayIsForTheCaller() async throws {
    let server = try server([Self.busy(4), Self.folder])
    let time = SteppingTime()
    let session = try SessionFixture.session(server.url, time: time)
    let error = try #require(
      await thrown(GrafanaError.self) {
        _ = try await session.createFolder(uid: "a", title: "A", parentUID: "")
      })
    #expect(server.requests.count == 1)
    #expect(session.delay(after: error, attempt: 1) == .seconds(4))
    #expect(session.delay(after: error, attempt: 4) == nil)
    let refused = GrafanaError(kind: .refused, status: 400, call: "POST /api/folders", message: "no")
    #expect(session.delay(after: refused, attempt: 1) == nil)
    let soon = GrafanaError(kind: .passing(retryAfter: nil), status: 500, call: "", message: "")
    #expect(
      (1...3).map { session.delay(after: soon, attempt: $0) } == [
        .milliseconds(250), .milliseconds(500), .seconds(1),
      ])
    let late = GrafanaError(kind: .passing(retryAfter: .seconds(60)), status: 503, call: "", message: "")
    #expect(session.delay(after: late, attempt: 1) == nil)
  }

  @Test func whatIsSent() async throws {
    let server = try server([.answer(200, #"{"uid":"a b","title":"A","version":2}"#)])
    let session = try SessionFixture.session(server.url + "/grafana/")
    _ = try await session.renameFolder(uid: "a b", title: "A", version: 1)
    let request = try #require(server.requests.first)
    #expect(request.method == "PUT")
    #expect(request.target == "/grafana/api/folders/a%20b")
    #expect(request["authorization"] == "Bearer token")
    #expect(request["content-type"] == "application/json")
    #expect(try JSONParser.parse(request.body) == ["title": "A", "version": 1])
    #expect(session.meter.reading.requests == 1)
  }

  @Test(
    arguments: [
      ("8.5.27", false, false, false), ("9.3.2", false, true, false), ("12.4.0", true, true, true),
    ] as [(String, Bool, Bool, Bool)])
  func versionSaysWhatAServerCanDo(version: String, lists: Bool, byUID: Bool, nested: Bool) async throws {
    let server = try server([.answer(200, #"{"database":"ok","version":"\#(version)"}"#)])
    let capabilities = try await SessionFixture.session(server.url).probe()
    #expect(capabilities.hasKubernetesLists == lists)
    #expect(capabilities.hasDatasourceWritesByUID == byUID)
    #expect(capabilities.hasNestedFolders == nested)
    // Before 11 the settings of the front end tell which alerting there is.
    #expect(server.requests.count == (lists ? 1 : 2))
  }

  @Test func toggleAndHiddenVersionAreReadFromTheFrontEnd() async throws {
    let settings = #"{"buildInfo":{"version":"10.4.1"},"featureToggles":{"nestedFolders":true}}"#
    for health in [
      LoopbackServer.Step.answer(200, #"{"version":"10.4.1"}"#), .answer(404, ""), .answer(200, "{}"),
    ] {
      let server = try server([health, .answer(200, settings)])
      let capabilities = try await SessionFixture.session(server.url).probe()
      #expect(capabilities.version == ServerVersion(10, 4, 1))
      #expect(capabilities.hasNestedFolders)
      #expect(server.requests.map(\.target) == ["/api/health", "/api/frontend/settings"])
    }
  }
}
