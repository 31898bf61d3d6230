/// The names that environments may have: each is a directory of the state and part of a commit status' context.
enum EnvironmentName {
  static let rule =
    "use at most 63 letters, digits, points, hyphens and underscores, beginning with a letter or digit"

  static func isUsable(_ name: String) -> Bool {
    guard let first = name.utf8.first, isPlain(first), name.utf8.count <= 63 else { return false }
    return name.utf8.allSatisfy { isPlain($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: false
    }
  }
}
