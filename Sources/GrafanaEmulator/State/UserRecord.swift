internal import Base

/// A user of the organisation.
struct UserRecord: Sendable {
  let id: Int
  let uid: String
  let login: String
  var name: String
  var email: String
  var password: SecretValue
  var role: Role
  var isServerAdmin: Bool
  let created: Moment
  var starredDashboards: Set<String> = []

  var author: Author { .user(uid: uid, login: login) }
  var avatarURL: String { "/avatar/" + Fingerprint.md5(email.lowercased()) }
}
