import Base
import HTTP
import TestSupport
import Testing

@Suite struct ExchangeTests {
  @Test func aProxyOfItsOwnIsAskedForEverything() async throws {
    let proxy = try LoopbackServer { _ in [.answer(200, "by proxy")] }
    let address = try HTTPURL("http://user:hush@127.0.0.1:\(proxy.port)")
    let client = directClient { $0.proxy = address }
    var request = HTTPRequest(.get, try HTTPURL("http://cluster.invalid:6443/api?x=y"))
    request.deadline = .seconds(600)
    request.connectDeadline = .seconds(600)
    #expect(try await client.send(request).text == "by proxy")
    #expect(proxy.requests.map(\.target) == ["http://cluster.invalid:6443/api?x=y"])
    #expect(proxy.requests.first?["host"] == "cluster.invalid:6443")
    #expect(proxy.requests.first?["proxy-authorization"] == "Basic dXNlcjpodXNo")
  }

  @Test func sendsWhatItIsGivenAndGivesWhatIsAnswered() async throws {
    let server = try LoopbackServer { request in
      [.answer(201, [("X-One", "1"), ("x-two", " padded "), ("X-One", "2")], Array("created".utf8))]
    }
    var request = try server.request(.post, "/api/x?y=z%20", body: Array(#"{"a":1}"#.utf8))
    request.headers = ["Content-Type": "application/json", "X-Empty": ""]
    request.secretHeaders = [.bearer(SecretValue("t0ken"))]
    let response = try await directClient().send(request)
    #expect(response.status == 201)
    #expect(response.isSuccess)
    #expect(response.text == "created")
    #expect(response.headers["X-TWO"] == "padded")
    #expect(response.headers.all("x-one") == ["1", "2"])

    let received = try #require(server.requests.first)
    #expect(received.method == "POST")
    #expect(received.target == "/api/x?y=z%20")
    #expect(received.body == Array(#"{"a":1}"#.utf8))
    #expect(received["content-type"] == "application/json")
    #expect(received["authorization"] == "Bearer t0ken")
    #expect(received["x-empty"] == "")
    #expect(received["user-agent"] == "sluice-test")
    #expect(received["expect"] == nil)
    #expect(received["content-length"] == "7")
  }

  @Test(arguments: [
    (HTTPMethod.get, nil as String?), (.head, nil), (.delete, nil), (.post, "0"), (.put, "0"), (.patch, "0"),
  ])
  func saysTheLengthOfNoBodyWhereServersWantIt(method: HTTPMethod, length: String?) async throws {
    let server = try LoopbackServer { _ in [.answer(204)] }
    let response = try await directClient().send(try server.request(method))
    #expect(response.status == 204)
    #expect(server.requests.map(\.method) == [method.rawValue])
    #expect(server.requests[0]["content-length"] == length)
  }

  @Test func aBodyWithDeleteIsSent() async throws {
    let server = try LoopbackServer { _ in [.answer(200)] }
    _ = try await directClient().send(try server.request(.delete, body: [1, 2, 3]))
    #expect(server.requests.map(\.method) == ["DELETE"])
    #expect(server.requests[0].body == [1, 2, 3])
  }

  @Test func keepsItsConnection() async throws {
    let server = try LoopbackServer { _ in [.answer(200, "x")] }
    let client = directClient()
    for _ in 0..<5 { #expect(try await client.send(try server.request()).status == 200) }
    #expect(server.connectionCount == 1)
  }

  @Test func manyAtOnceShareFewConnections() async throws {
    let server = try LoopbackServer { [.answer(200, $0.target)] }
    let client = directClient { $0.maximumConnectionsPerHost = 4 }
    let bodies = try await withThrowingTaskGroup(of: String.self) { group in
      for number in 0..<32 {
        let request = try server.request(.get, "/\(number)")
        group.addTask { try await client.send(request).text }
      }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(bodies == Set((0..<32).map { "/\($0)" }))
    #expect(server.requests.count == 32)
    #expect(server.connectionCount <= 4)
  }

  @Test func largeBodiesGoBothWays() async throws {
    let server = try LoopbackServer { [.answer(200, [], $0.body)] }
    let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    let response = try await directClient().send(try server.request(.put, body: body))
    #expect(response.body == body)
  }

  @Test func aRequestThatMeetsAConnectionClosedByTheServerIsSentAgain() async throws {
    let server = try LoopbackServer {
      $0.target == "/last" ? [.answer(200, "x"), .close] : [.answer(200, "x")]
    }
    let client = directClient()
    _ = try await client.send(try server.request(.get, "/last"))
    #expect(await eventually { server.openCount == 0 })
    let response = try await client.send(try server.request(.put, "/next", body: [7, 8]))
    #expect(response.status == 200)
    #expect(server.requests.map(\.body) == [[], [7, 8]])
  }

  @Test func countsExactlyWhatGoesOverTheWire() async throws {
    let answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
    let server = try LoopbackServer { _ in [.send(answer)] }
    let client = directClient()
    let meter = RequestMeter()
    _ = try await client.send(try server.request(), meter: meter)
    let before = meter.reading
    _ = try await client.send(
      try server.request(.post, body: Array(repeating: 65, count: 200_000)), meter: meter)
    let difference = meter.reading - before
    #expect(before.requests == 1)
    #expect(before.writes == 0)
    #expect(before.bytesReceived == answer.utf8.count)
    #expect(before.bytesSent == server.requests[0].size)
    #expect(difference.requests == 1)
    #expect(difference.writes == 1)
    #expect(difference.bytesReceived == answer.utf8.count)
    #expect(difference.bytesSent == server.requests[1].size)
  }

  @Test func userAndPasswordOfTheURLAreSentAndNotShown() async throws {
    let server = try LoopbackServer { _ in [.answer(200)] }
    let url = try HTTPURL("http://ada:s%40cret@127.0.0.1:\(server.port)/x")
    #expect("\(url)" == "http://127.0.0.1:\(server.port)/x")
    _ = try await directClient().send(HTTPRequest(.get, url))
    #expect(server.requests[0]["authorization"] == "Basic " + Base64.encode(Array("ada:s@cret".utf8)))
  }

  @Test func headersCannotSmuggleOthers() async throws {
    let server = try LoopbackServer { _ in [.answer(200)] }
    var request = try server.request()
    request.secretHeaders = [SecretHeader("X-Key", SecretValue("a\r\nX-Admin: 1"))]
    let error = await failure(of: request, directClient())
    #expect(
      error?.description
        == "GET \(server.url)/: the request cannot be sent: the header X-Key has a line break or another character "
        + "that headers cannot have")
    #expect(server.requests.isEmpty)
  }
}
