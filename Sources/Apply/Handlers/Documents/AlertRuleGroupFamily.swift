import Base
import Documents
import Grafana
import Render

/// Groups of alert rules, by the provisioning API (reference grafana-http-api.md section 6.2).
struct AlertRuleGroupFamily: DocumentFamily {
  let session: GrafanaSession
  let capabilities: ServerCapabilities

  func read(_ key: ObjectKey) async throws(GrafanaError) -> StoredDocument? {
    let (folderUID, name) = key.place
    return try await session.ruleGroup(name, inFolder: folderUID).map { group in
      StoredDocument(content: group, title: name, parentUID: folderUID)
    }
  }

  func compared(_ wanted: DocumentBody, _ stored: StoredDocument) -> (wanted: JSON, stored: JSON) {
    let keepsOrder = capabilities.groupsTakeNewRules
    return (
      AlertRuleGroupForm.normal(.object(wanted.model), keepsOrder: keepsOrder),
      AlertRuleGroupForm.normal(stored.content, keepsOrder: keepsOrder)
    )
  }

  func write(
    _ body: DocumentBody, to place: DocumentPlace, over stored: StoredDocument?
  ) async throws(GrafanaError) {
    let (folderUID, name) = place.key.place
    let isEditable = body.isEditable ?? false
    if !capabilities.groupsTakeNewRules {
      try await addNewRules(of: body, folderUID, name, stored, isEditable)
    }
    var group = body.model
    group["title"] = .string(name)
    group["folderUid"] = .string(folderUID)
    try await session.putRuleGroup(group, name: name, inFolder: folderUID, isEditable: isEditable)
  }

  /// Before 11.6 a group with a rule that is not there yet is refused as a whole. A rule of another group moves here with
  /// the group; only what is nowhere is added.
  private func addNewRules(
    of body: DocumentBody, _ folderUID: String, _ name: String, _ stored: StoredDocument?, _ isEditable: Bool
  ) async throws(GrafanaError) {
    let known = Set((stored?.content["rules"]?.arrayValue ?? []).compactMap { $0["uid"]?.stringValue })
    for rule in body.model["rules"]?.arrayValue ?? [] {
      guard var rule = rule.objectValue, let uid = rule["uid"]?.stringValue, !known.contains(uid) else {
        continue
      }
      rule["folderUID"] = .string(folderUID)
      rule["ruleGroup"] = .string(name)
      do throws(GrafanaError) {
        try await session.addRule(rule, isEditable: isEditable)
      } catch {
        // One text for a taken uid and for a taken title: with the uid there, the group may take the rule over.
        guard error.message.lowercased().contains("conflicting alert rule"), try await session.hasRule(uid)
        else {
          throw error
        }
      }
    }
  }

  func delete(_ key: ObjectKey) async throws(GrafanaError) {
    let (folderUID, name) = key.place
    try await session.deleteRuleGroup(name, inFolder: folderUID, atOnce: capabilities.hasGroupDeletion)
  }

  func restored(_ content: JSONObject) -> DocumentBody {
    let readOnly: Set<String> = ["id", "updated", "orgID", "provenance"]
    var group = content
    group["rules"] = .array(
      (content["rules"]?.arrayValue ?? []).map { rule in
        rule.objectValue.map { .object($0.filter { !readOnly.contains($0) }) } ?? rule
      })
    return DocumentBody(group)
  }
}
