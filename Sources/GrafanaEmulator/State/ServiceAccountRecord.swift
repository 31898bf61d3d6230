/// An account for programs. Its number comes from the table of users.
struct ServiceAccountRecord: Sendable {
  let id: Int
  let uid: String
  var name: String
  let login: String
  var role: Role
  var isDisabled: Bool
  let created: Moment
  var updated: Moment
  var tokens: [TokenRecord] = []

  var avatarURL: String {
    "/avatar/" + Fingerprint.md5(name.lowercased().filter { $0.isLetter || $0.isNumber } + "@localhost")
  }
}
