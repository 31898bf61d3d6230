/// How a string can be written in YAML so that it is read back as the same string.
struct YAMLText {
  private let text: String
  private let bytes: [UInt8]

  init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }

  /// Whether the text needs no quotes in block style, for go-yaml v2 and for the readers by YAML 1.1 and 1.2.
  var isPlain: Bool {
    guard let first = bytes.first, let last = bytes.last, first != 0x20, last != 0x20,
      last != UInt8(ascii: ":"),
      isPrintable, !bytes.contains(where: { $0 < 0x20 })
    else { return false }
    switch first {
    case UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "#"), UInt8(ascii: "&"), UInt8(ascii: "*"),
      UInt8(ascii: "!"), UInt8(ascii: "|"), UInt8(ascii: ">"), UInt8(ascii: "'"), UInt8(ascii: "\""),
      UInt8(ascii: "%"), UInt8(ascii: "@"), UInt8(ascii: "`"), UInt8(ascii: "="):
      return false
    case UInt8(ascii: "-")
    where bytes.count == 1 || bytes[1] == 0x20 || bytes.starts(with: [0x2D, 0x2D, 0x2D]):
      return false
    case UInt8(ascii: ".") where bytes.starts(with: [0x2E, 0x2E, 0x2E]): return false
    default: break
    }
    for (byte, next) in zip(bytes, bytes.dropFirst())
    where byte == UInt8(ascii: ":") && next == 0x20 || byte == 0x20 && next == UInt8(ascii: "#") {
      return false
    }
    return meansItself
  }

  /// Whether the plain text stands for this string and not for a number, a boolean, null, a time or a merge key.
  private var meansItself: Bool {
    guard !text.hasSameBytes(as: "<<"), !YAMLTimestamp.matches(text), !isBase60 else { return false }
    do throws(YAMLScalarResolver.Refusal) {
      return try YAMLScalarResolver.meaning(of: text) == .string
    } catch {
      return false
    }
  }

  /// `1:30`, which readers by YAML 1.1 take for 90.
  private var isBase60: Bool {
    guard let first = bytes.first(where: { $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
      first >= 0x30, first <= 0x39
    else { return false }
    return bytes.contains(UInt8(ascii: ":"))
      && bytes.allSatisfy { $0 >= 0x30 && $0 <= 0x39 || ":_.+-".utf8.contains($0) }
  }

  /// `|` with the indicators that the text needs as a literal block with two spaces of indentation, for texts of
  /// several lines; nil where the text has one line or cannot be a block.
  var literalHeader: String? {
    guard bytes.contains(0x0A), isPrintable, !bytes.contains(where: { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 })
    else { return nil }
    guard let start = bytes.firstIndex(where: { $0 != 0x0A }) else { return nil }
    let firstLine = bytes[start...].prefix { $0 != 0x0A }
    guard firstLine.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { return nil }
    let indentation = bytes[start] == 0x20 || bytes[start] == 0x09 ? "2" : ""
    let breaks = bytes.reversed().prefix { $0 == 0x0A }.count
    return "|" + indentation + (breaks == 0 ? "-" : breaks == 1 ? "" : "+")
  }

  /// Whether no character needs an escape, control characters of ASCII aside.
  private var isPrintable: Bool {
    if !bytes.contains(where: { $0 >= 0x7F }) { return true }
    return text.unicodeScalars.allSatisfy { !Self.needsEscape($0) || $0.value < 0x20 }
  }

  /// Characters that YAML does not take as they are, or takes for line breaks.
  private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
  }

  /// The text in single quotes; nil where it has characters that need escapes, or would mean something else without
  /// quotes, for which go-yaml takes double ones.
  var singleQuoted: String? {
    guard !bytes.isEmpty, isPrintable, !bytes.contains(where: { $0 < 0x20 }), meansItself else { return nil }
    return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }

  /// The text in double quotes.
  var doubleQuoted: [UInt8] {
    var quoted: [UInt8] = [UInt8(ascii: "\"")]
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += [UInt8(ascii: "\\"), UInt8(scalar.value)]
      case "\n": quoted += Array("\\n".utf8)
      case "\t": quoted += Array("\\t".utf8)
      case "\r": quoted += Array("\\r".utf8)
      case _ where Self.needsEscape(scalar):
        let digits = String(scalar.value, radix: 16)
        quoted +=
          Array("\\u".utf8) + Array(String(repeating: "0", count: 4 - digits.count).utf8) + Array(digits.utf8)
      default: quoted += Array(String(scalar).utf8)
      }
    }
    quoted.append(UInt8(ascii: "\""))
    return quoted
  }
}
