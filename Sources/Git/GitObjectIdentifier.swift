internal import Base
internal import CLibGit2

/// The SHA-1 name of a Git object: 20 bytes. Repositories with SHA-256 names are refused when they are met.
public struct GitObjectIdentifier: Hashable, Sendable {
  private let first: UInt64
  private let second: UInt64
  private let third: UInt32

  /// Reads exactly 40 hexadecimal digits.
  public init?(_ text: String) {
    guard let bytes = Hexadecimal.decode(text), bytes.count == 20 else { return nil }
    self.init(bytes)
  }

  private init(_ bytes: [UInt8]) {
    first = bytes[0..<8].reduce(0) { $0 << 8 | UInt64($1) }
    second = bytes[8..<16].reduce(0) { $0 << 8 | UInt64($1) }
    third = bytes[16..<20].reduce(0) { $0 << 8 | UInt32($1) }
  }

  init(_ identifier: git_oid) {
    var identifier = identifier
    self.init(withUnsafeBytes(of: &identifier.id) { Array($0.prefix(20)) })
  }

  private var bytes: [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: first >> (56 - 8 * $0)) }
      + (0..<8).map { UInt8(truncatingIfNeeded: second >> (56 - 8 * $0)) }
      + (0..<4).map { UInt8(truncatingIfNeeded: third >> (24 - 8 * $0)) }
  }

  /// The same for a call of libgit2.
  var native: git_oid {
    var identifier = git_oid()
    withUnsafeMutableBytes(of: &identifier.id) { $0.copyBytes(from: bytes) }
    return identifier
  }

  /// The first seven digits, for people.
  public var short: String { String(description.prefix(7)) }
}

extension GitObjectIdentifier: CustomStringConvertible, Comparable {
  /// 40 lower-case hexadecimal digits.
  public var description: String { Hexadecimal.encode(bytes) }

  public static func < (left: GitObjectIdentifier, right: GitObjectIdentifier) -> Bool {
    (left.first, left.second, left.third) < (right.first, right.second, right.third)
  }
}
