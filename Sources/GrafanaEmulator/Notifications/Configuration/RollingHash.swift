internal import Base

/// FNV-1 with 64 bits, with which Grafana makes versions of small objects (Go's `hash/fnv`, `New64`)
/// [12.4 mute_timings, templates: version].
struct RollingHash {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      value = value &* 0x100_0000_01B3
      value ^= UInt64(byte)
    }
  }

  /// A text and a byte that ends it.
  mutating func add(text: String) {
    add(text.utf8)
    add(CollectionOfOne(0xFF))
  }

  /// A number and a byte that ends it.
  mutating func add(number: Int) {
    add(withUnsafeBytes(of: Int64(number).littleEndian) { Array($0) })
    add(CollectionOfOne(0xFF))
  }

  /// 16 hexadecimal digits.
  var text: String { Hexadecimal.encode(withUnsafeBytes(of: value.bigEndian) { Array($0) }) }

  static func text(of content: String) -> String {
    var hash = RollingHash()
    hash.add(content.utf8)
    return hash.text
  }
}
