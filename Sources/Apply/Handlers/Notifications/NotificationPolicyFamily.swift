import Base
import Documents
import Grafana
import Render

/// The tree of notification policies, by the provisioning API (reference grafana-http-api.md section 6.4). It is always
/// there, so that deleting it means to put back what was there before it was ours.
struct NotificationPolicyFamily: DocumentFamily {
  let session: GrafanaSession
  let capabilities: ServerCapabilities
  let memory: any ObjectMemory

  var unlocks: Bool { capabilities.unlocksPolicies }

  func read(_ key: ObjectKey) async throws(GrafanaError) -> StoredDocument? {
    let tree = try await session.notificationPolicies()
    return StoredDocument(content: tree, title: key.uid, isLocked: Self.isLocked(tree))
  }

  func compared(_ wanted: DocumentBody, _ stored: StoredDocument) -> (wanted: JSON, stored: JSON) {
    (NotificationPolicyForm.normal(.object(wanted.model)), NotificationPolicyForm.normal(stored.content))
  }

  func write(
    _ body: DocumentBody, to place: DocumentPlace, over stored: StoredDocument?
  ) async throws(GrafanaError) {
    do throws(GrafanaError) {
      try await put(body.model, isEditable: body.isEditable ?? false, isLocked: stored?.isLocked)
    } catch let error where error.message == "bad request data" {
      // All else that servers answer so is found before (section 6.4).
      throw GrafanaError(
        kind: error.kind, status: error.status, call: error.call,
        message:
          "bad request data; Grafana does not say which: most likely the regular expression of a matcher")
    }
  }

  func delete(_ key: ObjectKey) async throws(GrafanaError) {
    let call = "DELETE /api/v1/provisioning/policies"
    let former = try await memory.former(of: key, call: call)
    if let former, let tree = (try? JSONParser.parse(former, options: .lenient))?.objectValue,
      !Self.isOfNewWorkspace(.object(tree))
    {
      do throws(GrafanaError) {
        try await putBack(tree)
      } catch let error where error.kind == .refused {
        throw GrafanaError(
          kind: .refused, status: error.status, call: error.call,
          message: "the tree that was there before cannot be put back: \(error.message); "
            + Self.waysOut(missing: try await missing(in: .object(tree))))
      }
    } else {
      try await session.resetNotificationPolicies()
    }
    try await memory.remember(former: nil, of: key, call: call)
  }

  func restored(_ content: JSONObject) -> DocumentBody {
    DocumentBody(
      content.filter { $0 != "provenance" }, isEditable: !Self.isLocked(.object(content)))
  }

  // MARK: Writing

  private func put(_ tree: JSONObject, isEditable: Bool, isLocked: Bool?) async throws(GrafanaError) {
    try await session.putNotificationPolicies(
      tree, isEditable: isEditable, isLocked: unlocks ? false : isLocked)
  }

  /// Writes a tree that people had made, and leaves it open to them as it was.
  private func putBack(_ former: JSONObject) async throws(GrafanaError) {
    let tree = former.filter { $0 != "provenance" }
    let wasLocked = Self.isLocked(.object(former))
    let isLocked = Self.isLocked(try await session.notificationPolicies())
    try await put(tree, isEditable: !wasLocked, isLocked: isLocked)
    guard isLocked, !wasLocked, !unlocks, capabilities.leavesPoliciesOpen else { return }
    // The server took the tree, and keeps it locked. Only the default tree takes the lock away.
    try await session.resetNotificationPolicies()
    try await put(tree, isEditable: true, isLocked: false)
  }

  // MARK: What is in the way

  /// Contact points that a tree names and that are gone.
  private func missing(in tree: JSON) async throws(GrafanaError) -> [String] {
    let present = capabilities.builtInContactPoints.union(try await session.receivers().map(\.name))
    return NotificationUses.all(inTree: tree).filter { $0.kind == .contactPoint }.map(\.identifier)
      .filter { !present.contains($0) }
  }

  private static func waysOut(missing: [String]) -> String {
    let names = missing.map { "\"\($0)\"" }.joined(separator: ", ")
    let first =
      switch missing.count {
      case 0: ""
      case 1: "make a contact point \(names) in the workspace, and the tree comes back with the next try; or "
      default: "make contact points \(names) in the workspace, and the tree comes back with the next try; or "
      }
    return first
      + "give the tree up with DELETE /api/v1/provisioning/policies as an administrator, after which it is left as it "
      + "then is"
  }

  // MARK: What a tree says

  static func isLocked(_ tree: JSON) -> Bool { !(tree["provenance"]?.stringValue ?? "").isEmpty }

  /// Whether it is the tree that resetting gives.
  static func isOfNewWorkspace(_ tree: JSON) -> Bool {
    let form = NotificationPolicyForm.normal(tree)
    return ["grafana-default-email", "empty"].contains { receiver in
      form == ["receiver": .string(receiver), "group_by": ["grafana_folder", "alertname"]]
    } && !isLocked(tree)
  }
}
