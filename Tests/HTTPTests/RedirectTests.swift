import Base
import HTTP
import TestSupport
import Testing

@Suite struct RedirectTests {
  @Test func withoutAPolicyTheRedirectIsTheResponse() async throws {
    let server = try LoopbackServer { _ in [.answer(302, [("Location", "/login")])] }
    let response = try await directClient().send(try server.request())
    #expect(response.status == 302)
    #expect(server.requests.count == 1)
  }

  @Test func sameOriginKeepsCredentialsAndResolvesRelativePaths() async throws {
    let server = try LoopbackServer { request in
      request.target == "/a/b?x=1" ? [.answer(307, [("Location", "../c?y=2")])] : [.answer(200, "there")]
    }
    var request = try server.request(.put, "/a/b?x=1", body: [9])
    request.redirects = .follow(maximum: 5)
    request.secretHeaders = [.basic(user: "ada", password: SecretValue("pw"))]
    let meter = RequestMeter()
    let response = try await directClient().send(request, meter: meter)
    #expect(response.text == "there")
    #expect(server.requests[1].target == "/c?y=2")
    #expect(response.cost.requests == 2)
    #expect(meter.reading.requests == 2)
    #expect(server.requests.map(\.method) == ["PUT", "PUT"])
    #expect(server.requests[1].body == [9])
    #expect(server.requests[1]["authorization"] == server.requests[0]["authorization"])
  }

  @Test func anotherOriginGetsNoCredentials() async throws {
    let other = try LoopbackServer { _ in [.answer(200)] }
    let target = other.url + "/x"
    let server = try LoopbackServer { _ in [.answer(302, [("Location", target)])] }
    var request = try server.request()
    request.redirects = .follow(maximum: 5)
    request.headers = ["Cookie": "session=1", "Accept": "text/plain"]
    request.secretHeaders = [.bearer(SecretValue("t0ken")), SecretHeader("X-API-Key", SecretValue("k"))]
    _ = try await directClient().send(request)
    let names = other.requests[0].headers.map { $0.name.lowercased() }
    #expect(Set(names) == ["host", "user-agent", "accept", "accept-encoding"])
  }

  @Test(arguments: [
    (301, HTTPMethod.post, "GET"), (302, .post, "GET"), (303, .put, "GET"), (303, .head, "HEAD"),
    (307, .post, "POST"), (308, .delete, "DELETE"), (301, .put, "PUT"),
  ])
  func methodsChangeAsClientsAgreed(status: Int, method: HTTPMethod, then: String) async throws {
    let server = try LoopbackServer { request in
      request.target == "/" ? [.answer(status, [("Location", "/next")])] : [.answer(204)]
    }
    var request = try server.request(method)
    request.redirects = .follow(maximum: 1)
    _ = try await directClient().send(request)
    #expect(server.requests.map(\.method) == [method.rawValue, then])
  }

  @Test func aBodyNeverGoesToAnotherOrigin() async throws {
    let other = try LoopbackServer { _ in [.answer(200)] }
    let target = other.url + "/take"
    let server = try LoopbackServer { _ in [.answer(307, [("Location", target)])] }
    var request = try server.request(.post, body: Array("password".utf8))
    request.redirects = .follow(maximum: 5)
    let error = await failure(of: request, directClient())
    #expect(
      error?.description
        == "POST \(server.url)/: the redirect to \(target) is refused: it would send the body to another host"
    )
    #expect(other.requests.isEmpty)
  }

  @Test func loopsEnd() async throws {
    let server = try LoopbackServer { _ in [.answer(302, [("Location", "/again")])] }
    var request = try server.request()
    request.redirects = .follow(maximum: 3)
    let error = await failure(of: request, directClient())
    #expect(error?.description == "GET \(server.url)/again: more than 3 redirects")
    #expect(server.requests.count == 4)
  }

  @Test(arguments: ["file:///etc/passwd", "ftp://127.0.0.1/", "http://", "gopher://127.0.0.1:70/x"])
  func otherSchemesAreRefused(location: String) async throws {
    let server = try LoopbackServer { _ in [.answer(302, [("Location", location)])] }
    var request = try server.request()
    request.redirects = .follow(maximum: 3)
    guard case .redirectRefused = await failure(of: request, directClient())?.cause else {
      Issue.record("followed \(location)")
      return
    }
  }

  @Test func theDeadlineIsForTheWholeChain() async throws {
    let server = try LoopbackServer { _ in
      [.pause(.milliseconds(80)), .answer(302, [("Location", "/again")])]
    }
    var request = try server.request()
    request.redirects = .follow(maximum: 50)
    request.deadline = .milliseconds(300)
    #expect(await failure(of: request, directClient())?.cause == .timedOut(.total(.milliseconds(300))))
  }
}
