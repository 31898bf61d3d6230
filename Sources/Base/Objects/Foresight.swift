/// What is known of writing an object before the target is asked.
public struct Foresight: Sendable {
  /// What making it would do beside, for people.
  public let changes: [Change]
  /// While there is one, nothing of the object is written.
  public let obstacles: [Obstacle]

  public init(changes: [Change] = [], obstacles: [Obstacle] = []) {
    self.changes = changes
    self.obstacles = obstacles
  }
}
