internal import Documents

/// Permissions as `/api/access-control/folders/:uid` and `…/dashboards/:uid` show them: with the actions behind each
/// level [recordings: folders and dashboard_versions, managed-permissions].
enum ManagedPermissionView {
  static func list(_ permissions: [ObjectPermission], isFolder: Bool, _ workspace: inout Workspace) -> JSON {
    let actions = Actions(isFolder: isFolder, workspace.lens)
    var entries = permissions.map { permission in
      item(permission, actions.of(permission.level), workspace.names.number(.permission), workspace)
    }
    if workspace.lens.hasKubernetesAPI {
      entries.append(
        administrator("basic:admin", workspace.names.number(.permission), actions.ofBasicRole, workspace))
    }
    entries.append(administrator("", 0, actions.of(.admin), workspace))
    return .array(entries)
  }

  private static func item(
    _ permission: ObjectPermission, _ actions: [String], _ id: Int, _ workspace: Workspace
  ) -> JSON {
    var object: JSONObject
    switch permission.assignee {
    case .role(let role):
      object = front(id, "managed:builtins:\(role.rawValue.lowercased()):permissions", true, workspace)
      object["builtInRole"] = JSON(role.rawValue)
    case .user(let userID):
      let user = workspace.users.first { $0.id == userID }
      object = front(id, "managed:users:\(userID):permissions", true, workspace)
      object["userId"] = JSON(userID)
      object["userLogin"] = JSON(user?.login ?? "")
      object["userAvatarUrl"] = JSON(user?.avatarURL ?? "")
    }
    object["actions"] = .array(actions.map { JSON($0) })
    object["permission"] = JSON(permission.level.name)
    return .object(object)
  }

  private static func administrator(
    _ roleName: String, _ id: Int, _ actions: [String], _ workspace: Workspace
  ) -> JSON {
    var object = front(id, roleName, false, workspace)
    object["builtInRole"] = "Admin"
    object["actions"] = .array(actions.map { JSON($0) })
    object["permission"] = "Admin"
    return .object(object)
  }

  private static func front(
    _ id: Int, _ roleName: String, _ isManaged: Bool, _ workspace: Workspace
  ) -> JSONObject {
    var object = JSONObject(members: [
      ("id", JSON(id)), ("roleName", JSON(roleName)), ("isManaged", JSON(isManaged)), ("isInherited", false),
    ])
    if workspace.lens.hasKubernetesAPI { object["isServiceAccount"] = false }
    return object
  }

  /// What the levels allow.
  private struct Actions {
    private let view: [String]
    private let edit: [String]
    private let admin: [String]
    /// The basic role of administrators, which names some twice.
    let ofBasicRole: [String]

    init(isFolder: Bool, _ lens: Lens) {
      let isUnified = lens.hasKubernetesAPI
      var view = ["dashboards:read"]
      var edit = ["dashboards:write", "dashboards:delete"]
      var admin = ["dashboards.permissions:read", "dashboards.permissions:write"]
      if isUnified {
        view.append("annotations:read")
        edit += ["annotations:write", "annotations:delete", "annotations:create"]
      }
      let ofDashboards = view + edit + admin
      var onlyEdit: [String] = []
      if isFolder {
        view += ["folders:read", "alert.rules:read"]
        edit += [
          "folders:write", "folders:delete", "dashboards:create", "alert.rules:create", "alert.rules:write",
          "alert.rules:delete",
        ]
        admin += ["folders.permissions:read", "folders.permissions:write"]
        if isUnified {
          view += ["library.panels:read", "alert.silences:read"]
          edit += [
            "alert.silences:create", "alert.silences:write", "library.panels:create", "library.panels:write",
            "library.panels:delete",
          ]
          onlyEdit = ["folders:create"]
        }
      }
      self.view = view
      self.edit = view + edit + onlyEdit
      self.admin = view + edit + admin
      ofBasicRole =
        isFolder
        ? self.admin
        : ofDashboards
          + [
            "dashboards:read", "dashboards:write", "dashboards:delete", "dashboards.permissions:read",
            "dashboards.permissions:write",
          ]
    }

    func of(_ level: ObjectPermission.Level) -> [String] {
      switch level {
      case .view: view
      case .edit: edit
      case .admin: admin
      }
    }
  }
}
