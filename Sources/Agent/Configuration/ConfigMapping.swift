import Documents

/// Puts a mapping together by upstream's rule for optional values: what is empty is left out (reference
/// agent-operator.md section 3.0).
struct ConfigMapping {
  private var members: [String: ConfigValue] = [:]

  var value: ConfigValue { .mapping(members) }

  mutating func set(_ key: String, _ value: ConfigValue?) {
    if let value { members[key] = value }
  }

  /// Left out where nil or empty.
  mutating func set(_ key: String, text: String?) {
    if let text, !text.isEmpty { members[key] = .text(text) }
  }

  /// Left out where nil.
  mutating func set(_ key: String, number: Int?) {
    if let number { members[key] = .number(JSONNumber(number)) }
  }

  /// Left out where false.
  mutating func set(_ key: String, ifTrue flag: Bool) {
    if flag { members[key] = .flag(true) }
  }

  /// Left out where empty.
  mutating func set(_ key: String, list: [ConfigValue]) {
    if !list.isEmpty { members[key] = .list(list) }
  }

  /// Left out where empty.
  mutating func set(_ key: String, texts: [String]) {
    set(key, list: texts.map { .text($0) })
  }

  /// Left out where empty.
  mutating func set(_ key: String, map: [String: String]) {
    if !map.isEmpty { members[key] = .mapping(map.mapValues { .text($0) }) }
  }
}
