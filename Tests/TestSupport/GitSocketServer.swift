import Glibc

/// A raw server on the loopback address: each connection runs a closure on a thread of its own.
public final class GitSocketServer: Sendable {
  private let listener: LoopbackListener

  /// The closure gets a connected socket, which is closed after it. `host` is the last part of 127.0.0.x.
  public init(host: UInt8 = 1, _ serve: @escaping @Sendable (Int32) -> Void) throws {
    listener = try LoopbackListener(host: host, serve)
  }

  public var port: Int { listener.port }

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
