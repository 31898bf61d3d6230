import Base

/// A value that a manifest refers to, and what may be done with it.
public struct FoundValue: Sendable {
  public let value: SecretValue
  /// It is of a Secret or from the directory of secrets: what is made with it is shown to nobody. False only for a
  /// ConfigMap of the repository.
  public let isSecret: Bool
}
