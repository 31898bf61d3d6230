/// On whose behalf a request runs.
struct Caller: Sendable {
  let author: Author
  /// `None` where the organisation asked for is not one of the caller's.
  var role: Role
  let isServerAdmin: Bool
  /// The row in the table of users or of service accounts.
  let accountID: Int?

  init(user: UserRecord) {
    author = user.author
    role = user.role
    isServerAdmin = user.isServerAdmin
    accountID = user.id
  }

  init(account: ServiceAccountRecord) {
    author = .serviceAccount(uid: account.uid)
    role = account.role
    isServerAdmin = false
    accountID = account.id
  }

  init(keyWith role: Role) {
    author = .apiKey
    self.role = role
    isServerAdmin = false
    accountID = nil
  }
}

extension Caller {
  /// Whoever calls a route that asks nobody's name.
  static let nobody = Caller(keyWith: .none)
}
