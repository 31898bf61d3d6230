/// A place in a text. Lines and columns count from 1; a column counts bytes of UTF-8.
public struct Position: Hashable, Comparable, Sendable {
  public let line: Int
  public let column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// The first byte of a text.
  public static let start = Position(line: 1, column: 1)

  public static func < (left: Position, right: Position) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// A place in a file of the repository, written `file:line:column` as editors and compilers write it.
public struct SourceLocation: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Path from the root of the repository, with `/` between names.
  public let file: String
  public let position: Position

  public init(file: String, position: Position) {
    self.file = file
    self.position = position
  }

  public var description: String { "\(file):\(position.line):\(position.column)" }

  /// `file:line`, for places where a column says too much.
  public var fileAndLine: String { "\(file):\(position.line)" }

  public static func < (left: SourceLocation, right: SourceLocation) -> Bool {
    left.file == right.file
      ? left.position < right.position : left.file.utf8.lexicographicallyPrecedes(right.file.utf8)
  }
}
