import Base

/// What is wrong with the text of an Alloy configuration.
public struct AlloySyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
  public let problem: String
  public let position: Position

  init(_ problem: String, at position: Position) {
    self.problem = problem
    self.position = position
  }

  public var description: String { "\(position.line):\(position.column): \(problem)" }
}
