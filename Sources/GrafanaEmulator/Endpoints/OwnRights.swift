/// The actions of a role with their scopes; a scope stands once for each role that brings it [recordings: basics,
/// service_accounts].
enum OwnRights {
  struct Right: Sendable {
    let action: String
    let scopes: [String]
  }

  /// An action, the least role that has it, and its scopes for an administrator.
  private typealias Row = (action: String, role: Role, scopes: [String])

  static func list(_ call: Call, _ workspace: Workspace) -> [Right] {
    let isUnified = call.lens.hasKubernetesAPI
    return (isUnified ? unified : old).filter { call.caller.role >= $0.role }.map { row in
      var scopes = row.scopes
      if isUnified { scopes += ownScopes(row.action, call.caller, workspace) }
      if isUnified, row.action == "folders:read" { scopes.append("folders:uid:sharedwithme") }
      return Right(action: row.action, scopes: scopes)
    }
  }

  /// What a service account made itself [12.4 service_accounts: sa-admin-own-permissions].
  private static func ownScopes(_ action: String, _ caller: Caller, _ workspace: Workspace) -> [String] {
    guard case .serviceAccount = caller.author else { return [] }
    let parts = action.split(separator: ":")
    var scopes: [String] = []
    if parts[0] == "dashboards", parts[1] != "create" {
      scopes += workspace.dashboards.values.filter { $0.createdBy == caller.author }
        .map { "dashboards:uid:\($0.uid)" }.sorted()
    }
    if ["dashboards", "folders", "alert.rules"].contains(parts[0]) {
      scopes += workspace.folders.values.filter { $0.createdBy == caller.author }
        .map { "folders:uid:\($0.uid)" }.sorted()
    }
    return scopes
  }

  private static let folders = "folders:*"
  private static let dashboards = "dashboards:*"
  private static let general = "folders:uid:general"
  private static let sources = "datasources:*"

  private static let common: [Row] = [
    ("dashboards:create", .editor, [general, folders, folders]),
    ("dashboards:delete", .editor, [dashboards, folders]),
    ("dashboards:read", .viewer, [dashboards, dashboards, folders, folders]),
    ("dashboards:write", .editor, [dashboards, folders]),
    ("datasources:create", .admin, [""]),
    ("datasources:delete", .admin, [sources]),
    ("datasources:read", .viewer, [sources, "datasources:uid:grafana", sources]),
    ("datasources:write", .admin, [sources]),
    ("folders:delete", .editor, [folders]),
    ("folders:write", .editor, [folders]),
  ]

  private static let old: [Row] =
    common + [
      ("alert.notifications:read", .viewer, ["", ""]),
      ("alert.notifications:write", .editor, [""]),
      ("alert.provisioning:read", .admin, [""]),
      ("alert.provisioning:write", .admin, [""]),
      ("alert.rules:create", .editor, [folders]),
      ("alert.rules:delete", .editor, [folders]),
      ("alert.rules:read", .viewer, [folders, folders]),
      ("alert.rules:write", .editor, [folders]),
      ("folders:create", .editor, ["", ""]),
      ("folders:read", .viewer, [general, folders, folders]),
    ]

  private static let unified: [Row] =
    common + [
      ("alert.notifications.provisioning:read", .admin, ["", ""]),
      ("alert.notifications.provisioning:write", .admin, [""]),
      ("alert.notifications:read", .viewer, ["", "", ""]),
      ("alert.notifications:write", .editor, ["", ""]),
      ("alert.provisioning:read", .admin, ["", ""]),
      ("alert.provisioning:write", .admin, [""]),
      ("alert.rules.provisioning:read", .admin, ["", ""]),
      ("alert.rules.provisioning:write", .admin, [""]),
      ("alert.rules:create", .editor, [folders, folders]),
      ("alert.rules:delete", .editor, [folders, folders]),
      ("alert.rules:read", .viewer, [folders, folders, folders]),
      ("alert.rules:write", .editor, [folders, folders]),
      ("folders:create", .editor, [general, folders]),
      ("folders:read", .viewer, [folders, general, folders, general, folders, general]),
    ]
}
