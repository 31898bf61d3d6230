import Base
import Documents
import Grafana
import Render

/// Templates of notifications, by the provisioning API (reference grafana-http-api.md section 6.6).
struct NotificationTemplateFamily: DocumentFamily {
  let session: GrafanaSession

  func read(_ key: ObjectKey) async throws(GrafanaError) -> StoredDocument? {
    try await session.notificationTemplate(key.uid).map { template in
      StoredDocument(content: template, title: key.uid, isLocked: Provenance.isLocked(template))
    }
  }

  func compared(_ wanted: DocumentBody, _ stored: StoredDocument) -> (wanted: JSON, stored: JSON) {
    let name = wanted.model["name"]?.stringValue ?? stored.title
    return (
      NotificationTemplateForm.normal(.object(wanted.model), name: name),
      NotificationTemplateForm.normal(stored.content, name: name)
    )
  }

  func write(
    _ body: DocumentBody, to place: DocumentPlace, over stored: StoredDocument?
  ) async throws(GrafanaError) {
    try await session.putNotificationTemplate(
      body.model["template"] ?? "", name: place.key.uid, isEditable: body.isEditable ?? false,
      isLocked: stored?.isLocked)
  }

  func delete(_ key: ObjectKey) async throws(GrafanaError) {
    try await session.deleteNotificationTemplate(key.uid)
  }

  func restored(_ content: JSONObject) -> DocumentBody {
    DocumentBody(
      content.filter { $0 == "name" || $0 == "template" },
      isEditable: Provenance.isLocked(.object(content)) != true)
  }
}
