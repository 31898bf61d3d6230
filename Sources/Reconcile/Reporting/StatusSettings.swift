import Report

/// Where commit statuses go.
public struct StatusSettings: Sendable {
  public let repository: GitHubRepository
  /// Names the Secret that holds the key `token`, as Flux's notification providers have it.
  public let secret: SourceSettings.SecretName
  /// Where a status leads who clicks on it.
  public let targetURL: String?

  public init(repository: GitHubRepository, secret: SourceSettings.SecretName, targetURL: String? = nil) {
    self.repository = repository
    self.secret = secret
    self.targetURL = targetURL
  }
}
