/// Texts that become names of labels once groups stand in for `$1` and `${name}` (prometheus, relabel.go):
/// `^(?:(?:[a-zA-Z_]|\$(?:\{\w+\}|\w+))+\w*)+$`.
enum RelabelTarget {
  static func isValid(_ text: String) -> Bool {
    var rest = Array(text.utf8)[...]
    if rest.isEmpty { return false }
    var isAfterName = false
    while let byte = rest.first {
      rest = rest.dropFirst()
      if byte == UInt8(ascii: "$") {
        let isBraced = rest.first == UInt8(ascii: "{")
        if isBraced { rest = rest.dropFirst() }
        let word = rest.prefix(while: isWord)
        rest = rest.dropFirst(word.count)
        if word.isEmpty { return false }
        if isBraced {
          guard rest.first == UInt8(ascii: "}") else { return false }
          rest = rest.dropFirst()
        }
      } else if LabelName.isDigit(byte) {
        guard isAfterName else { return false }
      } else if !isWord(byte) {
        return false
      }
      isAfterName = true
    }
    return true
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    LabelName.isDigit(byte) || LabelName.isLetter(byte) || byte == UInt8(ascii: "_")
  }
}
