import Glibc

extension String {
  /// Whether it holds a part, byte by byte; the standard library's `contains` compares by characters.
  /// - Parameter part: not empty.
  public func holds(_ part: StaticString) -> Bool {
    utf8.withContiguousStorageIfAvailable { Self.holds(part, in: $0) } ?? contains(part.description)
  }

  private static func holds(_ part: StaticString, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard var rest = UnsafeRawPointer(bytes.baseAddress) else { return false }
    let end = rest + bytes.count
    while let found = memchr(rest, Int32(part.utf8Start[0]), end - rest) {
      if end - UnsafeRawPointer(found) < part.utf8CodeUnitCount { return false }
      if memcmp(found, part.utf8Start, part.utf8CodeUnitCount) == 0 { return true }
      rest = UnsafeRawPointer(found) + 1
    }
    return false
  }
}
