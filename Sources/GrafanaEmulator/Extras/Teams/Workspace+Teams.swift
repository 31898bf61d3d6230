extension Workspace {
  /// Who is in a team, by login; users that were deleted are not.
  func members(of team: TeamRecord) -> [(member: TeamRecord.Member, user: UserRecord)] {
    team.members.compactMap { member in
      users.first { $0.id == member.userID }.map { (member: member, user: $0) }
    }.sorted { $0.user.login < $1.user.login }
  }

  /// Makes a team; its maker joins it where the version does that, users only.
  mutating func addTeam(_ name: String, email: String, by caller: Caller) -> TeamRecord {
    let uid = lens.extras.teamsHaveUIDs ? names.uid() : ""
    let team = extras.teams.insert { TeamRecord(id: $0, uid: uid, name: name, email: email) }
    guard lens.extras.makersJoinTeams, let maker = userID(of: caller) else { return team }
    addMember(maker, permission: TeamRecord.administrator, toTeam: team.id)
    return extras.teams[team.id] ?? team
  }

  mutating func addMember(_ userID: Int, permission: Int, toTeam id: Int) {
    let member = TeamRecord.Member(uid: names.uid(), userID: userID, permission: permission)
    extras.teams[id]?.members.append(member)
  }
}
