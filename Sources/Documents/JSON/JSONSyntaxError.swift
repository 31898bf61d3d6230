public import Base

/// Why a text is not JSON (or is over a limit), and where.
public struct JSONSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is expected or wrong at the place: `expected a comma or } here`.
  public let problem: String
  /// The same without a word of the text itself, for texts that may not be quoted.
  public let plainProblem: String
  public let position: Position
  /// Bytes from the start of the text.
  public let offset: Int
  /// Where the same member name stood first, for duplicate names.
  public let related: Position?

  public var description: String { "line \(position.line), column \(position.column): \(problem)" }
}
