internal import Base

/// A position in half the room, since every node has one. Inputs are limited to far less than 4 GiB.
struct YAMLMark: Sendable {
  private let line: UInt32
  private let column: UInt32

  init(line: Int, column: Int) {
    self.line = UInt32(clamping: line)
    self.column = UInt32(clamping: column)
  }

  var position: Position { Position(line: Int(line), column: Int(column)) }
}
