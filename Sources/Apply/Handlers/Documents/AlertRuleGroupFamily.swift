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
    let write = AlertRuleGroupWrite(body, place, over: stored, session)
    try await write.perform(addsRules: !capabilities.groupsTakeNewRules)
    if write.needsReading { try await check(body, place) }
  }

  /// Servers take members that they do not know, and drop them: a rule that was to be paused fires then.
  private func check(_ body: DocumentBody, _ place: DocumentPlace) async throws(GrafanaError) {
    guard let stored = try await read(place.key) else { return }
    let (wanted, found) = compared(body, stored.without(place.handsOver))
    let lost = DocumentChanges.describe(from: wanted, to: found, hiddenPaths: [])
    guard !lost.isEmpty else { return }
    throw GrafanaError(
      kind: .refused, status: nil, call: "GET \(place.key)",
      message: "the workspace took the group otherwise than it was sent: "
        + lost.prefix(3).map(\.summary).joined(separator: "; "))
  }

  func delete(_ key: ObjectKey) async throws(GrafanaError) {
    let (folderUID, name) = key.place
    try await session.deleteRuleGroup(name, inFolder: folderUID, atOnce: capabilities.hasGroupDeletion)
  }

  /// The listing of a group does not tell whether it is locked; a single rule does.
  func kept(_ stored: StoredDocument) async throws(GrafanaError) -> StoredDocument {
    guard var group = stored.content.objectValue,
      let uid = group["rules"]?[0]?["uid"]?.stringValue,
      let isLocked = try await session.isRuleLocked(uid)
    else { return stored }
    group[Self.lock] = .bool(isLocked)
    return StoredDocument(
      content: .object(group), title: stored.title, parentUID: stored.parentUID, isLocked: isLocked)
  }

  func restored(_ content: JSONObject) -> DocumentBody {
    var group = content.filter { $0 != Self.lock }
    group["rules"] = .array(
      (content["rules"]?.arrayValue ?? []).map { rule in
        rule.objectValue.map { .object(AlertRuleGroupWrite.writable($0)) } ?? rule
      })
    return DocumentBody(group, isEditable: content[Self.lock]?.boolValue.map { !$0 })
  }

  /// The member of copies that says whether people could not edit the rules.
  private static let lock = "sluice:locked"
}

extension StoredDocument {
  /// The group without rules that another group takes later on.
  fileprivate func without(_ handedOver: Set<String>) -> StoredDocument {
    guard !handedOver.isEmpty, var group = content.objectValue else { return self }
    let rules = (group["rules"]?.arrayValue ?? []).filter { rule in
      rule["uid"]?.stringValue.map { !handedOver.contains($0) } ?? true
    }
    group["rules"] = .array(rules)
    return StoredDocument(content: .object(group), title: title, parentUID: parentUID, isLocked: isLocked)
  }
}
