/// A path to a value inside a document (RFC 6901): the names of members and the places in lists, from the root down.
public struct JSONPointer: Hashable, Sendable {
  /// Names and places, unescaped. A place is written in decimal; `-` stands for the place behind the last one.
  public let tokens: [String]

  public init(_ tokens: [String]) { self.tokens = tokens }

  /// The whole document.
  public static let root = JSONPointer([])

  /// Reads the textual form: empty for the root, otherwise every token after a `/`, with `~0` for `~` and `~1`
  /// for `/`. Nil where the text does not begin with `/` or has another `~`.
  public init?(parsing text: String) {
    if text.isEmpty {
      tokens = []
      return
    }
    guard text.utf8.first == UInt8(ascii: "/") else { return nil }
    var tokens: [String] = []
    for part in text.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      guard let token = Self.unescape(part) else { return nil }
      tokens.append(token)
    }
    self.tokens = tokens
  }

  /// The path of a member or element of what this path leads to.
  public func appending(_ token: String) -> JSONPointer { JSONPointer(tokens + [token]) }

  /// The path of an element of the list that this path leads to.
  public func appending(_ index: Int) -> JSONPointer { appending(String(index)) }

  /// The path of the list or object that holds the value; nil for the root.
  public var parent: JSONPointer? { tokens.isEmpty ? nil : JSONPointer(tokens.dropLast()) }

  /// Whether this path leads to the other's value or to something that holds it.
  public func isPrefix(of other: JSONPointer) -> Bool {
    tokens.count <= other.tokens.count
      && zip(tokens, other.tokens).allSatisfy { $0.hasSameBytes(as: $1) }
  }

  /// A token as a place in a list: decimal digits without a leading zero, as RFC 6901 asks.
  static func index(_ token: String) -> Int? {
    guard let first = token.utf8.first, token.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
      first != 0x30 || token.utf8.count == 1
    else { return nil }
    return Int(token)
  }

  private static func unescape(_ part: Substring.UTF8View) -> String? {
    guard part.contains(UInt8(ascii: "~")) else { return String(part) }
    var bytes: [UInt8] = []
    var rest = part[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "~") else {
        bytes.append(byte)
        continue
      }
      switch rest.popFirst() {
      case UInt8(ascii: "0"): bytes.append(UInt8(ascii: "~"))
      case UInt8(ascii: "1"): bytes.append(UInt8(ascii: "/"))
      default: return nil
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension JSONPointer: CustomStringConvertible {
  /// The textual form.
  public var description: String {
    var bytes: [UInt8] = []
    for token in tokens {
      bytes.append(UInt8(ascii: "/"))
      for byte in token.utf8 {
        switch byte {
        case UInt8(ascii: "~"): bytes.append(contentsOf: [UInt8(ascii: "~"), UInt8(ascii: "0")])
        case UInt8(ascii: "/"): bytes.append(contentsOf: [UInt8(ascii: "~"), UInt8(ascii: "1")])
        default: bytes.append(byte)
        }
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension JSON {
  /// The value that a path leads to; nil where there is none.
  public subscript(pointer: JSONPointer) -> JSON? {
    var value = self
    for token in pointer.tokens {
      let child: JSON? =
        switch value {
        case .object(let object): object[token]
        case .array(let elements):
          JSONPointer.index(token).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
        default: nil
        }
      guard let child else { return nil }
      value = child
    }
    return value
  }
}
