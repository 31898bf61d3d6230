import Base
import Platform

/// A long text that is kept from one cycle to the next and asked for seldom. Configurations say the same in many places, so
/// they take a small part of their length.
struct PackedSecret: Sendable {
  private let packed: SecretValue
  /// Of the text, in bytes.
  private let length: Int

  /// Nil where there is no memory to pack it.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard let packed = try? Gzip.compress(bytes) else { return nil }
    self.packed = SecretValue(packed)
    length = bytes.count
  }

  /// Nil where there is no memory to unpack it.
  var value: SecretValue? {
    (try? packed.withBytes { try Gzip.decompress($0, limit: length) }).map { SecretValue($0) }
  }
}
