public import Base

/// Credentials and trust for one repository.
public struct GitAccess: Equatable, Sendable {
  public let credentials: GitCredentials?
  /// Certificates in PEM that are trusted besides the system's own.
  public let caCertificate: String?

  /// Nothing is needed for public repositories and files.
  public init(credentials: GitCredentials? = nil, caCertificate: String? = nil) {
    self.credentials = credentials
    self.caCertificate = caCertificate
  }

  /// Reads the keys of a Secret as Flux names them (reference/flux.md 1.4): `username` and `password`,
  /// `bearerToken`, `ca.crt` (or `caFile`), `identity`, `known_hosts` and for an encrypted key `password`.
  ///
  /// Fails with `invalidSecret` where keys are missing, exclude each other or are not supported.
  public init(secret: [String: SecretValue]) throws(GitError) {
    for key in ["githubAppID", "tls.crt", "tls.key"] where secret[key] != nil {
      throw GitError.invalidSecret(key: key, reason: "is not supported")
    }
    caCertificate = (secret["ca.crt"] ?? secret["caFile"])?.revealed
    credentials = try Self.credentials(in: secret)
    if let caCertificate, !caCertificate.contains("-----BEGIN CERTIFICATE-----") {
      throw GitError.invalidSecret(key: "ca.crt", reason: "holds no certificate in PEM form")
    }
  }

  private static func credentials(in secret: [String: SecretValue]) throws(GitError) -> GitCredentials? {
    if let identity = secret["identity"] {
      guard let knownHosts = secret["known_hosts"], !knownHosts.trimmed.isEmpty else {
        throw GitError.invalidSecret(
          key: "known_hosts", reason: "is missing; put the output of ssh-keyscan there after checking it")
      }
      return .ssh(
        GitCredentials.SSHKey(
          identity: identity, knownHosts: knownHosts.revealed, passphrase: secret["password"]?.trimmed))
    }
    if let token = secret["bearerToken"] {
      if secret["username"] != nil || secret["password"] != nil {
        throw GitError.invalidSecret(key: "bearerToken", reason: "excludes username and password")
      }
      return .bearer(try oneLine(token, key: "bearerToken"))
    }
    switch (secret["username"], secret["password"]) {
    case (nil, nil): return nil
    case (let username?, let password?):
      let name = try oneLine(username, key: "username").revealed
      if name.contains(":") { throw GitError.invalidSecret(key: "username", reason: "contains a colon") }
      return .basic(username: name, password: try oneLine(password, key: "password"))
    case (nil, _):
      throw GitError.invalidSecret(key: "username", reason: "is missing although password is there")
    case (_, nil):
      throw GitError.invalidSecret(key: "password", reason: "is missing although username is there")
    }
  }

  /// A line end inside would break out of its header.
  private static func oneLine(_ value: SecretValue, key: String) throws(GitError) -> SecretValue {
    let value = value.trimmed
    if value.isEmpty { throw GitError.invalidSecret(key: key, reason: "is empty") }
    let isBroken = value.withBytes { $0.contains { $0 < 0x20 || $0 == 0x7F } }
    if isBroken { throw GitError.invalidSecret(key: key, reason: "contains a control character") }
    return value
  }
}
