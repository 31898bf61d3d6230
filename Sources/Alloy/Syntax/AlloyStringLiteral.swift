/// Texts between double quotes, with Go's escapes.
enum AlloyStringLiteral {
  static func quoted(_ text: String) -> String {
    // Most texts are plain; what else is printed takes long to find out.
    if text.utf8.allSatisfy({
      (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }) {
      return "\"\(text)\""
    }
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case "\u{07}": result += "\\a"
      case "\u{08}": result += "\\b"
      case "\u{0C}": result += "\\f"
      case "\u{0B}": result += "\\v"
      default:
        if isPrinted(scalar) {
          result.unicodeScalars.append(scalar)
        } else if scalar.value < 0x80 {
          result += "\\x" + hexadecimal(scalar.value, digits: 2)
        } else if scalar.value < 0x10000 {
          result += "\\u" + hexadecimal(scalar.value, digits: 4)
        } else {
          result += "\\U" + hexadecimal(scalar.value, digits: 8)
        }
      }
    }
    return result + "\""
  }

  /// How many characters can follow the backslash: those of `U0001F600`.
  static let longestEscape = 9

  /// What an escape after a backslash stands for; nil where it is none.
  /// - Parameter rest: what follows the backslash; what belongs to the escape is taken away.
  static func unescape(_ rest: inout Substring.UnicodeScalarView) -> Escape? {
    guard let kind = rest.popFirst() else { return nil }
    switch kind {
    case "a": return .scalar("\u{07}")
    case "b": return .scalar("\u{08}")
    case "f": return .scalar("\u{0C}")
    case "n": return .scalar("\n")
    case "r": return .scalar("\r")
    case "t": return .scalar("\t")
    case "v": return .scalar("\u{0B}")
    case "\\", "\"": return .scalar(kind)
    case "x": return number(&rest, digits: 2, radix: 16).map { .byte(UInt8($0)) }
    case "u": return number(&rest, digits: 4, radix: 16).flatMap(Unicode.Scalar.init).map { .scalar($0) }
    case "U": return number(&rest, digits: 8, radix: 16).flatMap(Unicode.Scalar.init).map { .scalar($0) }
    case "0"..."7":
      return number(&rest, digits: 2, radix: 8).flatMap { lower in
        UInt8(exactly: (kind.value - 0x30) * 64 + lower).map { .byte($0) }
      }
    default: return nil
    }
  }

  /// A character, or a byte of one.
  enum Escape {
    case scalar(Unicode.Scalar)
    case byte(UInt8)
  }

  private static func number(
    _ rest: inout Substring.UnicodeScalarView, digits: Int, radix: Int
  ) -> UInt32? {
    let text = String(String.UnicodeScalarView(rest.prefix(digits)))
    guard text.unicodeScalars.count == digits, text.allSatisfy(\.isHexDigit) else { return nil }
    rest = rest.dropFirst(digits)
    return UInt32(text, radix: radix)
  }

  private static func isPrinted(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    case .spaceSeparator: scalar == " "
    default: true
    }
  }

  private static func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: digits - text.count) + text
  }
}
