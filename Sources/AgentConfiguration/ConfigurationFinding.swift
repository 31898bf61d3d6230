import Base

/// A finding with the key that it is about.
public struct ConfigurationFinding: Hashable, Sendable {
  /// Nil for what concerns the text as a whole, such as its YAML.
  public let path: ConfigurationPath?
  /// What is wrong, without the path.
  public let problem: String
  /// The same for people: the path stands before the problem.
  public let diagnostic: Diagnostic
}
