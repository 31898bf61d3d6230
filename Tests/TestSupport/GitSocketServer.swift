import Foundation

/// A raw server on the loopback address: each connection runs a closure on a thread of its own.
public final class GitSocketServer: @unchecked Sendable {
  // @unchecked: `connections` is the only thing that changes, under `lock`.
  public let port: Int
  private let listener: Int32
  private let lock = NSLock()
  private var connections: [Int32] = []
  private var isClosed = false

  /// The closure gets a connected socket, which is closed after it. `host` is the last part of 127.0.0.x.
  public init(host: UInt8 = 1, _ serve: @escaping @Sendable (Int32) -> Void) throws {
    let (socket, port) = try Self.listen(host: host)
    listener = socket
    self.port = port
    Thread.detachNewThread { [weak self] in
      while true {
        let connection = accept(socket, nil, nil)
        if connection < 0 { return }
        guard let self, self.keep(connection) else {
          close(connection)
          return
        }
        Thread.detachNewThread { [weak self] in
          serve(connection)
          self?.drop(connection)
        }
      }
    }
  }

  deinit {
    lock.withLock {
      isClosed = true
      for connection in connections { shutdown(connection, Int32(SHUT_RDWR)) }
    }
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  private func keep(_ connection: Int32) -> Bool {
    lock.withLock {
      if !isClosed { connections.append(connection) }
      return !isClosed
    }
  }

  private func drop(_ connection: Int32) {
    lock.withLock {
      connections.removeAll { $0 == connection }
      close(connection)
    }
  }

  private static func listen(host: UInt8) throws -> (socket: Int32, port: Int) {
    let (socket, port) = try bound(host: host)
    guard Glibc.listen(socket, 64) == 0 else { throw GitProgram.Failure(description: "no port can be had") }
    return (socket, port)
  }

  /// A socket with a port of its own that does not listen.
  static func bound(host: UInt8 = 1, reusable: Bool = false) throws -> (socket: Int32, port: Int) {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var one: Int32 = 1
    if reusable { setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size)) }
    var address = loopback(port: 0, host: host)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, length) == 0 ? getsockname(socket, $0, &length) : -1
      }
    }
    guard code == 0 else { throw GitProgram.Failure(description: "no port can be had") }
    return (socket, Int(UInt16(bigEndian: address.sin_port)))
  }

  /// A connected socket.
  public static func connect(port: Int) throws -> Int32 {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = loopback(port: port)
    let code = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    if code == 0 { return socket }
    close(socket)
    throw GitProgram.Failure(description: "port \(port) refuses")
  }

  private static func loopback(port: Int, host: UInt8 = 1) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = (0x7F00_0000 | UInt32(host)).bigEndian
    return address
  }
}

extension GitSocketServer {
  /// Reads the head of an HTTP request; nil where the peer is gone.
  public static func readRequest(_ socket: Int32) -> String? {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while bytes.suffix(4) != [13, 10, 13, 10] {
      guard bytes.count < 16_384, recv(socket, &byte, 1, 0) == 1 else { return nil }
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  public static func write(_ socket: Int32, _ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if count <= 0 { return }
      rest = rest.dropFirst(count)
    }
  }

  /// A server that answers every request with a redirect to `base` + the path that was asked for.
  public static func redirecting(to base: @escaping @Sendable () -> String) throws -> GitSocketServer {
    try GitSocketServer { socket in
      while let request = readRequest(socket) {
        let path = request.split(separator: " ").dropFirst().first ?? "/"
        let answer = "HTTP/1.1 302 Found\r\nLocation: \(base())\(path)\r\nContent-Length: 0\r\n\r\n"
        write(socket, Array(answer.utf8))
      }
    }
  }
}
