import Base

/// Cuts the line that a message speaks of out of a file.
public enum SourceExcerpt {
  /// More of a line than this is never shown: dashboards may stand in one line. In bytes.
  private static let longest = 240

  /// The line of the position, with a caret at its column. Long lines are cut around it. Nil where a word in it speaks of
  /// secrets: a reference may lead to any text.
  public static func line(of text: [UInt8], at position: Position, label: String) -> Diagnostic.Excerpt? {
    var start = 0
    var line = 1
    while line < position.line {
      start = text[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? text.endIndex
      line += 1
    }
    let whole = text[start...].prefix { $0 != 0x0A && $0 != 0x0D }
    if HiddenText.isSpokenOf(in: whole) { return nil }
    let caret = min(max(position.column - 1, 0), whole.count)
    guard whole.count > longest else {
      return Diagnostic.Excerpt(
        text: String(decoding: whole, as: UTF8.self), column: caret + 1, label: label)
    }
    let first = boundary(in: whole, before: start + min(max(caret - longest / 2, 0), whole.count - longest))
    let last = boundary(in: whole, before: first + longest)
    let (head, tail) = (first > start ? "…" : "", last < whole.endIndex ? "…" : "")
    return Diagnostic.Excerpt(
      text: head + String(decoding: whole[first..<last], as: UTF8.self) + tail,
      column: head.utf8.count + start + caret - first + 1, label: label)
  }

  /// The place itself, or the beginning of the character that it stands in.
  private static func boundary(in text: ArraySlice<UInt8>, before place: Int) -> Int {
    var place = min(place, text.endIndex)
    while place > text.startIndex, place < text.endIndex, text[place] & 0xC0 == 0x80 { place -= 1 }
    return place
  }
}
