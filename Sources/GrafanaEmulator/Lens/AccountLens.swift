/// Credentials, API keys, service accounts, and what a denial says (reference/grafana-http-api.md, sections 1.2, 1.3
/// and 9.3; recordings auth_refusals, auth_roles, api_keys, service_accounts).
struct AccountLens: LensPart {
  /// Routes that only look at permissions answer 403 to a request without credentials, not 401.
  var unsignedRequestsReachPermissions: Bool
  /// A token that looks right but is unknown is an internal error, not a refusal.
  var unknownTokenIsInternalError: Bool
  /// An organisation that does not exist is looked for before permissions.
  var organisationIsLookedUpFirst: Bool
  var wrongPasswordStatus: Int
  /// Denials name the permission that is missing; otherwise they are a plain text of their own.
  var denialsNamePermissions: Bool
  /// `/api/access-control`, with the actions behind each right.
  var accessControl: AccessControl

  var hasAPIKeys: Bool
  var apiKeysShowLastUse: Bool
  var hasServiceAccounts: Bool
  /// `/api/serviceaccounts/migrationstatus`, of the time when keys became tokens.
  var hasMigrationStatus: Bool
  /// The answer to a create names the organisation; otherwise it says -1.
  var newServiceAccountsNameOrganisation: Bool
  /// DELETE of a service account that is not there is a refusal; otherwise an internal error.
  var knowsMissingServiceAccounts: Bool
  var tokensShowLastUse: Bool

  /// Whether `/api/access-control` is there.
  enum AccessControl: Sendable {
    case none
    /// Routes of single objects are there but closed: 404 without a body [8.5 folders: managed-permissions].
    case closed
    case open
  }
}

extension AccountLens {
  static let version8_4 = version8_5.changed {
    $0.accessControl = .none
  }

  static let version8_5 = version9_3.changed {
    $0.unsignedRequestsReachPermissions = false
    $0.unknownTokenIsInternalError = false
    $0.denialsNamePermissions = false
    $0.accessControl = .closed
    $0.hasServiceAccounts = false
  }

  static let version9_3 = AccountLens(
    unsignedRequestsReachPermissions: true, unknownTokenIsInternalError: true,
    organisationIsLookedUpFirst: true,
    wrongPasswordStatus: 401, denialsNamePermissions: true, accessControl: .open, hasAPIKeys: true,
    apiKeysShowLastUse: false, hasServiceAccounts: true, hasMigrationStatus: true,
    newServiceAccountsNameOrganisation: false, knowsMissingServiceAccounts: false, tokensShowLastUse: true)

  static let version9_4 = version9_3.changed {
    $0.newServiceAccountsNameOrganisation = true
  }

  /// 10.4 is not recorded and answers the same.
  static let version10_1 = version9_4.changed {
    $0.unsignedRequestsReachPermissions = false
    $0.unknownTokenIsInternalError = false
    $0.wrongPasswordStatus = 400
    $0.apiKeysShowLastUse = true
    $0.hasMigrationStatus = false
    $0.tokensShowLastUse = false
  }

  static let version12_4 = version10_1.changed {
    $0.organisationIsLookedUpFirst = false
    $0.wrongPasswordStatus = 401
    $0.hasAPIKeys = false
    $0.knowsMissingServiceAccounts = true
    $0.tokensShowLastUse = true
  }
}
