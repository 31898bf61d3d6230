/// Whom the value in a Secret belongs to: several programs may share one directory of values, and a name says nothing of them.
struct TokenOwner: Hashable, Sendable {
  let environment: String
  /// The workspace's URL in its one spelling: two workspaces may have accounts of one name.
  let workspace: String
  let account: String
  /// `GrafanaServiceAccount monitoring/ci`.
  let manifest: String

  /// Whether the values of another owner are to go on as this one's: an account that was called otherwise in the same
  /// manifest, or written in another manifest.
  /// - Parameter giver: an environment that has given the account up.
  func succeeds(_ other: TokenOwner, giver: String?) -> Bool {
    isNear(other, giver: giver) && (other.account == account || other.manifest == manifest)
  }

  /// Whether the tokens of another owner are on the same account and as much ours.
  func sharesAccount(with other: TokenOwner, giver: String?) -> Bool {
    isNear(other, giver: giver) && other.account == account
  }

  /// Whether both are of one environment and workspace, so that what one has made the other answers for.
  func isNear(_ other: TokenOwner, giver: String?) -> Bool {
    other.workspace == workspace && (other.environment == environment || other.environment == giver)
  }

  /// As a clause: `the service account "ci" of https://… (GrafanaServiceAccount monitoring/ci, environment prod)`.
  var description: String {
    "the service account \"\(account)\" of \(workspace) (\(manifest), environment \(environment))"
  }
}
