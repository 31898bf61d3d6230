internal import Documents

extension JSON {
  init(_ number: Int) { self = .number(JSONNumber(number)) }
  init(_ text: String) { self = .string(text) }
  init(_ flag: Bool) { self = .bool(flag) }

  /// Null where there is no text.
  init(orNull text: String?) { self = text.map { .string($0) } ?? .null }
}

extension JSONObject {
  /// For members written one by one, whose types the compiler could not tell otherwise.
  init(members pairs: [(String, JSON)]) { self.init(pairs) }

  /// A member's text; empty where there is none or where it is something else.
  func text(_ key: String) -> String { self[key]?.stringValue ?? "" }

  func flag(_ key: String) -> Bool { self[key]?.boolValue ?? false }
}
