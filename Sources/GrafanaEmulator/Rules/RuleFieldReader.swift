internal import Documents

/// Reads a JSON object as Go's decoder fills a struct: names in any case, null as absent, another type than expected
/// refused as bad request data.
struct RuleFieldReader {
  let object: JSONObject

  /// Nil and null are an object without members.
  init(_ value: JSON?) throws(Refusal) {
    switch value {
    case nil, .null: object = JSONObject()
    case .object(let members): object = members
    default: throw Refusal.badRequest
    }
  }

  init(_ object: JSONObject) { self.object = object }

  /// A member's value; nil where it is absent or null.
  subscript(key: String) -> JSON? {
    let value =
      object[key] ?? object.members.first { $0.key.lowercased() == key.lowercased() }?.value
    return value?.isNull == true ? nil : value
  }

  func optionalText(_ key: String) throws(Refusal) -> String? {
    guard let value = self[key] else { return nil }
    guard let text = value.stringValue else { throw Refusal.badRequest }
    return text
  }

  func text(_ key: String) throws(Refusal) -> String { try optionalText(key) ?? "" }

  func optionalNumber(_ key: String) throws(Refusal) -> Int? {
    guard let value = self[key] else { return nil }
    guard let number = value.intValue else { throw Refusal.badRequest }
    return number
  }

  func number(_ key: String) throws(Refusal) -> Int { try optionalNumber(key) ?? 0 }

  /// A number that may have a fraction, which is cut off.
  func wholeSeconds(_ key: String) throws(Refusal) -> Int {
    guard let value = self[key] else { return 0 }
    guard case .number(let number) = value, abs(number.doubleValue) < 9e9 else { throw Refusal.badRequest }
    return Int(number.doubleValue)
  }

  func optionalFlag(_ key: String) throws(Refusal) -> Bool? {
    guard let value = self[key] else { return nil }
    guard let flag = value.boolValue else { throw Refusal.badRequest }
    return flag
  }

  func optionalList(_ key: String) throws(Refusal) -> [JSON]? {
    guard let value = self[key] else { return nil }
    guard let list = value.arrayValue else { throw Refusal.badRequest }
    return list
  }

  func optionalObject(_ key: String) throws(Refusal) -> JSONObject? {
    guard let value = self[key] else { return nil }
    guard let object = value.objectValue else { throw Refusal.badRequest }
    return object
  }

  /// A map of texts, such as labels.
  func texts(_ key: String) throws(Refusal) -> [String: String] {
    var result: [String: String] = [:]
    for member in try optionalObject(key)?.members ?? [] {
      guard let text = member.value.isNull ? "" : member.value.stringValue else { throw Refusal.badRequest }
      result[member.key] = text
    }
    return result
  }

  /// Milliseconds; nil where there is none.
  func optionalDuration(_ key: String) throws(Refusal) -> Int? {
    guard let text = try optionalText(key) else { return nil }
    guard let milliseconds = RuleDuration.parse(text) else { throw Refusal.badRequest }
    return milliseconds
  }
}
