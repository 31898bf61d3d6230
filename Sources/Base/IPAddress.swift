/// An Internet address, version 4 or 6, without a port or a zone.
public enum IPAddress: Hashable, Sendable {
  /// The four bytes, the first one highest.
  case v4(UInt32)
  /// The first and the last eight bytes.
  case v6(UInt64, UInt64)

  /// Reads `192.0.2.1`, `2001:db8::1` and `::ffff:192.0.2.1`. Numbers with leading zeros are refused, since some
  /// programs read them as octal; so are zones (`fe80::1%eth0`) and brackets.
  public init?(_ text: String) {
    if let number = IPAddress.parseV4(text[...]) {
      self = .v4(number)
    } else if let (high, low) = IPAddress.parseV6(text) {
      self = .v6(high, low)
    } else {
      return nil
    }
  }

  /// From the 4 or 16 bytes as they travel; nil for any other number of bytes.
  public init?(bytes: [UInt8]) {
    func number(_ part: ArraySlice<UInt8>) -> UInt64 { part.reduce(0) { $0 << 8 | UInt64($1) } }
    switch bytes.count {
    case 4: self = .v4(UInt32(number(bytes[...])))
    case 16: self = .v6(number(bytes[..<8]), number(bytes[8...]))
    default: return nil
    }
  }

  /// The version 4 address that a version 6 one carries inside: mapped (`::ffff:0:0/96`, RFC 4291), translated
  /// (`64:ff9b::/96`, RFC 6052), 6to4 (`2002::/16`, RFC 3056), or compatible (`::/96`, RFC 4291, deprecated).
  public var embeddedV4: IPAddress? {
    guard case .v6(let high, let low) = self else { return nil }
    if high == 0, low >> 32 == 0xFFFF { return .v4(UInt32(truncatingIfNeeded: low)) }
    if high == 0x0064_FF9B_0000_0000, low >> 32 == 0 { return .v4(UInt32(truncatingIfNeeded: low)) }
    if high >> 48 == 0x2002 { return .v4(UInt32(truncatingIfNeeded: high >> 16)) }
    if high == 0, low >> 32 == 0, low > 1 { return .v4(UInt32(truncatingIfNeeded: low)) }
    return nil
  }

  private static func parseV4(_ text: Substring) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var address: UInt32 = 0
    for part in parts {
      guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        part.utf8.count == 1 || part.utf8.first != 0x30, let byte = UInt8(part)
      else { return nil }
      address = address << 8 | UInt32(byte)
    }
    return address
  }

  private static func parseV6(_ text: String) -> (UInt64, UInt64)? {
    let gap = text.firstGap
    let front = groups(gap.map { text[..<$0.lowerBound] } ?? text[...], mayEndWithV4: gap == nil)
    let back = gap.map { groups(text[$0.upperBound...], mayEndWithV4: true) } ?? []
    guard let front, let back else { return nil }
    let missing = 8 - front.count - back.count
    guard gap == nil ? missing == 0 : missing >= 1 else { return nil }
    let all = front + Array(repeating: 0, count: missing) + back
    func number(_ part: ArraySlice<UInt16>) -> UInt64 { part.reduce(0) { $0 << 16 | UInt64($1) } }
    return (number(all[..<4]), number(all[4...]))
  }

  /// The 16-bit groups of a part without `::`.
  private static func groups(_ text: Substring, mayEndWithV4: Bool) -> [UInt16]? {
    if text.isEmpty { return [] }
    var result: [UInt16] = []
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if mayEndWithV4, index == parts.count - 1, part.contains("."), let number = parseV4(part) {
        result += [UInt16(number >> 16), UInt16(truncatingIfNeeded: number)]
      } else if (1...4).contains(part.utf8.count), part.first != "+", let group = UInt16(part, radix: 16) {
        result.append(group)
      } else {
        return nil
      }
    }
    return result
  }
}

extension IPAddress: CustomStringConvertible {
  /// As RFC 5952 writes it: lower case, no leading zeros, the longest run of zero groups as `::`.
  public var description: String {
    switch self {
    case .v4(let number): return IPAddress.dotted(number)
    case .v6(let high, let low):
      if high == 0, low >> 32 == 0xFFFF {
        return "::ffff:" + IPAddress.dotted(UInt32(truncatingIfNeeded: low))
      }
      let groups = [high, low].flatMap { half in
        [48, 32, 16, 0].map { UInt16(truncatingIfNeeded: half >> $0) }
      }
      let text = { (part: ArraySlice<UInt16>) in
        part.map { String($0, radix: 16) }.joined(separator: ":")
      }
      guard let zeros = IPAddress.longestZeroRun(groups) else { return text(groups[...]) }
      return text(groups[..<zeros.lowerBound]) + "::" + text(groups[zeros.upperBound...])
    }
  }

  private static func dotted(_ number: UInt32) -> String {
    [24, 16, 8, 0].map { String(number >> $0 & 0xFF) }.joined(separator: ".")
  }

  private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int>? {
    var best: Range<Int>?
    var start = 0
    while start < groups.count {
      let end: Int = groups[start...].firstIndex { $0 != 0 } ?? groups.count
      if end - start >= 2, end - start > best?.count ?? 0 { best = start..<end }
      start = end + 1
    }
    return best
  }
}

extension String {
  /// The place of the first `::`.
  fileprivate var firstGap: Range<String.Index>? {
    var index = startIndex
    while index < endIndex {
      let next = self.index(after: index)
      if self[index] == ":", next < endIndex, self[next] == ":" { return index..<self.index(after: next) }
      index = next
    }
    return nil
  }
}
