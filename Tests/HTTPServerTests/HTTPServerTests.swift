import Base
import Dispatch
import HTTPServer
import Synchronization
import TestSupport
import Testing

@Suite("HTTPServer")
struct HTTPServerTests {
  private static let echo: HTTPHandler = { request in
    var lines = ["\(request.method) \(request.rawPath)", request.remoteAddress]
    lines += request.query.items.map { "\($0.name)=\($0.value)" }
    lines.append(request.headers["x-asked"] ?? "-")
    lines.append("\(request.body.count)")
    var response = ServerResponse.text(lines.joined(separator: "|"))
    response.headers.add("X-One", "1")
    return response
  }

  @Test(
    "gives the handler what was sent and the client what the handler said", arguments: ["127.0.0.1", "::1"])
  func echoes(host: String) throws {
    let server = try HTTPServer(listeningOn: ListenAddress(host: host, port: 0), handler: Self.echo)
    let client = LoopbackClient(host: host, port: server.address.port)
    let answer = try client.send(
      "POST", "/a%20b?x=1&x=2%26", headers: [("X-ASKED", "yes")], body: Array("hello".utf8))
    #expect(answer.status == 200)
    #expect(answer.text == "POST /a%20b|\(host)|x=1|x=2&|yes|5")
    #expect(answer.header("x-one") == "1")
    #expect(answer.header("content-type") == "text/plain; charset=utf-8")
    let again = try client.send("HEAD", "/")
    #expect(again.status == 200)
    #expect(again.body.isEmpty)
    #expect(server.url == "http://\(server.address)")
  }

  @Test("reads a body in many pieces up to its limit and refuses a longer one with 413")
  func bodyLimit() throws {
    var options = HTTPServerOptions()
    options.bodyLimit = 1_000_000
    let server = try HTTPServer(options: options, handler: Self.echo)
    let client = LoopbackClient(port: server.address.port)
    let most = try client.send("POST", "/", body: [UInt8](repeating: 0x61, count: 1_000_000))
    #expect(most.text.hasSuffix("|1000000"))
    let more = try client.send("POST", "/", body: [UInt8](repeating: 0x61, count: 1_000_001))
    #expect(more.status == 413)
    #expect(more.text == "the body is longer than 1000000 bytes\n")
    #expect(try client.send("GET", "/").status == 200)
  }

  @Test("cuts a connection whose body is beyond all measure")
  func cutsEndlessBodies() throws {
    var options = HTTPServerOptions()
    options.bodyLimit = 1000
    let server = try HTTPServer(options: options, handler: Self.echo)
    let client = LoopbackClient(port: server.address.port)
    #expect(throws: LoopbackClient.Failure.closed) {
      try client.send("POST", "/", body: [UInt8](repeating: 0x61, count: 8_000_000))
    }
  }

  @Test("cuts the connection when told to")
  func cuts() throws {
    let server = try HTTPServer { _ in .cutConnection }
    let client = LoopbackClient(port: server.address.port)
    #expect(throws: LoopbackClient.Failure.closed) { try client.send("GET", "/") }
  }

  @Test("holds an answer back without holding up others on the same thread")
  func delays() throws {
    var options = HTTPServerOptions()
    options.threads = 1
    let server = try HTTPServer(options: options) { request in
      var response = ServerResponse.text(request.rawPath)
      if request.rawPath == "/slow" { response.delay = .milliseconds(200) }
      return response
    }
    let slow = LoopbackClient(port: server.address.port)
    let quick = LoopbackClient(port: server.address.port)
    let start = ContinuousClock.now
    try slow.sendBytes(Array("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
    #expect(try quick.send("GET", "/quick").text == "/quick")
    let afterQuick = ContinuousClock.now - start
    #expect(try slow.readAnswer().text == "/slow")
    #expect(ContinuousClock.now - start >= .milliseconds(200))
    #expect(afterQuick < .milliseconds(200))
  }

  @Test("stops while an answer is held back, cuts it, frees the port, and may be stopped twice")
  func stops() throws {
    let arrived = DispatchSemaphore(value: 0)
    let server = try HTTPServer { _ in
      var response = ServerResponse.text("late")
      response.delay = .seconds(3600)
      arrived.signal()
      return response
    }
    let client = LoopbackClient(port: server.address.port)
    try client.sendBytes(Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
    try #require(arrived.wait(timeout: .now() + 10) == .success)
    let start = ContinuousClock.now
    server.stop()
    server.stop()
    #expect(ContinuousClock.now - start < .seconds(2))
    #expect(throws: LoopbackClient.Failure.closed) { try client.readAnswer() }
    let next = try HTTPServer(listeningOn: server.address, handler: Self.echo)
    #expect(next.address == server.address)
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
            let answer = try client.send("GET", "/")
            #expect(answer.text == "ok")
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(count.withLock { $0 } == 400)
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
