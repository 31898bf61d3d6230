/// Header fields in the order in which they came; names are compared without case.
public struct HeaderFields: Sendable {
  public private(set) var fields: [(name: String, value: String)] = []

  public init(_ fields: [(String, String)] = []) {
    self.fields = fields.map { (name: $0.0, value: $0.1) }
  }

  /// The first field of that name.
  public subscript(name: String) -> String? {
    fields.first { Self.isSameName($0.name, name) }?.value
  }

  /// Adds a field behind the others, whether or not there is one of that name.
  public mutating func add(_ name: String, _ value: String) {
    fields.append((name: name, value: value))
  }

  private static func isSameName(_ one: String, _ other: String) -> Bool {
    one.utf8.count == other.utf8.count && zip(one.utf8, other.utf8).allSatisfy { lowered($0) == lowered($1) }
  }

  private static func lowered(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
  }
}
