public import Base

/// What proves to a Git host who is asking.
public enum GitCredentials: Equatable, Sendable {
  /// HTTP basic authentication; the tokens of the known hosts go in the password.
  case basic(username: String, password: SecretValue)
  /// `Authorization: Bearer`.
  case bearer(SecretValue)
  case ssh(SSHKey)

  /// A private key and the hosts that may be spoken to with it.
  public struct SSHKey: Equatable, Sendable {
    /// The private key as `ssh-keygen` writes it.
    public let identity: SecretValue
    /// Lines of a known_hosts file. A host that is not named in them is refused.
    public let knownHosts: String
    /// Opens the key where it is encrypted.
    public let passphrase: SecretValue?
    /// The user at the host where the address names none.
    public let username: String

    public init(
      identity: SecretValue, knownHosts: String, passphrase: SecretValue? = nil, username: String = "git"
    ) {
      self.identity = identity
      self.knownHosts = knownHosts
      self.passphrase = passphrase
      self.username = username
    }
  }
}
