/// A block of Internet addresses: `10.0.0.0/8`, `2001:db8::/32`, or one address.
public struct CIDR: Hashable, Sendable, CustomStringConvertible {
  public let address: IPAddress
  /// How many leading bits an address shares with `address` to be in the block: 0 to 32, or 0 to 128.
  public let prefixLength: Int

  /// Reads an address with or without `/length`. Nil where either is malformed or the length is out of range; bits
  /// beyond the prefix are allowed and have no meaning, as with most tools.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = IPAddress(String(parts[0])) else { return nil }
    let width = if case .v4 = address { 32 } else { 128 }
    if parts.count == 2 {
      let digits = parts[1].utf8
      guard digits.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int(parts[1]), length <= width
      else { return nil }
      prefixLength = length
    } else {
      prefixLength = width
    }
    self.address = address
  }

  /// Whether an address of the same version lies in the block. A mapped address (`::ffff:10.0.0.1`) is in a version 4
  /// block when the address inside is: both reach the same host.
  public func contains(_ other: IPAddress) -> Bool {
    switch (address, other) {
    case (.v4(let mine), .v4(let its)):
      return prefixLength == 0 || (mine ^ its) >> UInt32(32 - prefixLength) == 0
    case (.v6(let high, let low), .v6(let otherHigh, let otherLow)):
      if prefixLength <= 64 {
        return prefixLength == 0 || (high ^ otherHigh) >> UInt64(64 - prefixLength) == 0
      }
      return high == otherHigh && (low ^ otherLow) >> UInt64(128 - prefixLength) == 0
    case (.v4, .v6): return other.embeddedV4.map { contains($0) } ?? false
    case (.v6, .v4): return false
    }
  }

  public var description: String { "\(address)/\(prefixLength)" }
}
