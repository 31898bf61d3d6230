/// Selectors of labels and fields as Kubernetes parses them (apimachinery, pkg/labels and pkg/fields).
enum KubernetesSelector {
  static func isValid(_ text: String, ofFields: Bool) -> Bool {
    if text.trimmed.isEmpty { return true }
    return parts(of: text).allSatisfy { ofFields ? isField($0) : isLabel($0) }
  }

  /// At commas that stand in no parentheses.
  private static func parts(of text: String) -> [String] {
    var parts = [""]
    var depth = 0
    for character in text {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if character == ",", depth == 0 { parts.append("") } else { parts[parts.count - 1].append(character) }
    }
    return parts.map(\.trimmed)
  }

  private static func isField(_ text: String) -> Bool {
    text.isEmpty || text.contains("=")
  }

  private static func isLabel(_ text: String) -> Bool {
    let words = text.split(separator: " ", omittingEmptySubsequences: true)
    if text.contains("(") {
      guard words.count >= 2, isName(words[0]), text.hasSuffix(")") else { return false }
      return words[1].hasPrefix("in") || words[1].hasPrefix("notin")
    }
    if text.contains(where: { $0 == "<" || $0 == ">" }) { return true }
    if text.hasPrefix("!"), !text.contains("=") { return isName(text.dropFirst()) }
    for sign in ["!=", "==", "="] {
      guard let (name, value) = split(text, at: sign) else { continue }
      return isName(name) && isValue(value)
    }
    return isName(text[...])
  }

  private static func split(_ text: String, at sign: String) -> (Substring, Substring)? {
    var index = text.startIndex
    while index < text.endIndex {
      if text[index...].hasPrefix(sign) {
        return (text[..<index], text[text.index(index, offsetBy: sign.count)...])
      }
      index = text.index(after: index)
    }
    return nil
  }

  /// A name of at most 63 signs, perhaps with a domain and a slash before it.
  private static func isName(_ text: Substring) -> Bool {
    let parts = String(text).trimmed.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let name = parts.last, !name.isEmpty, isWord(name) else { return false }
    return parts.count == 1 || !parts[0].isEmpty && parts[0].utf8.count <= 253 && hasGoodEnds(parts[0])
  }

  private static func isValue(_ text: Substring) -> Bool {
    let value = String(text).trimmed
    return value.isEmpty || isWord(value[...])
  }

  private static func isWord(_ text: Substring) -> Bool { text.utf8.count <= 63 && hasGoodEnds(text) }

  /// Letters, digits and `-_.`, the latter not at the ends.
  private static func hasGoodEnds(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last else { return false }
    return isAlphanumeric(first) && isAlphanumeric(last)
      && text.utf8.allSatisfy { isAlphanumeric($0) || "-_.".utf8.contains($0) }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    LabelName.isDigit(byte) || LabelName.isLetter(byte)
  }
}
