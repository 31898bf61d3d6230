import Base
import HTTPServer
import Synchronization
import TestSupport
import Testing

@Suite("HTTPServer")
struct HTTPServerTests {
  private static let echo: HTTPHandler = { request in
    var lines = ["\(request.method) \(request.rawPath)"]
    lines += request.query.items.map { "\($0.name)=\($0.value)" }
    lines.append(request.headers["x-asked"] ?? "-")
    lines.append("\(request.body.count)")
    var response = ServerResponse.text(lines.joined(separator: "|"))
    response.headers.add("X-One", "1")
    return response
  }

  @Test(
    "gives the handler what was sent and the client what the handler said", arguments: ["127.0.0.1", "::1"])
  func echoes(host: String) async throws {
    let server = try HTTPServer(listeningOn: ListenAddress(host: host, port: 0), handler: Self.echo)
    let client = LoopbackClient(host: host, port: server.address.port)
    let answer = try await client.send(
      "POST", "/a%20b?x=1&x=2%26", headers: [("X-ASKED", "yes")], body: Array("hello".utf8))
    #expect(answer.status == 200)
    #expect(answer.text == "POST /a%20b|x=1|x=2&|yes|5")
    #expect(answer.header("x-one") == "1")
    #expect(answer.header("content-type") == "text/plain; charset=utf-8")
    let again = try await client.send("HEAD", "/")
    #expect(again.status == 200)
    #expect(again.body.isEmpty)
    #expect(server.url == "http://\(server.address)")
  }

  @Test("reads a body in many pieces up to its limit and refuses a longer one with 413")
  func bodyLimit() async throws {
    var options = HTTPServerOptions()
    options.bodyLimit = 1_000_000
    let server = try HTTPServer(options: options, handler: Self.echo)
    let client = LoopbackClient(port: server.address.port)
    let most = try await client.send("POST", "/", body: [UInt8](repeating: 0x61, count: 1_000_000))
    #expect(most.text.hasSuffix("|1000000"))
    let more = try await client.send("POST", "/", body: [UInt8](repeating: 0x61, count: 1_000_001))
    #expect(more.status == 413)
    #expect(more.text == "the body is longer than 1000000 bytes\n")
    #expect(try await client.send("GET", "/").status == 200)
  }

