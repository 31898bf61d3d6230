public import Base

/// Why a text is not YAML that Sluice takes (or is over a limit), and where.
public struct YAMLSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is expected or wrong at the position: `a tab may not be used for indentation`.
  public let problem: String
  public let position: Position
  /// How another place belongs to the problem, to be followed by that place: `in the list that begins`, `first`.
  public let context: String?
  /// The place that the context speaks of.
  public let contextPosition: Position?

  init(_ problem: String, at position: Position, context: String? = nil, contextPosition: Position? = nil) {
    self.problem = problem
    self.position = position
    self.context = context
    self.contextPosition = contextPosition
  }

  /// `line 4, column 3: expected a comma or ] here (in the list that begins on line 2, column 8)`.
  public var description: String {
    "line \(position.line), column \(position.column): \(message)"
  }

  /// The problem and its context without the position.
  public var message: String {
    guard let context, let place = contextPosition else { return problem }
    return "\(problem) (\(context) on line \(place.line), column \(place.column))"
  }
}
