internal import Base

/// One repository and what of it is followed, with all that is needed to reach it.
public struct GitSource: Equatable, Sendable {
  public let url: GitURL
  public let reference: GitReference
  public let access: GitAccess
  public let limits: GitLimits

  /// Fails where the name cannot be a Git reference or where the credentials do not fit the address.
  public init(
    url: GitURL, reference: GitReference, access: GitAccess = GitAccess(), limits: GitLimits = GitLimits()
  ) throws(GitError) {
    if let flaw = reference.flaw {
      throw GitError.invalidReference(reference.revisionName ?? "", reason: flaw)
    }
    try Self.check(access, for: url)
    self.url = url
    self.reference = reference
    self.access = access
    self.limits = limits
  }

  private static func check(_ access: GitAccess, for url: GitURL) throws(GitError) {
    switch (url.scheme, access.credentials) {
    case (.ssh, nil):
      throw GitError.unsuitableCredentials(
        url.description, reason: "ssh needs a private key and known hosts (keys identity and known_hosts)")
    case (.ssh, .basic), (.ssh, .bearer):
      throw GitError.unsuitableCredentials(
        url.description,
        reason:
          "a user name and password or a bearer token are for http and https; ssh needs identity and known_hosts"
      )
    case (.http, .ssh), (.https, .ssh):
      throw GitError.unsuitableCredentials(
        url.description,
        reason: "an ssh key is for ssh addresses; http and https need username and password, or bearerToken")
    case (.file, .some):
      throw GitError.unsuitableCredentials(url.description, reason: "a file address takes no credentials")
    default: break
    }
    if case .ssh(let key) = access.credentials, key.passphrase?.isEmpty ?? true,
      SSHPrivateKeyFormat.isEncrypted(key.identity)
    {
      throw GitError.invalidSecret(
        key: "password", reason: "is missing although identity is an encrypted key")
    }
    // A plain http address may redirect to https.
    if access.caCertificate != nil, !url.isWeb {
      throw GitError.unsuitableCredentials(url.description, reason: "ca.crt is for https addresses")
    }
  }
}
