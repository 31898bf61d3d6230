import Base

/// The words of libjq about a script that it cannot compile, taken apart: `jq: error: foo/0 is not defined at <top-level>, line
/// 2:`, the line, and a count (libjq 1.6 and 1.7.1, tried; later ones name the column as well).
struct JQError {
  /// What is wrong, in one line.
  let message: String
  let position: Position

  init(_ words: String, script: String) {
    var first = words.split(separator: "\n").first.map(String.init) ?? "it cannot be compiled"
    let start = "jq: error: "
    if first.hasPrefix(start) { first.removeFirst(start.count) }
    first = first.replacing(" (Unix shell quoting issues?)", with: "")
    let mark = " at <top-level>, line "
    let parts = first.split(separator: mark, maxSplits: 1)
    let subject = parts.first.map(String.init) ?? first
    let told = subject.hasPrefix("module not found") ? subject + "; scripts import nothing" : subject
    message = Self.oneLine(told)
    let numbers = (parts.count == 2 ? parts[1] : "1").split { !$0.isNumber }.compactMap { Int($0) }
    let line = numbers.first ?? 1
    let lines = script.split(separator: "\n", omittingEmptySubsequences: false)
    let text = lines.indices.contains(line - 1) ? lines[line - 1] : ""
    position = Position(line: line, column: numbers.dropFirst().first ?? Self.column(of: subject, in: text))
  }

  /// Where a name stands that is not defined; the beginning of the line for everything else.
  private static func column(of subject: String, in line: Substring) -> Int {
    let end = " is not defined"
    let name =
      subject.hasSuffix(end)
      ? subject.dropLast(end.count).prefix { $0 != "/" } : Substring()
    if !name.isEmpty, let range = line.firstRange(of: name) {
      return line[..<range.lowerBound].utf8.count + 1
    }
    return line.prefix { $0.isWhitespace }.utf8.count + 1
  }

  /// Characters of a message that are told.
  private static let longestMessage = 400

  /// Messages of scripts may have line ends in them, or be whole objects.
  static func oneLine(_ words: String) -> String {
    let start = words.prefix(longestMessage)
    let line = start.split(whereSeparator: \.isNewline).joined(separator: " ")
    return start.endIndex == words.endIndex ? line : line + "…"
  }
}
