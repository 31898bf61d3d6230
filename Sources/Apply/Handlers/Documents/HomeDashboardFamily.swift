import Base
import Documents
import Grafana
import Render

/// The dashboard that a workspace shows first: one of the preferences of its organisation, the others of which stay as
/// they are.
struct HomeDashboardFamily: DocumentFamily {
  let session: GrafanaSession

  func read(_ key: ObjectKey) async throws(GrafanaError) -> StoredDocument? {
    try await session.homeDashboardUID().map {
      StoredDocument(content: .object(HomeDashboard.model($0)), title: $0)
    }
  }

  func compared(_ wanted: DocumentBody, _ stored: StoredDocument) -> (wanted: JSON, stored: JSON) {
    (.object(wanted.model), stored.content)
  }

  func write(
    _ body: DocumentBody, to place: DocumentPlace, over stored: StoredDocument?
  ) async throws(GrafanaError) {
    try await session.setHomeDashboard(HomeDashboard.uid(in: body.model))
  }

  func delete(_ key: ObjectKey) async throws(GrafanaError) {
    if try await session.homeDashboardUID() == nil { return }
    try await session.setHomeDashboard(nil)
  }

  func restored(_ content: JSONObject) -> DocumentBody { DocumentBody(content) }
}
