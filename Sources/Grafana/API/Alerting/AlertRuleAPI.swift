import Base
import Documents
import HTTP

/// A group of alert rules as the listing of all rules shows it.
public struct ListedRuleGroup: Sendable {
  public let folderUID: String
  public let name: String
  public let ruleUIDs: [String]
  /// What its rules name for their notifications.
  public let uses: [ObjectUse]
  /// Moves with every change of the group or of one of its rules.
  public let marker: String
  /// One of its rules was made by the provisioning API and is locked in the workspace's pages.
  public let isLocked: Bool
}

extension GrafanaSession {
  /// All groups of alert rules, by the one listing that all versions with Grafana Alerting have, and that shows the
  /// version of each rule (reference grafana-http-api.md section 6.8).
  public func ruleGroups() async throws(GrafanaError) -> [ListedRuleGroup] {
    let path = "/api/ruler/grafana/api/v1/rules"
    let answer = try await get(path)
    guard let namespaces = answer.objectValue else {
      throw GrafanaError(
        kind: .unexpected, status: 200, call: "GET \(path)",
        message: "the answer is \(answer.typeName), not an object")
    }
    return namespaces.members.flatMap { ($0.value.arrayValue ?? []).compactMap { ListedRuleGroup($0) } }
  }

  /// A group with its rules; nil where there is none. Servers show no provenance here.
  public func ruleGroup(_ name: String, inFolder uid: String) async throws(GrafanaError) -> JSON? {
    do throws(GrafanaError) {
      return try await get(Self.groupPath(name, uid))
    } catch let error where error.kind == .notFound {
      return nil
    }
  }

  /// Replaces a group: stored rules that are not in it are deleted, rules of other groups whose uids are in it move here.
  /// - Parameter isEditable: rules that are new stay open to people in the workspace.
  public func putRuleGroup(
    _ group: JSONObject, name: String, inFolder uid: String, isEditable: Bool
  ) async throws(GrafanaError) {
    try await write(
      .put, Self.groupPath(name, uid), headers: Self.provenance(isEditable), body: .object(group))
  }

  /// Adds one rule to a group, which need not be there yet.
  public func addRule(_ rule: JSONObject, isEditable: Bool) async throws(GrafanaError) {
    try await write(
      .post, "/api/v1/provisioning/alert-rules", headers: Self.provenance(isEditable), body: .object(rule))
  }

  /// Deletes one rule.
  public func deleteRule(_ uid: String) async throws(GrafanaError) {
    try await write(.delete, "/api/v1/provisioning/alert-rules/\(PercentEncoding.encode(uid))")
  }

  /// Whether a rule of this uid is there, in whatever group.
  public func hasRule(_ uid: String) async throws(GrafanaError) -> Bool { try await rule(uid) != nil }

  /// Whether a rule was made by the provisioning API, which locks it in the workspace's pages; nil where there is none.
  public func isRuleLocked(_ uid: String) async throws(GrafanaError) -> Bool? {
    try await rule(uid).map { !($0["provenance"]?.stringValue ?? "").isEmpty }
  }

  private func rule(_ uid: String) async throws(GrafanaError) -> JSON? {
    do throws(GrafanaError) {
      return try await get("/api/v1/provisioning/alert-rules/\(PercentEncoding.encode(uid))")
    } catch let error
      where error.kind == .notFound || error.message.lowercased().contains("could not find alert rule")
    {
      // Servers of 9 answer 500 with that text (reference section 6.2).
      return nil
    }
  }

  /// Deletes a group with all its rules, by one call where the server has it, rule by rule elsewhere: some servers of 10.4
  /// have it and some have not (reference section 0). That it is gone already is no error.
  public func deleteRuleGroup(
    _ name: String, inFolder uid: String, atOnce: Bool
  ) async throws(GrafanaError) {
    if atOnce {
      do throws(GrafanaError) {
        try await write(.delete, Self.groupPath(name, uid))
        return
      } catch let error where error.kind == .notFound {
        // The group or the route is not there.
      }
    }
    let rules = try await ruleGroup(name, inFolder: uid)?["rules"]?.arrayValue ?? []
    for rule in rules.compactMap({ $0["uid"]?.stringValue }) { try await deleteRule(rule) }
  }

  private static func groupPath(_ name: String, _ folderUID: String) -> String {
    "/api/v1/provisioning/folder/\(PercentEncoding.encode(folderUID))/rule-groups/\(PercentEncoding.encode(name))"
  }

  /// The header counts by being there, whatever its value (reference section 6.1).
  static func provenance(_ isEditable: Bool) -> HTTPHeaders {
    isEditable ? ["X-Disable-Provenance": "true"] : [:]
  }
}

extension ListedRuleGroup {
  /// Nil where no rule tells the folder: such a group cannot be addressed.
  init?(_ group: JSON) {
    guard let name = group["name"]?.stringValue, !name.isEmpty else { return nil }
    let rules = (group["rules"]?.arrayValue ?? []).compactMap { $0["grafana_alert"] }
    guard let folder = rules.lazy.compactMap({ $0["namespace_uid"]?.stringValue }).first else { return nil }
    folderUID = folder
    self.name = name
    uses = rules.flatMap { NotificationUses.all(inRule: $0) }
    ruleUIDs = rules.compactMap { $0["uid"]?.stringValue }.sorted()
    let versions = rules.map { rule in
      "\(rule["uid"]?.stringValue ?? "") \(rule["version"]?.intValue ?? 0) \(rule["updated"]?.stringValue ?? "")"
    }
    let text = [group["interval"]?.stringValue ?? ""] + versions.sorted()
    marker = Digest(of: text.joined(separator: "\n")).short
    isLocked = rules.contains { !($0["provenance"]?.stringValue ?? "").isEmpty }
  }
}
