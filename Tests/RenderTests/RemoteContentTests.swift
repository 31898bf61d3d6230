import Base
import Documents
import Render
import Synchronization
import TestSupport
import Testing

/// Dashboards of other machines: those of grafana.com, and those that want to know who asks.
@Suite struct RemoteContentTests {
  private static func dashboard(_ revision: Int) -> String { #"{"title": "Revision \#(revision)"}"# }

  /// Plays grafana.com: dashboard 1860 with as many revisions as are published.
  private final class Catalogue: Sendable {
    private let newest: Counter
    let server: LoopbackServer

    init() throws {
      let newest = Counter()
      self.newest = newest
      server = try LoopbackServer { request in
        let list = "/api/dashboards/1860/revisions"
        if request.target == list {
          let count = newest.value.withLock { $0 }
          let tag = "\"\(count)\""
          if request["if-none-match"] == tag { return [.answer(304, [("ETag", tag)])] }
          // The order is not that of the numbers.
          let items = (1...count).shuffled().map { #"{"revision": \#($0), "dashboardId": 1860}"# }
          return [
            .answer(200, [("ETag", tag)], Array(#"{"items": [\#(items.joined(separator: ","))]}"#.utf8))
          ]
        }
        guard request.target.hasPrefix(list + "/"), request.target.hasSuffix("/download"),
          let revision = Int(request.target.dropFirst(list.count + 1).dropLast("/download".count))
        else { return [.answer(404, "{}")] }
        return [.answer(200, RemoteContentTests.dashboard(revision))]
      }
    }

    private final class Counter: Sendable {
      let value = Mutex(2)
    }

    func publish(_ revision: Int) { newest.value.withLock { $0 = revision } }
    var targets: [String] { server.requests.map { String($0.target.dropFirst("/api/dashboards/".count)) } }
  }

  private func fixture(_ spec: String, catalogue: String, time: ManualTime) -> RenderFixture {
    RenderFixture(
      ["a.yaml": Text.instance(), "b.yaml": Text.dashboard("d", spec)],
      urls: RenderFixture.urls("127.0.0.0/8", time: time), catalogue: catalogue)
  }

  @Test func namedRevisionIsFetchedAlone() async throws {
    let catalogue = try Catalogue()
    let fixture = fixture(
      "grafanaCom: {id: 1860, revision: 1}", catalogue: catalogue.server.url, time: ManualTime())
    let rendering = try await fixture.render()
    #expect(rendering.findings == [])
    #expect(rendering.desired["d"]?.title == "Revision 1")
    #expect(await fixture.renderer.isCurrent(rendering))
    #expect(catalogue.targets == ["1860/revisions/1/download"])
  }

  @Test func newestRevisionIsFollowed() async throws {
    let catalogue = try Catalogue()
    let time = ManualTime()
    let fixture = fixture("grafanaCom: {id: 1860}", catalogue: catalogue.server.url, time: time)
    let first = try await fixture.render()
    #expect(first.findings == [])
    #expect(first.desired["d"]?.title == "Revision 2")
    #expect(catalogue.targets == ["1860/revisions", "1860/revisions/2/download"])
    // Nothing is asked while the copies are good, and after that no content where nothing is new.
    #expect(await fixture.renderer.isCurrent(first))
    #expect(catalogue.targets.count == 2)
    time.advance(by: .seconds(600))
    #expect(await fixture.renderer.isCurrent(first))
    #expect(catalogue.server.requests.dropFirst(2).map { $0["if-none-match"] } == ["\"2\"", nil])

    catalogue.publish(11)
    time.advance(by: .seconds(600))
    #expect(await !fixture.renderer.isCurrent(first))
    let second = try await fixture.render()
    #expect(second.desired["d"]?.title == "Revision 11")
    #expect(await fixture.renderer.isCurrent(second))
  }

  @Test(arguments: [
    ("grafanaCom: {id: 7}", "/api/dashboards/7/revisions answered 404"),
    ("grafanaCom: {id: 7, revision: 3}", "/api/dashboards/7/revisions/3/download answered 404"),
  ])
  func whatIsNotThereIsTold(spec: String, words: String) async throws {
    let catalogue = try Catalogue()
    let rendering = try await fixture(spec, catalogue: catalogue.server.url, time: ManualTime()).render()
    #expect(
      rendering.findings == [
        "b.yaml:6 error fetch-failed: the dashboard cannot be fetched: \(catalogue.server.url)\(words)"
      ])
    #expect(
      rendering.diagnostics.map(\.remedy) == ["check id and revision at grafana.com/grafana/dashboards"])
  }

  @Test(arguments: [
    ("<html>", "the list of revisions at URL is not JSON"),
    (#"{"items": []}"#, "the dashboard has no revisions at URL"),
  ])
  func listThatNamesNoRevisionIsTold(list: String, words: String) async throws {
    let server = try LoopbackServer { _ in [.answer(200, list)] }
    let rendering = try await fixture("grafanaCom: {id: 1}", catalogue: server.url, time: ManualTime())
      .render()
    #expect(
      rendering.diagnostics.map {
        $0.message.replacing("\(server.url)/api/dashboards/1/revisions", with: "URL")
      }
        == [words])
  }

  /// One dashboard after the other would be asked for otherwise.
  @Test func hostThatWantsARestIsLeftAloneWithAllItsContents() async throws {
    let server = try LoopbackServer { _ in [.answer(429, [("Retry-After", "120")])] }
    let time = ManualTime()
    let fixture = fixture("grafanaCom: {id: 1, revision: 1}", catalogue: server.url, time: time)
    let rendering = try await fixture.render()
    #expect(rendering.diagnostics.map(\.code) == ["fetch-failed"])
    #expect(server.requests.count == 1)
    fixture.put(["c.yaml": Text.dashboard("e", "grafanaCom: {id: 2, revision: 1}")])
    time.advance(by: .seconds(60))
    _ = try await fixture.render()
    #expect(server.requests.count == 1)
    time.advance(by: .seconds(60))
    _ = await fixture.renderer.isCurrent(rendering)
    #expect(await eventually { server.requests.count == 2 })
  }

  // MARK: Credentials

  private static let basic = """
    urlAuthorization:
      basicAuth: {username: {name: web, key: user}, password: {name: web, key: password}}
    """

  private static func secrets(_ password: String) throws -> TemporaryDirectory {
    let folder = try TemporaryDirectory()
    try folder.write("ada", to: "monitoring/web/user")
    try folder.write(password, to: "monitoring/web/password")
    return folder
  }

  /// Answers only to whoever knows the password.
  private static func server(_ authorization: String, _ other: LoopbackServer? = nil) throws -> LoopbackServer
  {
    try LoopbackServer { request in
      guard request["authorization"] == authorization else { return [.answer(401, "{}")] }
      if let other { return [.answer(302, [("Location", other.url + "/d.json")])] }
      return [.answer(200, #"{"title": "Private"}"#)]
    }
  }

  @Test func credentialsComeFromASecret() async throws {
    let server = try Self.server("Basic " + Base64.encode(Array("ada:geheim".utf8)))
    let folder = try Self.secrets("geheim\n")
    let fixture = RenderFixture(
      [
        "a.yaml": Text.instance(),
        "b.yaml": Text.dashboard("d", "url: \(server.url)/d.json\n" + Self.basic),
        // The same address without credentials gets nothing of what the others have fetched.
        "c.yaml": Text.dashboard("open", "url: \(server.url)/d.json"),
      ], secrets: folder.path, urls: RenderFixture.urls("127.0.0.0/8"))
    let rendering = try await fixture.render()
    #expect(
      rendering.findings == [
        "b.yaml:6 warning credentials-in-clear: spec.url is http, so the credentials for it are sent in clear",
        "c.yaml:6 error fetch-failed: the dashboard cannot be fetched: \(server.url)/d.json answered 401",
      ])
    #expect(rendering.desired["d"]?.title == "Private")
    #expect(rendering.desired["open"] == nil)
    #expect(await fixture.renderer.isCurrent(rendering))
    // A password that is renewed is tried at once.
    try folder.write("anders", to: "monitoring/web/password")
    #expect(await !fixture.renderer.isCurrent(rendering))
    let later = try await fixture.render()
    #expect(later.desired["d"] == nil)
    #expect(later.diagnostics.contains { $0.remedy == "check the URL and its credentials" })
  }

  @Test func tokenOfAnAnnotationIsSent() async throws {
    let server = try Self.server("Bearer t0ken")
    let folder = try TemporaryDirectory()
    try folder.write("t0ken", to: "monitoring/web/token")
    let manifest = Text.dashboard("d", "url: \(server.url)/d.json")
      .replacing("{name: d,", with: "{name: d, annotations: {sluice.dev/url-token: web/token},")
    let rendering = try await RenderFixture(
      ["a.yaml": Text.instance(), "b.yaml": manifest], secrets: folder.path,
      urls: RenderFixture.urls("127.0.0.0/8")
    ).render()
    #expect(rendering.desired["d"]?.title == "Private")
  }

  @Test func credentialsStayWithTheirHost() async throws {
    let other = try LoopbackServer { _ in [.answer(200, #"{"title": "Elsewhere"}"#)] }
    let server = try Self.server("Basic " + Base64.encode(Array("ada:geheim".utf8)), other)
    let folder = try Self.secrets("geheim")
    let rendering = try await RenderFixture(
      ["a.yaml": Text.instance(), "b.yaml": Text.dashboard("d", "url: \(server.url)/d.json\n" + Self.basic)],
      secrets: folder.path, urls: RenderFixture.urls("127.0.0.0/8")
    ).render()
    #expect(rendering.desired["d"]?.title == "Elsewhere")
    #expect(other.requests.map { $0["authorization"] } == [nil])
  }

  @Test func missingCredentialsHoldTheDashboardBack() async throws {
    let server = try LoopbackServer { _ in [.answer(200, "{}")] }
    let fixture = RenderFixture(
      ["a.yaml": Text.instance(), "b.yaml": Text.dashboard("d", "url: \(server.url)/d.json\n" + Self.basic)],
      urls: RenderFixture.urls("127.0.0.0/8"))
    let rendering = try await fixture.render()
    #expect(rendering.diagnostics.map(\.code) == ["credentials-in-clear", "missing-value"])
    #expect(
      rendering.diagnostics.last?.message
        == "there is no value for key user of Secret monitoring/web: the repository has no such Secret; "
        + "no directory of values is given")
    #expect(server.requests.isEmpty)
    #expect(await fixture.renderer.isCurrent(rendering))
  }
}
