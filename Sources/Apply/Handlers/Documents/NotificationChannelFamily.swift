import Base
import Documents
import Grafana
import Render

/// Channels of Grafana's old alerting (reference grafana-http-api.md section 7).
struct NotificationChannelFamily: DocumentFamily {
  let session: GrafanaSession

  func read(_ key: ObjectKey) async throws(GrafanaError) -> StoredDocument? {
    try await session.notificationChannel(key.uid).map {
      StoredDocument(content: .object($0), title: $0["name"]?.stringValue ?? key.uid)
    }
  }

  func compared(_ wanted: DocumentBody, _ stored: StoredDocument) -> (wanted: JSON, stored: JSON) {
    (
      NotificationChannelForm.wanted(wanted.model),
      NotificationChannelForm.stored(stored.content.objectValue ?? JSONObject(), beside: wanted.model)
    )
  }

  func write(
    _ body: DocumentBody, to place: DocumentPlace, over stored: StoredDocument?
  ) async throws(GrafanaError) {
    do throws(GrafanaError) {
      if stored == nil {
        try await session.createNotificationChannel(body.model, uid: place.key.uid)
      } else {
        try await session.putNotificationChannel(body.model, uid: place.key.uid)
      }
    } catch let error where error.status == 409 || error.status == 500 {
      throw try await explained(error, body.model, place.key.uid)
    }
  }

  /// One text stands for a name that is taken, for a type that the server does not know and for trouble that passes.
  private func explained(
    _ error: GrafanaError, _ model: JSONObject, _ uid: String
  ) async throws(GrafanaError) -> GrafanaError {
    let name = model["name"]?.stringValue ?? ""
    let holder = try await session.notificationChannels().first {
      $0["name"]?.stringValue == name && $0["uid"]?.stringValue != uid
    }
    guard let holder else { return error }
    return GrafanaError(
      kind: .refused, status: error.status, call: error.call,
      message:
        "\(error.message): the name \"\(name)\" belongs to the channel \(holder["uid"]?.stringValue ?? "")")
  }

  func delete(_ key: ObjectKey) async throws(GrafanaError) {
    try await session.deleteNotificationChannel(key.uid)
  }

  /// A manifest that has just given one up does not name it any more.
  func secretPlaces(in stored: JSON) -> Set<JSONPointer> { NotificationChannelForm.secretPlaces(in: stored) }

  /// Its secrets are lost: no server gives them back.
  func restored(_ content: JSONObject) -> DocumentBody {
    let readOnly: Set<String> = ["id", "uid", "created", "updated", "secureFields"]
    return DocumentBody(content.filter { !readOnly.contains($0) })
  }
}
