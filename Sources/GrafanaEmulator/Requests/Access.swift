/// Who may call a route.
struct Access: Sendable {
  /// What the denial names; nil where being signed in is enough.
  let permission: String?
  let role: Role
  let needsServerAdmin: Bool
  let needsSignIn: Bool
  /// The route looks at permissions only, so that some versions deny a request without credentials.
  let checksPermissionsOnly: Bool
  /// What the handler itself says where a version has no named permissions; nil where the route says it before.
  let unnamedDenial: Refusal?

  private init(
    _ permission: String?, role: Role = .none, needsServerAdmin: Bool = false, needsSignIn: Bool = true,
    checksPermissionsOnly: Bool = false, unnamedDenial: Refusal? = nil
  ) {
    self.permission = permission
    self.role = role
    self.needsServerAdmin = needsServerAdmin
    self.needsSignIn = needsSignIn
    self.checksPermissionsOnly = checksPermissionsOnly
    self.unnamedDenial = unnamedDenial
  }

  /// Anybody, with good or bad credentials or without.
  static let open = Access(nil, needsSignIn: false)
  static let signedIn = Access(nil)

  static func role(_ role: Role, _ permission: String, unnamedDenial: Refusal? = nil) -> Access {
    Access(permission, role: role, unnamedDenial: unnamedDenial)
  }

  /// A server administrator.
  static func server(_ permission: String) -> Access {
    Access(permission, needsServerAdmin: true, checksPermissionsOnly: true)
  }

  /// A role, on a route that looks at permissions only.
  static func permission(_ role: Role, _ permission: String) -> Access {
    Access(permission, role: role, checksPermissionsOnly: true)
  }

  /// Refuses who may not.
  func check(_ caller: Caller, _ lens: Lens) throws(Refusal) {
    guard let permission else { return }
    let isAllowed = needsServerAdmin ? caller.isServerAdmin && caller.role > .none : caller.role >= role
    guard !isAllowed else { return }
    if let unnamedDenial, !lens.accounts.denialsNamePermissions { throw unnamedDenial }
    throw Refusal.denied(permission)
  }
}
