/// What to do where a workspace does not take the credentials that it is called with. Names them, never their values.
public struct AccessRemedies: Hashable, Sendable {
  /// Where they are not known: `renew the token in the Secret monitoring/grafana, key token (secrets.yaml:4)`.
  let renewal: String
  /// Where their role is too low.
  let promotion: String

  /// - Parameter token: `the token in the Secret monitoring/grafana, key token`.
  public init(token: String) {
    renewal = "renew \(token)"
    promotion = "give the token's service account the role Admin"
  }

  /// - Parameters:
  ///   - user: `the user in the Secret monitoring/grafana, key user`.
  ///   - password: the same of the password.
  public init(user: String, password: String) {
    renewal = "mend \(user), or \(password)"
    promotion = "give the user the role Admin"
  }
}
