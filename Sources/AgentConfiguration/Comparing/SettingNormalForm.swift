import Base
import Documents

/// Brings settings into a form in which equal ones are written alike: without what would hold anyway, and with one
/// spelling for durations, numbers and booleans.
struct SettingNormalForm {
  /// Texts that Go's encoder writes as `<secret>` (prometheus/common, config.Secret), by their keys.
  private static let hiddenKeys: Set<String> = [
    "password", "credentials", "bearer_token", "client_secret", "key", "secret_key", "proxy_connect_header",
  ]
  private static let hidden = "<secret>"

  /// Whether two secrets are alike whatever they are.
  let hidesSecrets: Bool

  /// - Parameter name: the key of the mapping.
  func mapping(
    _ members: [(key: String, value: WrittenSetting)], as schema: MappingSchema,
    _ standards: StandardSettings, named name: String = ""
  ) -> JSONObject {
    var result = JSONObject()
    for (key, value) in members {
      let kind = schema.fields[key] ?? .anything
      let nested = standards.nested[key] ?? .none
      guard let form = form(value, as: kind, nested, named: key, below: name) else { continue }
      let standard = standards.values[key].map { scalar($0, Self.meaning(of: $0), as: kind) }
      guard standard.map({ $0 != form }) ?? !Self.isNothing(form, key) else { continue }
      result[key] = form
    }
    if schema.fields["bearer_token"] != nil { Self.moveToken(in: &result) }
    return result
  }

  /// prometheus/common makes an `authorization` of a token (HTTPClientConfig.Validate).
  private static func moveToken(in settings: inout JSONObject) {
    for (key, name) in [("bearer_token", "credentials"), ("bearer_token_file", "credentials_file")] {
      guard let token = settings[key] else { continue }
      settings[key] = nil
      settings["authorization"] = .object(JSONObject([(name, token)]))
    }
  }

  /// Nil for null.
  private func form(
    _ value: WrittenSetting, as kind: ValueKind, _ standards: StandardSettings, named key: String,
    below parent: String
  ) -> JSON? {
    switch (value, kind) {
    case (.null, _): return nil
    case (.mapping(let members), .mapping(let schema)), (.mapping(let members), .lenient(let schema)):
      return .object(mapping(members, as: schema, standards, named: key))
    case (.mapping(let members), .map(let element)):
      return .object(
        JSONObject(
          members.map { member in
            (
              member.key,
              form(member.value, as: element, .none, named: key, below: parent) ?? JSON.null
            )
          }))
    case (.list(let elements), .list(let element, _)):
      return .array(
        elements.map { form($0, as: element, standards, named: key, below: parent) ?? JSON.null })
    case (.scalar(let text, let meaning), _):
      // The type of azuread's client_secret is a plain text.
      let isHidden = hidesSecrets && Self.hiddenKeys.contains(key) && parent != "oauth"
      return isHidden && !text.isEmpty ? .string(Self.hidden) : scalar(text, meaning, as: kind)
    default: return value.json
    }
  }

  private func scalar(_ text: String, _ meaning: JSON, as kind: ValueKind) -> JSON {
    switch kind {
    case .boolean: return meaning.boolValue.map { .bool($0) } ?? .string(text)
    case .integer, .unsigned, .float:
      guard case .number(let number) = meaning else { return .string(text) }
      if case .float = kind { return .string("\(number.doubleValue)") }
      return .string("\(number.doubleValue.rounded(.towardZero))")
    case .goDuration:
      if case .number(let number) = meaning, let count = Int64(exactly: number.doubleValue.rounded()) {
        return .string("\(Duration.nanoseconds(count))")
      }
      return .string(GoDuration.parse(text).map { "\($0)" } ?? text)
    case .prometheusDuration: return .string(PrometheusDuration.parse(text).map { "\($0)" } ?? text)
    case .choice(_, ignoresCase: true): return .string(text.lowercased())
    default: return .string(text)
    }
  }

  /// What YAML makes of a plain scalar, for those of `StandardSettings`.
  private static func meaning(of text: String) -> JSON {
    if text == "true" || text == "false" { return .bool(text == "true") }
    return Int(text).map { .number(JSONNumber($0)) } ?? .string(text)
  }

  /// What Go's zero value is, which stands for a key that is not written.
  private static func isNothing(_ form: JSON, _ key: String) -> Bool {
    switch form {
    case .null, .bool(false), .string(""), .string("0.0"): true
    case .string(let text): text == "\(Duration.zero)"
    case .array(let elements): elements.isEmpty
    case .object(let object): object.isEmpty && !StandardSettings.pointers.contains(key)
    default: false
    }
  }
}
