import Base

/// A text after its variables were replaced, which knows where each of its places stood before.
struct ExpandedText: Sendable {
  /// A run of bytes that was copied, or the value that stands for a `${NAME}`.
  struct Segment: Sendable {
    /// Where it begins in the expanded text.
    let start: Int
    /// Where it, or the `${NAME}` that it replaces, began.
    let original: Int
    let isCopied: Bool
  }

  let bytes: [UInt8]
  private let original: [UInt8]
  private let segments: [Segment]
  private let hasValues: Bool
  private let lineStarts: [Int]
  private let originalLineStarts: [Int]

  init(_ bytes: [UInt8], segments: [Segment], original: [UInt8]) {
    self.bytes = bytes
    self.original = original
    self.segments = segments
    hasValues = segments.contains { !$0.isCopied }
    originalLineStarts = Self.lineStarts(of: original)
    lineStarts = segments.isEmpty ? originalLineStarts : Self.lineStarts(of: bytes)
  }

  init(unchanged bytes: [UInt8]) {
    self.init(bytes, segments: [], original: bytes)
  }

  /// Where a place of the expanded text stood.
  func original(_ position: Position) -> Position {
    guard !segments.isEmpty else { return position }
    let offset = offset(of: position)
    let segment = segments[self.segment(at: offset)]
    return self.position(
      ofOriginal: segment.isCopied ? segment.original + offset - segment.start : segment.original)
  }

  /// A scalar's text for a message: as it was written where a variable brought some of it, for what variables hold may
  /// be secret. `…` where it cannot be told what was written, since the scalar has escapes or line breaks.
  /// - Parameter position: where the scalar begins.
  func shown(_ text: String, at position: Position) -> String {
    guard hasValues, !text.isEmpty else { return text }
    let start = offset(of: position)
    let content = Array(text.utf8)
    let candidates = [start, start + 1].filter { $0 <= bytes.count }
    guard let begin = candidates.first(where: { bytes[$0...].starts(with: content) }) else { return "…" }
    let end = begin + content.count
    let first = segment(at: begin)
    let last = segment(at: end - 1)
    guard segments[first...last].contains(where: { !$0.isCopied }) else { return text }
    let from = segments[first]
    let to = segments[last]
    let originalStart = from.isCopied ? from.original + begin - from.start : from.original
    let originalEnd =
      to.isCopied
      ? to.original + end - to.start
      : last + 1 < segments.count ? segments[last + 1].original : original.count
    return String(decoding: original[originalStart..<originalEnd], as: UTF8.self)
  }

  private func offset(of position: Position) -> Int {
    let line = min(max(position.line, 1), lineStarts.count) - 1
    return min(lineStarts[line] + position.column - 1, bytes.count)
  }

  private func segment(at offset: Int) -> Int {
    Self.last(in: segments.count) { segments[$0].start <= offset }
  }

  /// The place of a byte of the text as it was written.
  func position(ofOriginal offset: Int) -> Position {
    let line = Self.last(in: originalLineStarts.count) { originalLineStarts[$0] <= offset }
    return Position(line: line + 1, column: offset - originalLineStarts[line] + 1)
  }

  private static func lineStarts(of bytes: [UInt8]) -> [Int] {
    var starts = [0]
    for (index, byte) in bytes.enumerated() where byte == 0x0A { starts.append(index + 1) }
    return starts
  }

  /// The last index below `count` for which the rising condition holds; 0 where it holds for none.
  private static func last(in count: Int, where holds: (Int) -> Bool) -> Int {
    var low = 0
    var high = count
    while low + 1 < high {
      let middle = (low + high) / 2
      if holds(middle) { low = middle } else { high = middle }
    }
    return low
  }
}
