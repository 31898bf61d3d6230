import Base
import Git
import Report
import Secrets

/// Where commit statuses go.
public struct StatusSettings: Sendable {
  public let repository: GitHubRepository
  /// Names the Secret that holds the key `token`, as Flux's notification providers have it.
  public let secret: SourceSettings.SecretName
  /// Where a status leads who clicks on it.
  public let targetURL: String?

  /// Finds the repository: the Secret's key `address` names it as Flux's `Provider` does (reference flux.md section 3:
  /// "`address` (or Secret key `address`)", "Address is the repository URL"); without one it is the source's own.
  ///
  /// - Parameter secretsDirectory: of values; nil where none is given.
  public init(
    source: GitURL, secret: SourceSettings.SecretName, secretsDirectory: String?, targetURL: String? = nil
  ) throws(GitHubRepository.Failure) {
    // An address is no secret: nothing has to be taken out of what is told.
    let reader = SecretReader(directory: secretsDirectory, scrubber: Scrubber())
    let address = reader.values(of: secret, keys: ["address"])["address"]?.trimmed.revealed
    repository = try GitHubRepository(gitURL: address ?? source.description)
    self.secret = secret
    self.targetURL = targetURL
  }
}
