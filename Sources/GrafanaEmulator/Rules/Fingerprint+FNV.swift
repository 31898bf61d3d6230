extension Fingerprint {
  /// FNV-1 of 64 bits, in 16 hexadecimal digits, as in the names of exported resources.
  static func fnv(_ text: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash &* 0x100_0000_01B3) ^ UInt64(byte) }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
