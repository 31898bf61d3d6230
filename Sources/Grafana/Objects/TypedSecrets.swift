import Base
import Documents

/// Secrets that people type into fields of a data source that everybody may read: the pages of a workspace let them.
public enum TypedSecrets {
  /// What names of fields that hold secrets have in them, in lower case. The parameters of `customQueryParameters` are
  /// those of a URL.
  private static let words = [
    "password", "passwd", "passphrase", "secret", "token", "apikey", "api_key", "accesskey", "access_key",
    "privatekey", "private_key", "credential", "connectionstring", "dsn", "httpheadervalue",
    "queryparameters",
  ]

  /// Whether a field of that name may hold one.
  static func isName(_ name: String) -> Bool {
    let name = name.lowercased()
    return words.contains { name.contains($0) }
  }

  /// The value as it may be shown: URLs without credentials and queries, and nothing of fields that may hold a secret.
  /// - Parameter isURL: a text is one even without a scheme.
  public static func without(_ value: JSON, isURL: Bool = false) -> JSON {
    switch value {
    case .string(let text): return isURL || text.contains("://") ? .string(ShownURL.text(text)) : value
    case .array(let elements): return .array(elements.map { without($0) })
    case .object(let object):
      return .object(
        JSONObject(
          object.members.map { member in
            (
              member.key,
              isName(member.key) ? "(not shown)" : without(member.value, isURL: member.key == "url")
            )
          }))
    case .null, .bool, .number: return value
    }
  }
}
