internal import Documents

/// Permissions as `/api/folders/:uid/permissions` shows them.
enum PermissionView {
  /// Whose permissions these are.
  struct Subject: Sendable {
    let id: Int
    let uid: String
    let title: Title
    let url: String
    let isFolder: Bool
    let created: Moment

    init(_ folder: FolderRecord) {
      id = folder.id
      uid = folder.uid
      title = folder.title
      url = FolderView.url(folder)
      isFolder = true
      created = folder.created
    }

    init(_ record: DashboardRecord) {
      id = record.id
      uid = record.uid
      title = record.title
      url = DashboardView.url(record)
      isFolder = false
      created = record.created
    }
  }

  static func list(_ permissions: [ObjectPermission], of subject: Subject, _ workspace: Workspace) -> JSON {
    .array(permissions.map { item($0, subject, workspace) })
  }

  private static func item(
    _ permission: ObjectPermission, _ subject: Subject, _ workspace: Workspace
  ) -> JSON {
    let isUnified = workspace.lens.hasKubernetesAPI
    let userID = if case .user(let id) = permission.assignee { id } else { 0 }
    let user = workspace.users.first { $0.id == userID }
    // The shared rows were made when Grafana's table was, and belong to no dashboard.
    let created = permission.isShared ? "2017-06-20T00:00:00Z" : subject.created.text
    let number = permission.isShared && !subject.isFolder ? -1 : subject.id
    var object = JSONObject(members: [
      (subject.isFolder ? "folderId" : "dashboardId", JSON(number)),
      ("created", JSON(created)), ("updated", JSON(created)), ("userId", JSON(userID)),
    ])
    // Only the folders' list knows the uid [12.4 folders: permissions, dashboard_versions: permissions-by-uid].
    if isUnified { object["userUid"] = JSON(subject.isFolder ? user?.uid ?? "" : "") }
    object["userLogin"] = JSON(user?.login ?? "")
    object["userEmail"] = JSON(user?.email ?? "")
    object["userAvatarUrl"] = JSON(user?.avatarURL ?? "")
    object["teamId"] = 0
    if isUnified { object["teamUid"] = "" }
    object["teamEmail"] = ""
    object["teamAvatarUrl"] = ""
    object["team"] = ""
    if case .role(let role) = permission.assignee { object["role"] = JSON(role.rawValue) }
    object["permission"] = JSON(permission.level.rawValue)
    object["permissionName"] = JSON(permission.level.name)
    object["uid"] = JSON(subject.uid)
    object["title"] = JSON(subject.title.text)
    object["slug"] = JSON(
      subject.isFolder && !workspace.lens.folders.permissions.foldersHaveSlug ? "" : subject.title.slug)
    object["isFolder"] = JSON(subject.isFolder)
    object["url"] = JSON(subject.url)
    object["inherited"] = false
    return .object(object)
  }
}
