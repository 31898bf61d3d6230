import Base
import Documents
import Render

/// Brings a channel of the old alerting into the form that is compared. Of secrets the names are compared: no server gives
/// the values back (reference grafana-http-api.md section 7).
public enum NotificationChannelForm {
  private static let flags = ["isDefault", "sendReminder", "disableResolveMessage"]

  public static func wanted(_ channel: JSONObject) -> JSON {
    form(channel, secrets: channel["secureSettings"]?.objectValue?.keys.map { $0 } ?? [])
  }

  /// - Parameter wanted: what is to be. A secret beside wanted ones stays with every write, so it does not count;
  ///   where none is wanted, a write takes all of them away.
  public static func stored(_ channel: JSONObject, beside wanted: JSONObject) -> JSON {
    let names = (channel["secureFields"]?.objectValue?.members ?? []).filter { $0.value.boolValue == true }
      .map(\.key)
    let wanted = wanted["secureSettings"]?.objectValue.map { Set($0.keys) } ?? []
    return form(channel, secrets: wanted.isEmpty ? names : names.filter { wanted.contains($0) })
  }

  /// Places in the form of a stored channel that hold secrets in clear.
  public static func secretPlaces(in form: JSON) -> Set<JSONPointer> {
    Set(
      (form["settings"]?.objectValue?.keys ?? []).filter { ChannelSecrets.names.contains($0) }.map {
        JSONPointer(["settings", $0])
      })
  }

  private static func form(_ channel: JSONObject, secrets: [String]) -> JSON {
    var form = JSONObject([("name", channel["name"] ?? ""), ("type", channel["type"] ?? "")])
    for flag in flags { form[flag] = .bool(channel[flag]?.boolValue ?? false) }
    form["frequency"] = .string(frequency(channel["frequency"]?.stringValue ?? ""))
    form["settings"] = .object(channel["settings"]?.objectValue ?? JSONObject())
    form["secureSettings"] = .object(JSONObject(secrets.sorted().map { ($0, "set") }))
    return .object(form)
  }

  /// `15m` and `15m0s` are one duration, and none is written in several ways.
  private static func frequency(_ text: String) -> String {
    guard let duration = GoDuration.parse(text) else { return text }
    return duration == .zero ? "" : GoDuration.format(duration)
  }
}
