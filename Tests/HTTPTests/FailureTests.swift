import Base
import HTTP
import TestSupport
import Testing

@Suite struct FailureTests {
  @Test func nothingListens() async throws {
    let port = try LoopbackPort()
    let request = HTTPRequest(.put, try HTTPURL("http://127.0.0.1:\(port.number)/api?token=s3cret"))
    let error = await failure(of: request, directClient())
    #expect(
      error?.description
        == "PUT http://127.0.0.1:\(port.number)/api?…: the server refused the connection; is it running, and is the "
        + "port right?")
  }

  @Test func aNameWithoutAnAddress() async throws {
    // RFC 6761: .invalid never resolves.
    let request = HTTPRequest(.get, try HTTPURL("http://grafana.invalid/"))
    let error = await failure(of: request, directClient())
    #expect(
      error?.description
        == "GET http://grafana.invalid/: no address found for grafana.invalid; check the name and the name server"
    )
  }

  @Test(arguments: [
    (
      "in the body", [LoopbackServer.Step.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"), .close]
    ),
    ("in a chunk", [.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nhalf"), .close]),
    ("before the answer", [.close]),
    ("in the headers", [.send("HTTP/1.1 200 OK\r\nContent-"), .close]),
  ])
  func theConnectionIsCut(place: String, steps: [LoopbackServer.Step]) async throws {
    let server = try LoopbackServer { _ in steps }
    let error = await failure(of: try server.request(.post, body: [1]), directClient())
    guard case .cut = error?.cause else {
      Issue.record("cut \(place): \(String(describing: error))")
      return
    }
  }

  @Test func notHTTPAtAll() async throws {
    let server = try LoopbackServer { _ in [.send("220 mail.example.org ESMTP\r\n"), .close] }
    guard case .malformedResponse = await failure(of: try server.request(), directClient())?.cause else {
      Issue.record("a mail server's greeting was taken for an answer")
      return
    }
  }

  @Test func anInterimAnswerIsNotTheAnswer() async throws {
    let server = try LoopbackServer { _ in
      [.send("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"), .answer(200, [("X-Final", "yes")], [])]
    }
    let response = try await directClient().send(try server.request())
    #expect(response.status == 200)
    #expect(response.headers["Link"] == nil)
    #expect(response.headers["X-Final"] == "yes")
  }
}

@Suite struct CancellationTests {
  @Test func aTaskThatIsCancelledAlreadySendsNothing() async throws {
    let server = try LoopbackServer { _ in [.answer(200)] }
    let client = directClient()
    let request = try server.request()
    for _ in 0..<50 {
      let task = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        return await failure(of: request, client)
      }
      #expect(await task.value?.description == "GET \(server.url)/: cancelled")
    }
    #expect(server.requests.isEmpty)
  }

  @Test func aRunningExchangeEndsAtOnce() async throws {
    let server = try LoopbackServer { _ in [.silence] }
    let client = directClient()
    let request = try server.request()
    let task = Task { await failure(of: request, client) }
    #expect(await eventually { server.requests.count == 1 })
    task.cancel()
    #expect(await task.value?.cause == .cancelled)
    // The connection goes with it: the server sees the end.
    #expect(await eventually { server.openCount == 0 })
  }

  @Test func aWaitingExchangeEndsWithoutBeingSent() async throws {
    let server = try LoopbackServer { _ in [.silence] }
    let client = directClient { $0.maximumConnectionsPerHost = 1 }
    let request = try server.request()
    let first = Task { await failure(of: request, client) }
    #expect(await eventually { server.requests.count == 1 })
    let second = Task { await failure(of: request, client) }
    second.cancel()
    #expect(await second.value?.cause == .cancelled)
    #expect(server.requests.count == 1)
    first.cancel()
    #expect(await first.value?.cause == .cancelled)
  }

  @Test func cancellingAtAnyMomentLosesNothing() async throws {
    let server = try LoopbackServer { _ in [.answer(200)] }
    let client = directClient()
    let request = try server.request()
    for round in 0..<200 {
      let task = Task { await failure(of: request, client) }
      for _ in 0..<(round % 20) { await Task.yield() }
      task.cancel()
      // Either it was answered or it was cancelled; it never hangs.
      if let cause = await task.value?.cause { #expect(cause == .cancelled) }
    }
    #expect(try await client.send(request).status == 200)
  }
}
