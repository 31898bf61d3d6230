import Glibc

/// Cuts requests out of the bytes of a connection.
struct LoopbackReader {
  private let connection: Int32
  private var buffer: [UInt8] = []

  init(_ connection: Int32) {
    self.connection = connection
  }

  /// The next request; nil when the other side is done.
  mutating func next(connection number: Int) -> LoopbackServer.Request? {
    var end = headEnd
    while end == nil {
      guard readMore() else { return nil }
      end = headEnd
    }
    guard let end else { return nil }
    let lines = String(decoding: buffer[..<end], as: UTF8.self).split(separator: "\r\n")
    let start = (lines.first ?? "").split(separator: " ").map(String.init)
    guard start.count == 3 else { return nil }
    let headers = lines.dropFirst().map { line in
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let value = parts.count > 1 ? parts[1].drop { $0 == " " } : ""
      return (name: String(parts[0]), value: String(value))
    }
    let length = headers.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) } ?? 0
    let size = end + 4 + length
    while buffer.count < size { guard readMore() else { return nil } }
    let body = Array(buffer[(end + 4)..<size])
    buffer.removeFirst(size)
    return LoopbackServer.Request(
      method: start[0], target: start[1], headers: headers, body: body, connection: number, size: size)
  }

  mutating func skipToEnd() {
    while readMore() { buffer = [] }
  }

  private var headEnd: Int? {
    guard buffer.count >= 4 else { return nil }
    return (0...(buffer.count - 4)).first { buffer[$0...].starts(with: [0x0D, 0x0A, 0x0D, 0x0A]) }
  }

  private mutating func readMore() -> Bool {
    var piece = [UInt8](repeating: 0, count: 16 * 1024)
    let count = recv(connection, &piece, piece.count, 0)
    if count > 0 { buffer += piece[..<count] }
    return count > 0
  }
}
