import Documents

/// A value of a configuration as it is written, from its text or from what is going to be its text.
indirect enum WrittenSetting {
  case null
  /// The text with what it means.
  case scalar(String, JSON)
  case list([WrittenSetting])
  case mapping([(key: String, value: WrittenSetting)])

  init(_ node: YAMLNode) {
    switch node.value {
    case .scalar(let scalar): self = scalar.isNull ? .null : .scalar(scalar.text, scalar.resolved)
    case .sequence(let elements): self = .list(elements.map { WrittenSetting($0) })
    case .mapping(let entries): self = .mapping(entries.map { ($0.name, WrittenSetting($0.value)) })
    }
  }

  init(_ json: JSON) {
    switch json {
    case .null: self = .null
    case .bool(let flag): self = .scalar(flag ? "true" : "false", json)
    case .number(let number): self = .scalar(number.lexeme, json)
    case .string(let text): self = .scalar(text, json)
    case .array(let elements): self = .list(elements.map { WrittenSetting($0) })
    case .object(let object): self = .mapping(object.members.map { ($0.key, WrittenSetting($0.value)) })
    }
  }

  /// As it is, for settings that no schema describes.
  var json: JSON {
    switch self {
    case .null: .null
    case .scalar(_, let meaning): meaning
    case .list(let elements): .array(elements.map(\.json))
    case .mapping(let members): .object(JSONObject(members.map { ($0.key, $0.value.json) }))
    }
  }

  /// The members of a mapping but some.
  func members(without names: Set<String> = []) -> [(key: String, value: WrittenSetting)] {
    guard case .mapping(let members) = self else { return [] }
    return names.isEmpty ? members : members.filter { !names.contains($0.key) }
  }
}
