/// Spells one log line.
enum LogLine {
  static func logfmt(_ fields: [(String, LoggedValue)]) -> [UInt8] {
    var line: [UInt8] = []
    for (key, value) in fields {
      if !line.isEmpty { line.append(0x20) }
      line += key.utf8.map { isPlain($0) ? $0 : 0x5F }
      line.append(0x3D)
      switch value {
      case .text(let text): appendLogfmt(text, to: &line)
      case .integer(let number): line += Array(String(number).utf8)
      case .decimal(let number): line += Array(decimal(number).utf8)
      case .flag(let flag): line += Array(String(flag).utf8)
      }
    }
    line.append(0x0A)
    return line
  }

  static func json(_ fields: [(String, LoggedValue)]) -> [UInt8] {
    var line: [UInt8] = [0x7B]
    for (key, value) in fields {
      if line.count > 1 { line.append(0x2C) }
      appendQuoted(key, to: &line)
      line.append(0x3A)
      switch value {
      case .text(let text): appendQuoted(text, to: &line)
      case .integer(let number): line += Array(String(number).utf8)
      case .decimal(let number) where number.isFinite: line += Array(decimal(number).utf8)
      case .decimal(let number): appendQuoted(String(number), to: &line)
      case .flag(let flag): line += Array(String(flag).utf8)
      }
    }
    line += [0x7D, 0x0A]
    return line
  }

  /// Whole numbers without a fraction: `seconds=3`.
  private static func decimal(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : String(number)
  }

  private static func appendLogfmt(_ text: String, to line: inout [UInt8]) {
    if !text.isEmpty, text.utf8.allSatisfy(isPlain) {
      line += Array(text.utf8)
    } else {
      appendQuoted(text, to: &line)
    }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte != 0x3D && byte != 0x22 && byte != 0x5C && byte != 0x7F
  }

  private static func appendQuoted(_ text: String, to line: inout [UInt8]) {
    line.append(0x22)
    for byte in text.utf8 {
      switch byte {
      case 0x22, 0x5C: line += [0x5C, byte]
      case 0x0A: line += Array(#"\n"#.utf8)
      case 0x0D: line += Array(#"\r"#.utf8)
      case 0x09: line += Array(#"\t"#.utf8)
      case 0x00..<0x20, 0x7F:
        let digits = Array("0123456789abcdef".utf8)
        line += Array(#"\u00"#.utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: line.append(byte)
      }
    }
    line.append(0x22)
  }
}
