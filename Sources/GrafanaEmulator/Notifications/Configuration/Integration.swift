internal import Base
internal import Documents

/// One way to send notifications, such as a channel of Slack: what the provisioning API calls a contact point.
struct Integration: Sendable, Equatable {
  static let redacted = "[REDACTED]"

  var uid: String
  var name: String
  var type: String
  var disablesResolveMessage: Bool
  /// Without secrets.
  var settings: JSONObject
  /// By the path of the key: `token`, `sigv4.access_key`.
  var secrets: [String: SecretValue]

  /// All that a client set, with secrets as text: what validation looks at.
  var revealedSettings: JSONObject { settings(with: secrets.mapValues(\.revealed)) }

  var redactedSettings: JSONObject { settings(with: secrets.mapValues { _ in Self.redacted }) }

  /// The settings in the order of their names with texts for secrets.
  func settings(with texts: [String: String]) -> JSONObject {
    var result = settings
    for (path, text) in texts { result.place(text, at: path.split(separator: ".").map(String.init)[...]) }
    return result.sorted
  }

  /// Takes the secrets out of the settings.
  /// - Parameter known: secrets that stand in for `[REDACTED]`.
  mutating func hideSecrets(_ keys: [String], known: [String: SecretValue] = [:]) {
    for key in keys {
      let path = key.split(separator: ".").map(String.init)[...]
      guard let text = settings.text(at: path) else { continue }
      settings.remove(at: path)
      if text == Self.redacted, let secret = known[key] {
        secrets[key] = secret
      } else if !text.isEmpty {
        secrets[key] = SecretValue(text)
      }
    }
  }
}

extension JSONObject {
  /// In the order in which Go writes a map.
  var sorted: JSONObject {
    JSONObject(
      members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { ($0.key, $0.value) })
  }

  fileprivate func text(at path: ArraySlice<String>) -> String? {
    guard let key = path.first, let value = self[key] else { return nil }
    return path.count == 1 ? value.stringValue : value.objectValue?.text(at: path.dropFirst())
  }

  fileprivate mutating func remove(at path: ArraySlice<String>) {
    guard let key = path.first else { return }
    if path.count == 1 {
      self[key] = nil
    } else if var inner = self[key]?.objectValue {
      inner.remove(at: path.dropFirst())
      self[key] = .object(inner)
    }
  }

  fileprivate mutating func place(_ text: String, at path: ArraySlice<String>) {
    guard let key = path.first else { return }
    if path.count == 1 {
      self[key] = .string(text)
    } else {
      var inner = self[key]?.objectValue ?? JSONObject()
      inner.place(text, at: path.dropFirst())
      self[key] = .object(inner)
    }
  }
}
