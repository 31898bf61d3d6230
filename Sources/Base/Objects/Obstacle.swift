/// Something outside of the target that keeps an object from being written, and that the next cycle may find gone.
public struct Obstacle: Hashable, Sendable {
  /// A sentence without a final full stop.
  public let message: String
  /// What to do about it.
  public let remedy: String

  public init(_ message: String, remedy: String) {
    self.message = message
    self.remedy = remedy
  }
}
