import Base

/// A line of a file with a caret under the place that is meant.
enum ExcerptText {
  static func lines(
    _ excerpt: Diagnostic.Excerpt, at position: Position, style: TextStyle, tone: TextStyle.Tone
  ) -> [String] {
    let number = String(position.line)
    let gutter = String(repeating: " ", count: max(0, 6 - number.count))
    let empty = String(repeating: " ", count: max(6, number.count))
    let window = Window(
      excerpt.text, column: excerpt.column, width: style.width.map { $0 - empty.count - 3 } ?? .max)
    let label = PlainLine.make(excerpt.label)
    let mark = style.paint(label.isEmpty ? "^" : "^ \(label)", tone)
    let caret = String(repeating: " ", count: window.caret) + mark
    let bar = style.paint("|", .faint)
    return ["\(gutter)\(number) \(bar) \(window.text)", "\(empty) \(bar) \(caret)"]
  }

  /// The part of a line that is shown, and where the caret stands under it.
  struct Window {
    let text: String
    /// Columns before the caret.
    let caret: Int

    /// - Parameter column: counts bytes of UTF-8 from 1.
    init(_ line: String, column: Int, width: Int) {
      let bytes = Array(line.utf8)
      let place = min(max(0, column - 1), bytes.count)
      let before = Window.visible(String(decoding: bytes.prefix(place), as: UTF8.self))
      let after = Window.visible(String(decoding: bytes.dropFirst(place), as: UTF8.self))
      let used = DisplayWidth.of(before)
      guard used + DisplayWidth.of(after) > width else {
        text = before + after
        caret = used
        return
      }
      let lead = min(used, width / 3 * 2)
      let kept = Window.ending(before, width: lead)
      let shown = kept.count < before.count ? "…" + kept.dropFirst() : kept
      text = shown + DisplayWidth.cut(after, to: max(10, width - DisplayWidth.of(shown)))
      caret = DisplayWidth.of(shown)
    }

    /// Tabs as four blanks, so that the caret stands where it should whatever the terminal makes of tabs.
    private static func visible(_ text: String) -> String {
      PlainLine.make(text.split(separator: "\t", omittingEmptySubsequences: false).joined(separator: "    "))
    }

    /// The end of a text that fits into so many columns.
    private static func ending(_ text: String, width: Int) -> String {
      var rest = text[...]
      var columns = DisplayWidth.of(text)
      while columns > width, let first = rest.popFirst() { columns -= DisplayWidth.of(String(first)) }
      return String(rest)
    }
  }
}