  @Test("cuts a connection whose body is beyond all measure")
  func cutsEndlessBodies() async throws {
    var options = HTTPServerOptions()
    options.bodyLimit = 1000
    let server = try HTTPServer(options: options, handler: Self.echo)
    let client = LoopbackClient(port: server.address.port)
    await #expect(throws: LoopbackClient.Failure.closed) {
      try await client.send("POST", "/", body: [UInt8](repeating: 0x61, count: 8_000_000))
    }
  }

  @Test("cuts the connection when told to")
  func cuts() async throws {
    let server = try HTTPServer { _ in .cutConnection }
    let client = LoopbackClient(port: server.address.port)
    await #expect(throws: LoopbackClient.Failure.closed) { try await client.send("GET", "/") }
  }

  @Test("holds an answer back without holding up others on the same thread")
  func delays() async throws {
    var options = HTTPServerOptions()
    options.threads = 1
    let server = try HTTPServer(options: options) { request in
      var response = ServerResponse.text(request.rawPath)
      switch request.rawPath {
      case "/never": response.delay = .seconds(3600)
      case "/slow": response.delay = .milliseconds(200)
      default: break
      }
      return response
    }
    let held = LoopbackClient(port: server.address.port)
    let other = LoopbackClient(port: server.address.port)
    try await held.sendBytes(Array("GET /never HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
    #expect(try await other.send("GET", "/quick").text == "/quick")
    let start = ContinuousClock.now
    #expect(try await other.send("GET", "/slow").text == "/slow")
    #expect(ContinuousClock.now - start >= .milliseconds(200))
  }

  @Test("stops while an answer is held back, cuts it, frees the port, and may be stopped twice")
  func stops() async throws {
    let arrived = Atomic(false)
    let port = try LoopbackPort()
    let address = ListenAddress(host: "127.0.0.1", port: UInt16(port.number))
    let server = try HTTPServer(listeningOn: address) { _ in
      var response = ServerResponse.text("late")
      response.delay = .seconds(3600)
      arrived.store(true, ordering: .releasing)
      return response
    }
    let client = LoopbackClient(port: server.address.port)
    try await client.sendBytes(Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
    try #require(await eventually { arrived.load(ordering: .acquiring) })
    let start = ContinuousClock.now
    server.stop(waitingFor: .seconds(3600))
    server.stop(waitingFor: .seconds(3600))
    #expect(ContinuousClock.now - start < .seconds(1800))
    await #expect(throws: LoopbackClient.Failure.closed) { try await client.readAnswer() }
    let next = try HTTPServer(listeningOn: address, handler: Self.echo)
    #expect(next.address == address)
  }

  @Test(
    "is stopped again and again in the midst of new connections, which ends no process",
    .timeLimit(.minutes(5)))
  func stopsOften() async throws {
    // A thread that has as many connections as it may takes the listening socket out of its set.
    var options = HTTPServerOptions()
    options.threads = 4
    options.connectionLimit = 4
    let clients = RestlessClients(2)
    defer { clients.end() }
    for round in 0..<800 {
      let (answers, answered) = AsyncStream.makeStream(of: Void.self)
      let server = try HTTPServer(options: options) { _ in
        answered.yield()
        return .text("ok")
      }
      clients.turn(to: server.address.port)
      var answer = answers.makeAsyncIterator()
      for _ in 0...(round % 8) { await answer.next() }
      server.stop(waitingFor: .zero)
    }
  }

  @Test("serves many connections at once")
  func concurrent() async throws {
    let count = Mutex(0)
    let server = try HTTPServer { _ in
      count.withLock { $0 += 1 }
      return .text("ok")
    }
    let port = server.address.port
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          let client = LoopbackClient(port: port)
          for _ in 0..<50 {
            let answer = try await client.send("GET", "/")
            #expect(answer.text == "ok")
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(count.withLock { $0 } == 400)
  }

  @Test("cuts a client that never ends its request, however busily it sends")
  func requestDeadline() async throws {
    var options = HTTPServerOptions()
    options.requestDeadline = .milliseconds(400)
    let server = try HTTPServer(options: options, handler: Self.echo)
    let client = LoopbackClient(port: server.address.port)
    for _ in 0..<3 { #expect(try await client.send("GET", "/").status == 200) }
    let start = ContinuousClock.now
    await #expect(throws: LoopbackClient.Failure.self) {
      try await client.sendBytes(Array("GET / HTTP/1.1\r\n".utf8))
      while ContinuousClock.now - start < .seconds(20) {
        try await client.sendBytes(Array("X-Drip: 1\r\n".utf8))
        try await Task.sleep(for: .milliseconds(20))
      }
    }
    #expect(ContinuousClock.now - start < .seconds(20))
    #expect(try await LoopbackClient(port: server.address.port).send("GET", "/").status == 200)
  }

  @Test("gives one address only its share of the connections")
  func connectionsOfOneAddress() async throws {
    var options = HTTPServerOptions()
    options.threads = 1
    options.connectionLimitPerAddress = 2
    options.idleTimeoutSeconds = 3600
    let server = try HTTPServer(options: options, handler: Self.echo)
    var clients: [LoopbackClient] = []
    for _ in 0..<2 {
      let client = LoopbackClient(port: server.address.port)
      #expect(try await client.send("GET", "/").status == 200)
      clients.append(client)
    }
    let third = LoopbackClient(port: server.address.port)
    await #expect(throws: LoopbackClient.Failure.self) { try await third.send("GET", "/") }
    #expect(try await clients[0].send("GET", "/").status == 200)
  }

  @Test("says why it cannot listen")
  func refusals() throws {
    let first = try HTTPServer(handler: Self.echo)
    let taken = thrown(HTTPServerError.self) {
      _ = try HTTPServer(listeningOn: first.address, handler: Self.echo)
    }
    #expect(
      taken?.description
        == "cannot listen on \(first.address): the address is in use; stop the program that uses it or choose"
        + " another port")
    let name = thrown(HTTPServerError.self) {
      _ = try HTTPServer(listeningOn: ListenAddress(host: "example.org", port: 0), handler: Self.echo)
    }
    #expect(
      name?.description
        == "cannot listen on example.org:0: example.org is not a numeric address; write it as 127.0.0.1, ::1 or"
        + " localhost")
    let foreign = thrown(HTTPServerError.self) {
      _ = try HTTPServer(listeningOn: ListenAddress(host: "192.0.2.1", port: 0), handler: Self.echo)
    }
    #expect(
      foreign?.description == "cannot listen on 192.0.2.1:0: no interface of this machine has that address")
  }
}
