internal import Base
internal import Documents

/// A test notification. Nothing is sent: settings are checked as they are when they are stored, and what passes is said
/// to have arrived. The form is that of Grafana's source [recalled].
enum ReceiverTest {
  static let endpoint: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let body = try call.body.object()
    guard let receivers = body["receivers"]?.arrayValue, !receivers.isEmpty else { throw Refusal.badRequest }
    let configuration = try workspace.notifications.readable()
    var hasFailed = false
    let results = receivers.map { receiver -> JSON in
      let tested = (receiver["grafana_managed_receiver_configs"]?.arrayValue ?? []).map { entry -> JSON in
        let uid = entry["uid"]?.stringValue ?? ""
        var object = JSONObject(members: [
          ("name", JSON(entry["name"]?.stringValue ?? "")), ("uid", JSON(uid)), ("status", "ok"),
        ])
        if let problem = problem(of: entry, stored: configuration, call.lens.notifications) {
          hasFailed = true
          object["status"] = "failed"
          object["error"] = JSON("the receiver is invalid: \(problem)")
        }
        return .object(object)
      }
      return [
        "name": JSON(receiver["name"]?.stringValue ?? ""), "grafana_managed_receiver_configs": .array(tested),
      ]
    }
    let alert = body["alert"]
    return .json(
      [
        "alert": ["annotations": alert?["annotations"] ?? [:], "labels": alert?["labels"] ?? [:]],
        "receivers": .array(results), "notified_at": JSON(Moment.now.preciseText),
      ], status: hasFailed ? 400 : 200)
  }

  private static func problem(
    of entry: JSON, stored: AlertmanagerConfiguration, _ lens: NotificationLens
  ) -> String? {
    let name = entry["type"]?.stringValue ?? ""
    guard let type = lens.catalogue.type(name) else { return "notifier \(name) is not supported" }
    var settings = entry["settings"]?.objectValue ?? JSONObject()
    for member in entry["secureSettings"]?.objectValue?.members ?? [] { settings[member.key] = member.value }
    if let place = stored.place(of: entry["uid"]?.stringValue ?? "") {
      let secrets = stored.receivers[place.receiver].integrations[place.integration].secrets
      for (key, secret) in secrets where settings[key] == nil { settings[key] = JSON(secret.revealed) }
    }
    return type.problem(of: settings)
  }
}
