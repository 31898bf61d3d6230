internal import Documents

/// Permissions of folders and dashboards (reference/grafana-http-api.md, section 9.2).
enum PermissionEndpoints {
  static func register(in routes: inout RouteTable) {
    routes.add(
      "GET", "/api/folders/:uid/permissions", .role(.editor, "folders.permissions:read"), listOfFolder)
    routes.add(
      "POST", "/api/folders/:uid/permissions", .role(.admin, "folders.permissions:write"), setOfFolder)
    for base in DashboardVersionEndpoints.bases(routes.lens) {
      routes.add(
        "GET", base + "/permissions", .role(.editor, "dashboards.permissions:read"), listOfDashboard)
      routes.add(
        "POST", base + "/permissions", .role(.admin, "dashboards.permissions:write"), setOfDashboard)
    }
    guard routes.lens.accounts.accessControl != .none else { return }
    let managed = Access.role(.admin, "folders.permissions:read")
    routes.add("GET", "/api/access-control/folders/:uid", managed, managedOfFolder)
    routes.add("GET", "/api/access-control/dashboards/:uid", managed, managedOfDashboard)
  }

  private static let listOfFolder: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard let folder = workspace.folders[call["uid"]] else { throw Refusal.folderNotFound }
    let subject = PermissionView.Subject(folder)
    return .json(PermissionView.list(folder.permissions, of: subject, workspace))
  }

  private static let listOfDashboard: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard let record = DashboardVersionEndpoints.dashboard(call, workspace) else {
      throw Refusal.dashboardNotFound
    }
    let subject = PermissionView.Subject(record)
    return .json(PermissionView.list(record.permissions, of: subject, workspace))
  }

  private static let setOfFolder: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard let folder = workspace.folders[call["uid"]] else { throw Refusal.folderNotFound }
    let permissions = try permissions(call, workspace)
    workspace.folders[folder.uid]?.permissions = permissions
    let lens = call.lens.folders.permissions
    let message =
      lens.changeSpeaksOfDashboards ? "Dashboard permissions updated" : "Folder permissions updated"
    guard lens.changeNamesFolder else { return .message(message) }
    return .json(["id": JSON(folder.id), "message": JSON(message), "title": JSON(folder.title.text)])
  }

  private static let setOfDashboard: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard let record = DashboardVersionEndpoints.dashboard(call, workspace) else {
      throw Refusal.dashboardNotFound
    }
    let permissions = try permissions(call, workspace)
    workspace.dashboards[record.uid]?.permissions = permissions
    return .message("Dashboard permissions updated")
  }

  /// The new set: of several entries for one the last one counts, a level that does not exist removes the entry.
  private static func permissions(
    _ call: Call, _ workspace: Workspace
  ) throws(Refusal) -> [ObjectPermission] {
    let body = try call.body.object()
    var result: [ObjectPermission] = []
    for item in body["items"]?.arrayValue ?? [] {
      let assignee = try assignee(of: item, workspace)
      if call.lens.folders.permissions.assigneesAreUnique, result.contains(where: { $0.assignee == assignee })
      {
        throw Refusal.failed(400, "permission already exists")
      }
      result.removeAll { $0.assignee == assignee }
      guard let level = ObjectPermission.Level(rawValue: item["permission"]?.intValue ?? 0) else { continue }
      result.append(ObjectPermission(assignee: assignee, level: level))
    }
    return result
  }

  private static func assignee(
    of item: JSON, _ workspace: Workspace
  ) throws(Refusal) -> ObjectPermission.Assignee {
    if let name = item["role"]?.stringValue {
      guard let role = Role(rawValue: name), role > .none else { throw Refusal.badRequest }
      return .role(role)
    }
    let isUnchecked = !workspace.lens.folders.permissions.usersAreChecked
    guard let id = item["userId"]?.intValue,
      isUnchecked || workspace.users.contains(where: { $0.id == id })
    else {
      throw Refusal.failed(500, "Failed to create permission")
    }
    return .user(id: id)
  }

  private static let closed = Answer(
    404, contentType: nil, headers: [("Cache-Control", "no-cache")], body: .bytes([]))

  private static let managedOfFolder: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    if call.lens.accounts.accessControl == .closed { return closed }
    guard let folder = workspace.folders[call["uid"]] else { throw Refusal.folderNotFound }
    return .json(ManagedPermissionView.list(folder.permissions, isFolder: true, &workspace))
  }

  private static let managedOfDashboard: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    if call.lens.accounts.accessControl == .closed { return closed }
    guard let record = workspace.dashboards[call["uid"]] else { throw Refusal.dashboardNotFound }
    return .json(ManagedPermissionView.list(record.permissions, isFolder: false, &workspace))
  }
}
