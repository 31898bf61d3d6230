import Base
import Documents
import Grafana
import Render

/// Mute timings, by the provisioning API (reference grafana-http-api.md section 6.5).
struct MuteTimingFamily: DocumentFamily {
  let session: GrafanaSession

  func read(_ key: ObjectKey) async throws(GrafanaError) -> StoredDocument? {
    try await session.muteTiming(key.uid).map { timing in
      StoredDocument(content: timing, title: key.uid, isLocked: Provenance.isLocked(timing))
    }
  }

  func compared(_ wanted: DocumentBody, _ stored: StoredDocument) -> (wanted: JSON, stored: JSON) {
    (MuteTimingForm.normal(.object(wanted.model)), MuteTimingForm.normal(stored.content))
  }

  func write(
    _ body: DocumentBody, to place: DocumentPlace, over stored: StoredDocument?
  ) async throws(GrafanaError) {
    var timing = body.model
    timing["name"] = .string(place.key.uid)
    let isEditable = body.isEditable ?? false
    if let stored {
      try await session.updateMuteTiming(
        timing, name: place.key.uid, isEditable: isEditable, isLocked: stored.isLocked)
    } else {
      try await session.createMuteTiming(timing, isEditable: isEditable)
    }
  }

  func delete(_ key: ObjectKey) async throws(GrafanaError) { try await session.deleteMuteTiming(key.uid) }

  func restored(_ content: JSONObject) -> DocumentBody {
    DocumentBody(
      content.filter { $0 == "name" || $0 == "time_intervals" },
      isEditable: Provenance.isLocked(.object(content)) != true)
  }
}
