import Base

/// Cuts the line that a message speaks of out of a file.
public enum SourceExcerpt {
  /// The line of the position; the label stands under the position's column. Long lines are cut around it.
  public static func line(of text: [UInt8], at position: Position, label: String) -> Diagnostic.Excerpt {
    var start = 0
    var line = 1
    while line < position.line, let end = text[start...].firstIndex(of: 0x0A) {
      start = end + 1
      line += 1
    }
    let rest = text[min(start, text.count)...].prefix { $0 != 0x0A && $0 != 0x0D }
    return Diagnostic.Excerpt(text: String(decoding: rest.prefix(longest), as: UTF8.self), label: label)
  }

  /// More of a line than this is never shown: dashboards may stand in one line.
  private static let longest = 400
}
