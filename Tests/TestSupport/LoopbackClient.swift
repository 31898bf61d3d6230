import Glibc

/// A plain HTTP/1.1 client for tests of servers: one connection, kept while the server keeps it, every wait bounded. Its
/// calls block, so it has a thread of its own for them.
public actor LoopbackClient {
  /// What a server answered.
  public struct Answer: Sendable {
    public let status: Int
    public let headers: [(name: String, value: String)]
    public let body: [UInt8]

    public var text: String { String(decoding: body, as: UTF8.self) }

    public func header(_ name: String) -> String? {
      headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
  }

  /// Why there is no answer.
  public enum Failure: Error, Equatable {
    case notConnected(String)
    case closed
    case timedOut
    case malformed(String)
  }

  private let thread = BlockingCalls()
  private let host: String
  private let port: UInt16
  private let timeoutSeconds: Int
  private var descriptor: Int32 = -1
  private var received: [UInt8] = []

  public init(host: String = "127.0.0.1", port: UInt16, timeoutSeconds: Int = 120) {
    self.host = host
    self.port = port
    self.timeoutSeconds = timeoutSeconds
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  /// Sends a request and reads the answer.
  public func send(
    _ method: String, _ target: String, headers: [(String, String)] = [], body: [UInt8]? = nil
  ) throws -> Answer {
    if isClosedByServer { disconnect() }
    var head = "\(method) \(target) HTTP/1.1\r\nHost: \(host):\(port)\r\n"
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    if let body { head += "Content-Length: \(body.count)\r\n" }
    try sendBytes(Array((head + "\r\n").utf8) + (body ?? []))
    return try readAnswer(hasNoBody: method == "HEAD")
  }

  /// Sends bytes as they are, which may go on with a request: fails where the server has closed the connection.
  public func sendBytes(_ bytes: [UInt8]) throws {
    if isClosedByServer { throw Failure.closed }
    if descriptor < 0 { try connect() }
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw failure() }
      sent += count
    }
  }

  /// Reads one answer with a `Content-Length`.
  public func readAnswer(hasNoBody: Bool = false) throws -> Answer {
    let end = Array("\r\n\r\n".utf8)
    while true {
      if let place = position(of: end) {
        let head = String(decoding: received[..<place], as: UTF8.self).split(separator: "\r\n")
        received.removeFirst(place + 4)
        return try answer(head.map(String.init), hasNoBody: hasNoBody)
      }
      try receive()
    }
  }

  public func disconnect() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
    received = []
  }

  private func answer(_ head: [String], hasNoBody: Bool) throws -> Answer {
    guard let line = head.first, let status = Int(line.split(separator: " ").dropFirst().first ?? "") else {
      throw Failure.malformed(head.first ?? "")
    }
    let headers = head.dropFirst().map { field -> (name: String, value: String) in
      let parts = field.split(separator: ":", maxSplits: 1)
      let value = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
      return (name: String(parts[0]), value: value)
    }
    let length = headers.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) } ?? 0
    if status == 100 { return try readAnswer(hasNoBody: hasNoBody) }
    let expected = hasNoBody ? 0 : length
    while received.count < expected { try receive() }
    let body = Array(received[..<expected])
    received.removeFirst(expected)
    if headers.contains(where: { $0.name.lowercased() == "connection" && $0.value.lowercased() == "close" }) {
      disconnect()
    }
    return Answer(status: status, headers: headers, body: body)
  }

  private func receive() throws {
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    guard count > 0 else {
      let problem = count == 0 ? Failure.closed : failure()
      disconnect()
      throw problem
    }
    received.append(contentsOf: buffer[..<count])
  }

  /// A server closes a connection that rests for long, which on a busy machine can be between two lines of a test.
  private var isClosedByServer: Bool {
    var byte: UInt8 = 0
    return descriptor >= 0 && recv(descriptor, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) == 0
  }

  private func position(of end: [UInt8]) -> Int? {
    guard received.count >= end.count else { return nil }
    return (0...(received.count - end.count)).first { received[$0..<$0 + end.count].elementsEqual(end) }
  }

  private func failure() -> Failure {
    errno == EAGAIN ? .timedOut : errno == ECONNRESET || errno == EPIPE ? .closed : .notConnected(reason())
  }

  private func reason() -> String { String(cString: strerror(errno)) }

  private func connect() throws {
    let address = try Self.address(of: host, port)
    descriptor = socket(address.family, Int32(SOCK_STREAM.rawValue), 0)
    var limit = timeval(tv_sec: timeoutSeconds, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
    }
    let result = address.bytes.withUnsafeBytes {
      Glibc.connect(descriptor, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
    }
    guard result == 0 else {
      let problem = Failure.notConnected(reason())
      disconnect()
      throw problem
    }
  }

  /// Outside the actor: the compiler of Swift 6.0 crashes over a `defer` in it that names nothing of the actor.
  private static func address(of host: String, _ port: UInt16) throws -> (family: Int32, bytes: [UInt8]) {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, String(port), &hints, &found) == 0, let target = found?.pointee else {
      throw Failure.notConnected("\(host) is no address")
    }
    defer { freeaddrinfo(found) }
    return (
      target.ai_family, Array(UnsafeRawBufferPointer(start: target.ai_addr, count: Int(target.ai_addrlen)))
    )
  }
}
