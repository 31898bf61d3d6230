internal import Base
internal import Documents

/// A notification channel of the alerting before Grafana 9.
struct NotificationChannel: Sendable {
  let id: Int
  var uid: String
  var name: String
  var type: String
  var isDefault: Bool
  var sendsReminder: Bool
  var disablesResolveMessage: Bool
  /// In nanoseconds; 0 where there is none.
  var frequency: Int
  var settings: JSONObject
  var secrets: [String: SecretValue]
  let created: Moment
  var updated: Moment

  /// - Parameter isNew: an answer to a create shows times as they were before the database cut them.
  func json(isNew: Bool = false) -> JSON {
    [
      "id": JSON(id), "uid": JSON(uid), "name": JSON(name), "type": JSON(type), "isDefault": JSON(isDefault),
      "sendReminder": JSON(sendsReminder), "disableResolveMessage": JSON(disablesResolveMessage),
      "frequency": JSON(frequencyText), "created": JSON(isNew ? created.preciseText : created.text),
      "updated": JSON(isNew ? updated.preciseText : updated.text), "settings": .object(settings),
      "secureFields": .object(JSONObject(secrets.keys.sorted().map { ($0, JSON(true)) })),
    ]
  }

  /// `/lookup`: what a viewer may know.
  var brief: JSON {
    [
      "id": JSON(id), "uid": JSON(uid), "name": JSON(name), "type": JSON(type), "isDefault": JSON(isDefault),
    ]
  }

  /// `1h30m`.
  private var frequencyText: String {
    var rest = frequency / 1_000_000_000
    var text = ""
    for (unit, seconds) in [("h", 3600), ("m", 60), ("s", 1)] where rest >= seconds {
      text += "\(rest / seconds)\(unit)"
      rest %= seconds
    }
    return text
  }
}
