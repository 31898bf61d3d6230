import Glibc

/// An open file descriptor that is closed when the value goes away.
struct Descriptor: ~Copyable {
  let number: Int32

  /// Takes over an open descriptor.
  init(owning number: Int32) {
    self.number = number
  }

  /// Opens a path; the descriptor never leaks into child processes.
  init(_ path: String, _ flags: Int32, mode: mode_t = 0, action: String) throws(FileError) {
    while true {
      let opened = open(path, flags | O_CLOEXEC, mode)
      if opened >= 0 {
        number = opened
        return
      }
      if errno != EINTR { throw FileError(action, path, code: errno) }
    }
  }

  deinit { close(number) }

  /// Gives the open descriptor away.
  consuming func release() -> Int32 {
    let number = number
    discard self
    return number
  }

  /// Writes everything, however many calls that takes.
  func writeAll(_ bytes: [UInt8], path: String) throws(FileError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        write(number, buffer.baseAddress?.advanced(by: written), buffer.count - written)
      }
      if count > 0 {
        written += count
      } else if errno != EINTR {
        throw FileError("write", path, code: errno)
      }
    }
  }

  /// Reads to the end; throws as soon as there is more than the limit.
  func readAll(limit: Int, expected: Int, path: String) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(limit, expected) + 1)
    var piece = [UInt8](repeating: 0, count: min(max(expected, 4096) + 1, 256 * 1024))
    while true {
      let count = piece.withUnsafeMutableBytes { read(number, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      if count > 0 {
        bytes += piece[..<count]
        if bytes.count > limit { throw FileError("read", path, .tooLarge(limit: limit)) }
      } else if errno != EINTR {
        throw FileError("read", path, code: errno)
      }
    }
  }

  /// Waits until the contents are on the disk.
  func synchronize(path: String) throws(FileError) {
    while fsync(number) != 0 {
      if errno != EINTR { throw FileError("write", path, code: errno) }
    }
  }
}
