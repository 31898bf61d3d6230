import Base
import HTTP
import Platform
import TestSupport
import Testing

@Suite struct LimitTests {
  @Test func aSilentServerIsLeftAtTheDeadline() async throws {
    let server = try LoopbackServer { _ in [.silence] }
    var request = try server.request()
    request.deadline = .milliseconds(150)
    let error = await failure(of: request, directClient())
    #expect(error?.description == "GET \(server.url)/: no complete answer within 150ms")
    #expect(error?.cause == .timedOut(.total(.milliseconds(150))))
  }

  @Test func aServerThatNeverShakesHandsIsLeftAtTheConnectDeadline() async throws {
    // It accepts the connection, and then waits for a plain request that never comes.
    let server = try LoopbackServer { _ in [] }
    var request = HTTPRequest(.get, try HTTPURL("https://127.0.0.1:\(server.port)/"))
    request.connectDeadline = .milliseconds(150)
    let error = await failure(of: request, directClient())
    #expect(error?.description == "GET https://127.0.0.1:\(server.port)/: no connection within 150ms")
  }

  @Test func aDripIsLeftAtTheDeadline() async throws {
    let drip = Array(repeating: [LoopbackServer.Step.send("x"), .pause(.milliseconds(20))], count: 500)
    let server = try LoopbackServer { _ in
      [.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")] + drip.flatMap { $0 }
    }
    var request = try server.request()
    request.deadline = .milliseconds(300)
    let error = await failure(of: request, directClient())
    #expect(error?.cause == .timedOut(.total(.milliseconds(300))))
  }

  @Test func waitingForAConnectionIsNoPartOfTheDeadline() async throws {
    let server = try LoopbackServer { request in
      request.target == "/long" ? [.pause(.seconds(6)), .answer(200)] : [.answer(200)]
    }
    let client = directClient { $0.maximumConnectionsPerHost = 1 }
    let long = try server.request(.get, "/long")
    async let first = client.send(long).status
    #expect(await eventually { server.requests.count == 1 })
    var waiting = try server.request()
    waiting.deadline = .seconds(5)
    #expect(try await client.send(waiting).status == 200)
    #expect(try await first == 200)
  }

  @Test(arguments: [
    ("declared", "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n"),
    ("chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1388\r\n"),
    ("until the end", "HTTP/1.1 200 OK\r\n\r\n"),
  ])
  func aLongAnswerIsRefused(name: String, head: String) async throws {
    let server = try LoopbackServer { _ in [.send(head), .send(Array(repeating: 65, count: 5000)), .silence] }
    var request = try server.request()
    request.responseLimit = 4999
    let error = await failure(of: request, directClient())
    #expect(error?.cause == .responseTooLarge(limit: 4999))
    #expect(error?.description == "GET \(server.url)/: the answer is larger than the limit of 4999 bytes")
  }

  @Test func theLimitHoldsForWhatComesOutOfCompression() async throws {
    let bomb = try Gzip.compress(Array(repeating: 0, count: 1_000_000))
    #expect(bomb.count < 2000)
    let server = try LoopbackServer { _ in [.answer(200, [("Content-Encoding", "gzip")], bomb)] }
    var request = try server.request()
    request.responseLimit = 100_000
    #expect(await failure(of: request, directClient())?.cause == .responseTooLarge(limit: 100_000))
  }

  @Test func endlessHeadersAreRefused() async throws {
    let line = "X-Filler: " + String(repeating: "a", count: 8000) + "\r\n"
    let server = try LoopbackServer { _ in
      [.send("HTTP/1.1 200 OK\r\n")] + Array(repeating: .send(line), count: 100) + [.send("\r\n"), .silence]
    }
    guard case .malformedResponse = await failure(of: try server.request(), directClient())?.cause else {
      Issue.record("800 kB of headers were taken")
      return
    }
  }

  @Test func compressedBodiesArriveUnpacked() async throws {
    let text = String(repeating: "dashboard ", count: 1000)
    let packed = try Gzip.compress(Array(text.utf8))
    let server = try LoopbackServer { request in
      request["accept-encoding"] == "gzip"
        ? [.answer(200, [("Content-Encoding", "gzip")], packed)] : [.answer(200, text)]
    }
    let client = directClient()
    let response = try await client.send(try server.request())
    #expect(response.text == text)
    #expect(response.cost.bytesReceived < 500)
    var plain = try server.request()
    plain.acceptsCompression = false
    #expect(try await client.send(plain).cost.bytesReceived > 10_000)
  }
}
