import Base

/// Why nobody can say whether an object has left Git: something with errors may be its manifest.
public struct Doubt: Hashable, Sendable {
  /// What has errors.
  public let file: String
  /// Whose it is, where it is not ours.
  public let environment: String?

  public init(file: String, environment: String? = nil) {
    self.file = file
    self.environment = environment
  }
}

extension PlanInput {
  /// Whether an object that seems to have left is perhaps only written where it cannot be read.
  func doubt(about key: ObjectKey) -> Doubt? { doubts[key] ?? neighbours.doubts[key] }
}
