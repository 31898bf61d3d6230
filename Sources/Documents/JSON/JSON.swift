/// A JSON value that keeps what the text said: numbers by their digits, members in their order.
///
/// Equality is that of JSON, not of text: members in any order, numbers by value, strings by their bytes
/// (Swift's own string comparison would take two different Unicode spellings for one).
public enum JSON: Sendable {
  case null
  case bool(Bool)
  case number(JSONNumber)
  case string(String)
  case array([JSON])
  case object(JSONObject)
}

extension JSON {
  /// An object's member; nil where this is no object or has no such member.
  public subscript(key: String) -> JSON? {
    if case .object(let object) = self { object[key] } else { nil }
  }

  /// An array's element; nil where this is no array or is shorter.
  public subscript(index: Int) -> JSON? {
    if case .array(let elements) = self, elements.indices.contains(index) { elements[index] } else { nil }
  }

  public var stringValue: String? {
    if case .string(let text) = self { text } else { nil }
  }

  public var boolValue: Bool? {
    if case .bool(let flag) = self { flag } else { nil }
  }

  /// A number without a fraction that fits; `1.0` and `1e3` count.
  public var intValue: Int? {
    if case .number(let number) = self { number.intValue } else { nil }
  }

  public var arrayValue: [JSON]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  public var objectValue: JSONObject? {
    if case .object(let object) = self { object } else { nil }
  }

  public var isNull: Bool {
    if case .null = self { true } else { false }
  }

  /// The name that an error message uses for a value of this type.
  public var typeName: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

extension JSON {
  /// The same with other numbers, wherever in it they stand.
  public func mapNumbers<Failure: Error>(
    _ transform: (JSONNumber) throws(Failure) -> JSONNumber
  ) throws(Failure) -> JSON {
    switch self {
    case .number(let number): return .number(try transform(number))
    case .array(let elements):
      return .array(
        try elements.map { (element) throws(Failure) -> JSON in try element.mapNumbers(transform) })
    case .object(let object):
      return .object(
        try object.mapValues { (value) throws(Failure) -> JSON in try value.mapNumbers(transform) })
    case .null, .bool, .string: return self
    }
  }
}

extension JSON: Equatable {
  public static func == (left: JSON, right: JSON) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let one), .bool(let other)): one == other
    case (.number(let one), .number(let other)): one == other
    case (.string(let one), .string(let other)): one.hasSameBytes(as: other)
    case (.array(let one), .array(let other)): one == other
    case (.object(let one), .object(let other)): one == other
    default: false
    }
  }
}

/// There is no `nil` literal on purpose: where a `JSON?` is meant, `nil` could silently become null. Write `.null`.
extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(stringLiteral text: String) { self = .string(text) }
  public init(booleanLiteral flag: Bool) { self = .bool(flag) }
  public init(integerLiteral number: Int) { self = .number(JSONNumber(number)) }
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }
  public init(dictionaryLiteral members: (String, JSON)...) { self = .object(JSONObject(members)) }
}
