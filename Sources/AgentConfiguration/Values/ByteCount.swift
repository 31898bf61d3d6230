/// Amounts of bytes as dskit's flags and alecthomas/units read them: a number and a unit, or several of both.
enum ByteCount {
  private static let units = ["", "b", "k", "m", "g", "t", "p", "e", "kb", "mb", "gb", "tb", "pb", "eb"]

  static func isValid(_ text: String) -> Bool {
    var rest = Array(text.utf8)[...]
    if rest.isEmpty { return false }
    while !rest.isEmpty {
      let number = rest.prefix { LabelName.isDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
      rest = rest.dropFirst(number.count)
      guard number.contains(where: LabelName.isDigit) else { return false }
      rest = rest.drop { $0 == 0x20 }
      let unit = rest.prefix(while: LabelName.isLetter)
      rest = rest.dropFirst(unit.count)
      let name = String(decoding: unit, as: UTF8.self).lowercased()
      guard units.contains(name.replacing("ib", with: "b")) || units.contains(name.filter { $0 != "i" })
      else {
        return false
      }
    }
    return true
  }
}

extension String {
  fileprivate func replacing(_ part: String, with other: String) -> String {
    hasSuffix(part) ? String(dropLast(part.count)) + other : self
  }
}
