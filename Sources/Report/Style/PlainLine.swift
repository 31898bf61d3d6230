/// Texts of strangers (titles, messages, commits) on one line, with nothing in them that steers a terminal.
public enum PlainLine {
  /// Line breaks and tabs become blanks; other control characters, and those that turn the direction of writing,
  /// become U+FFFD.
  public static func make(_ text: String) -> String {
    if text.unicodeScalars.allSatisfy(isHarmless) { return text }
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09...0x0D, 0x85, 0x2028, 0x2029: line.append(" ")
      default: line.append(isHarmless(scalar) ? scalar : "\u{FFFD}")
      }
    }
    return String(line)
  }

  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E, 0xA0...0x2027, 0x202F...0x2065, 0x206A...: true
    default: false
    }
  }
}
