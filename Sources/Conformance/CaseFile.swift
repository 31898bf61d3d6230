internal import Glibc

/// Files that cases are read from.
enum CaseFile {
  /// No case of a suite comes near it.
  private static let limit = 64 << 20

  static func bytes(_ path: String) throws(ConformanceSuite.Refusal) -> [UInt8] {
    guard let file = fopen(path, "r") else { throw unreadable(path) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      bytes += chunk[..<count]
      guard bytes.count <= limit else {
        throw ConformanceSuite.Refusal("\(path) is longer than \(limit) bytes")
      }
      if count < chunk.count {
        if ferror(file) != 0 { throw unreadable(path) }
        return bytes
      }
    }
  }

  private static func unreadable(_ path: String) -> ConformanceSuite.Refusal {
    ConformanceSuite.Refusal("\(path) cannot be read: \(String(cString: strerror(errno)))")
  }
}
