import Base
import Documents
import Manifests

/// Makes the channel of Grafana's old alerting, and the contact point that takes its place in Grafana Alerting (references
/// grafana-http-api.md section 7, grafana-operator.md section 6).
enum NotificationChannelRendering {
  static func channel(_ channel: GrafanaNotificationChannel) -> RenderedDocument {
    var model = JSONObject([
      ("name", .string(channel.name)), ("type", .string(channel.type)),
      ("isDefault", .bool(channel.isDefault)),
      ("sendReminder", .bool(channel.sendsReminders)),
      ("disableResolveMessage", .bool(channel.isSilentWhenResolved)),
      ("frequency", .string(channel.frequency)), ("settings", .object(channel.settings)),
    ])
    if !channel.secureSettings.isEmpty {
      model["secureSettings"] = .object(secrets(channel))
    }
    return RenderedDocument(
      kind: .notificationChannel, common: channel.common, uid: channel.uid, title: channel.name,
      body: DocumentBody(model, hiddenPaths: hiddenPaths(channel, settings: [], secrets: "secureSettings")))
  }

  /// A contact point of one receiver. It stays open to people, as the channel is.
  static func contactPoint(_ channel: GrafanaNotificationChannel) -> RenderedDocument {
    var receiver = JSONObject()
    if let uid = channel.uid { receiver["uid"] = .string(uid) }
    receiver["type"] = .string(channel.type)
    if channel.isSilentWhenResolved { receiver["disableResolveMessage"] = true }
    var settings = channel.settings
    for member in secrets(channel).members { settings[member.key] = member.value }
    receiver["settings"] = .object(settings)
    let model = JSONObject([("name", .string(channel.name)), ("receivers", .array([.object(receiver)]))])
    return RenderedDocument(
      kind: .contactPoint, common: channel.common, uid: channel.name, title: channel.name,
      body: DocumentBody(
        model, hiddenPaths: hiddenPaths(channel, settings: ["receivers", "0"], secrets: "settings"),
        isEditable: true),
      parts: channel.uid.map { [$0] } ?? [], features: [.alertProvisioning], standsFor: .notificationChannel)
  }

  private static func secrets(_ channel: GrafanaNotificationChannel) -> JSONObject {
    // One of the places where secrets become text: the body of the request that carries them.
    JSONObject(channel.secureSettings.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value.revealed)) })
  }

  /// - Parameters:
  ///   - root: the path to the object that holds `settings`.
  ///   - secrets: the member of it that holds the secrets.
  private static func hiddenPaths(
    _ channel: GrafanaNotificationChannel, settings root: [String], secrets: String
  ) -> Set<JSONPointer> {
    let plain = channel.settings.keys.filter { GrafanaNotificationChannel.secretSettings.contains($0) }
    return Set(
      plain.map { JSONPointer(root + ["settings", $0]) }
        + channel.secureSettings.keys.map { JSONPointer(root + [secrets, $0]) })
  }
}
