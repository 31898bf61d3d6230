/// Bytes that must never be seen: every way of turning the value into text gives `(secret)`.
///
/// The bytes are reached only through `withBytes` and `revealed`, so that a reader can find every place where a
/// secret leaves its wrapper by searching for those two names. There is no `Codable` conformance on purpose.
public struct SecretValue: Sendable {
  private let bytes: [UInt8]

  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  public init(_ text: String) {
    self.bytes = Array(text.utf8)
  }

  /// True where there is nothing to hide.
  public var isEmpty: Bool { bytes.isEmpty }

  /// Gives the bytes to one call that needs them.
  public func withBytes<Result, Failure: Error>(
    _ body: ([UInt8]) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(bytes)
  }

  /// The text for the one request that carries it; bytes that are not UTF-8 are replaced.
  public var revealed: String { String(decoding: bytes, as: UTF8.self) }

  /// The same value without line ends and blanks at its ends, which files and `base64` tools like to add.
  public var trimmed: SecretValue {
    let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
    var rest = bytes[...]
    while let first = rest.first, blanks.contains(first) { rest.removeFirst() }
    while let last = rest.last, blanks.contains(last) { rest.removeLast() }
    return SecretValue(Array(rest))
  }
}

extension SecretValue: Equatable {
  /// Compares in a time that depends on the lengths only.
  public static func == (left: SecretValue, right: SecretValue) -> Bool {
    guard left.bytes.count == right.bytes.count else { return false }
    var difference: UInt8 = 0
    for index in left.bytes.indices { difference |= left.bytes[index] ^ right.bytes[index] }
    return difference == 0
  }
}

extension SecretValue: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Always `(secret)`.
  public var description: String { "(secret)" }
  /// Always `(secret)`.
  public var debugDescription: String { "(secret)" }
  /// No children, so that `dump` and reflection see nothing.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
