internal import Documents

/// A team and its members as the API shows them.
enum TeamView {
  static func json(_ team: TeamRecord, _ workspace: Workspace) -> JSON {
    let lens = workspace.lens.extras
    var object = JSONObject(members: [("id", JSON(team.id))])
    if lens.teamsHaveUIDs { object["uid"] = JSON(team.uid) }
    object["orgId"] = 1
    object["name"] = JSON(team.name)
    object["email"] = JSON(team.email)
    if lens.teamsAreProvisioned {
      object["externalUID"] = ""
      object["isProvisioned"] = false
    }
    object["avatarUrl"] = JSON(team.avatarURL)
    object["memberCount"] = JSON(workspace.members(of: team).count)
    object["permission"] = 0
    object["accessControl"] = .null
    return .object(object)
  }

  static func member(
    _ member: TeamRecord.Member, _ user: UserRecord, of team: TeamRecord, _ lens: Lens
  ) -> JSON {
    var object = JSONObject()
    if lens.extras.teamsAreProvisioned { object["uid"] = JSON(member.uid) }
    object["orgId"] = 1
    object["teamId"] = JSON(team.id)
    if lens.extras.teamsHaveUIDs { object["teamUID"] = JSON(team.uid) }
    object["userId"] = JSON(user.id)
    if lens.extras.teamsAreProvisioned { object["userUID"] = JSON(user.uid) }
    object["auth_module"] = ""
    object["email"] = JSON(user.email)
    object["name"] = JSON(user.name)
    object["login"] = JSON(user.login)
    object["avatarUrl"] = JSON(user.avatarURL)
    object["labels"] = []
    object["permission"] = JSON(member.permission)
    return .object(object)
  }
}
