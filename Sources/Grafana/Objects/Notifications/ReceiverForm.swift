import Documents

/// Brings a wanted receiver and the stored one into one form, so that what is left differs. Settings belong to the type of
/// the receiver: what the manifest writes must be there, what servers and pages add beside is told apart from it (reference
/// grafana-http-api.md sections 6.3 and 14).
public enum ReceiverForm {
  /// What servers show in place of a secret that is set.
  static let redacted = JSON.string("[REDACTED]")

  /// - Parameters:
  ///   - wanted: type, settings and `disableResolveMessage`.
  ///   - isManifestChanged: the manifest is another than the one applied last, so that what is off may be what it has
  ///     just given up.
  public static func compared(
    _ wanted: JSONObject, _ stored: RemoteReceiver, isManifestChanged: Bool
  ) -> (wanted: JSON, stored: JSON) {
    let settings = wanted["settings"] ?? [:]
    let found = beside(settings, .object(stored.settings), keepsOff: isManifestChanged)
    let type = wanted["type"]?.stringValue ?? ""
    return (
      form(type, settings: withoutOff(settings, beside: found), wanted["disableResolveMessage"]?.boolValue),
      form(
        // 12.4 writes types in lower case.
        stored.type.lowercased() == type.lowercased() ? type : stored.type, settings: found,
        stored.isSilentWhenResolved)
    )
  }

  /// The form of a stored receiver that nothing is wanted for.
  public static func normal(_ stored: RemoteReceiver) -> JSON {
    form(stored.type, settings: .object(stored.settings), stored.isSilentWhenResolved)
  }

  /// Whether a secret is set: whether it is the wanted one, nobody can see.
  public static func hidesSecrets(_ settings: JSON) -> Bool {
    switch settings {
    case .object(let object): object.members.contains { hidesSecrets($0.value) }
    case .array(let elements): elements.contains { hidesSecrets($0) }
    default: settings == redacted
    }
  }

  private static func form(_ type: String, settings: JSON, _ isSilent: Bool?) -> JSON {
    ["type": .string(type), "settings": settings, "disableResolveMessage": .bool(isSilent ?? false)]
  }

  /// The stored value as far as it differs from the wanted one.
  private static func beside(_ wanted: JSON, _ stored: JSON, keepsOff: Bool) -> JSON {
    if stored == redacted { return wanted }
    switch (wanted, stored) {
    case (.object(let wanted), .object(let stored)):
      return .object(
        JSONObject(
          stored.members.compactMap { member -> (String, JSON)? in
            guard let value = wanted[member.key] else {
              return member.value.isNull || !keepsOff && isOff(member.value)
                ? nil : (member.key, member.value)
            }
            return (member.key, beside(value, member.value, keepsOff: keepsOff))
          }))
    case (.array(let wanted), .array(let stored)) where wanted.count == stored.count:
      return .array(zip(wanted, stored).map { beside($0, $1, keepsOff: keepsOff) })
    default:
      // Some types read `true` and `"true"` alike, and give back one of them.
      return scalarText(wanted) != nil && scalarText(wanted) == scalarText(stored) ? wanted : stored
    }
  }

  /// The wanted value without what is off and not there.
  private static func withoutOff(_ wanted: JSON, beside stored: JSON) -> JSON {
    guard let object = wanted.objectValue else { return wanted }
    return .object(
      JSONObject(
        object.members.compactMap { member -> (String, JSON)? in
          guard let value = stored[member.key] else {
            return isOff(member.value) ? nil : (member.key, member.value)
          }
          return (member.key, withoutOff(member.value, beside: value))
        }))
  }

  private static func scalarText(_ value: JSON) -> String? {
    switch value {
    case .string(let text): text
    case .bool(let flag): flag ? "true" : "false"
    case .number(let number): number.canonicalText
    default: nil
    }
  }

  private static func isOff(_ value: JSON) -> Bool {
    switch value {
    case .null, .bool(false), .string(""): true
    case .object(let object): object.isEmpty
    case .array(let elements): elements.isEmpty
    default: false
    }
  }
}
