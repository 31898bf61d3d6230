import Glibc

/// What another program writes into this one.
public enum StandardInput {
  /// What errors call it.
  public static let name = "standard input"

  /// Reads to its end.
  ///
  /// - Parameters:
  ///   - limit: more bytes than this are refused.
  ///   - patience: how long nothing may come; whole seconds.
  public static func read(limit: Int, patience: Duration) throws(FileError) -> [UInt8] {
    try read(STDIN_FILENO, limit: limit, patience: patience)
  }

  /// The same of any descriptor, which stays open.
  static func read(_ descriptor: Int32, limit: Int, patience: Duration) throws(FileError) -> [UInt8] {
    let seconds = Int(patience.components.seconds)
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&wanted, 1, Int32(clamping: seconds * 1000))
      if ready == 0 { throw FileError("read", name, .silent(seconds: seconds)) }
      guard ready > 0 else {
        if errno == EINTR { continue }
        throw FileError("read", name, code: errno)
      }
      let count = piece.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      if count > 0 {
        bytes += piece[..<count]
        if bytes.count > limit { throw FileError("read", name, .tooLarge(limit: limit)) }
      } else if errno != EINTR, errno != EAGAIN {
        throw FileError("read", name, code: errno)
      }
    }
  }
}
