internal import Documents

/// What a label of an alert must be like.
struct LabelMatcher: Sendable, Equatable, Comparable {
  enum Operation: String, Sendable, CaseIterable {
    case equal = "="
    case notEqual = "!="
    case matches = "=~"
    case matchesNot = "!~"
  }

  let name: String
  let operation: Operation
  let value: String

  /// Nil for an operation that does not exist and for a pattern that cannot be read.
  init?(name: String, operation: String, value: String) {
    guard let operation = Operation(rawValue: operation) else { return nil }
    if operation == .matches || operation == .matchesNot, !Self.isPattern(value) { return nil }
    self.name = name
    self.operation = operation
    self.value = value
  }

  /// Whether a text is a regular expression. Go's kind is a part of what is tried here.
  static func isPattern(_ text: String) -> Bool { (try? Regex(text)) != nil }

  static func < (left: LabelMatcher, right: LabelMatcher) -> Bool {
    if left.name != right.name { return left.name.utf8.lexicographicallyPrecedes(right.name.utf8) }
    if left.value != right.value { return left.value.utf8.lexicographicallyPrecedes(right.value.utf8) }
    return left.rank < right.rank
  }

  private var rank: Int { Operation.allCases.firstIndex(of: operation) ?? 0 }

  /// `["severity", "=~", "page|warn"]`.
  var listed: JSON { [JSON(name), JSON(operation.rawValue), JSON(value)] }

  /// `severity=~"page|warn"`.
  var text: String {
    let escaped = value.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : $0 == "\n" ? ["\\", "n"] : [$0] }
    return "\(name)\(operation.rawValue)\"\(String(escaped))\""
  }
}

extension LabelMatcher {
  /// Reads `[["name", "=", "value"]]`; nil where one cannot be read. Sorted, as the server keeps them.
  static func list(_ value: JSON?) -> [LabelMatcher]? {
    guard let value, !value.isNull else { return [] }
    guard let entries = value.arrayValue else { return nil }
    var result: [LabelMatcher] = []
    for entry in entries {
      guard let parts = entry.arrayValue, parts.allSatisfy({ $0.stringValue != nil }) else { return nil }
      let texts = parts.compactMap(\.stringValue) + ["", "", ""]
      var text = Substring(texts[2])
      if text.hasPrefix("\"") { text.removeFirst() }
      if text.hasSuffix("\"") { text.removeLast() }
      guard let matcher = LabelMatcher(name: texts[0], operation: texts[1], value: String(text)) else {
        return nil
      }
      result.append(matcher)
    }
    return result.sorted()
  }

  /// Reads `["zone=\"a\"", "{team=x, app!=y}"]`.
  static func texts(_ value: JSON?) -> [LabelMatcher]? {
    guard let value, !value.isNull else { return [] }
    guard let entries = value.arrayValue else { return nil }
    var result: [LabelMatcher] = []
    for entry in entries {
      guard let text = entry.stringValue else { return nil }
      for part in parts(of: text) {
        guard let matcher = LabelMatcher(part) else { return nil }
        result.append(matcher)
      }
    }
    return result.sorted()
  }

  /// Reads `zone="a"` or `zone=a`.
  private init?(_ text: String) {
    let trimmed = Text.trimmed(text)
    let name = trimmed.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") }
    guard let first = name.first, !first.isNumber else { return nil }
    let rest = Text.trimmed(String(trimmed.dropFirst(name.count)))
    guard let operation = ["=~", "!~", "!=", "="].first(where: { rest.hasPrefix($0) }) else { return nil }
    var value = Text.trimmed(String(rest.dropFirst(operation.count)))
    if value.hasPrefix("\"") {
      guard value.count > 1, value.hasSuffix("\"") else { return nil }
      value = Self.unescaped(value.dropFirst().dropLast())
    }
    self.init(name: String(name), operation: operation, value: value)
  }

  private static func unescaped(_ text: Substring) -> String {
    var result = ""
    var isEscaped = false
    for character in text {
      if isEscaped {
        result.append(character == "n" ? "\n" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        result.append(character)
      }
    }
    return result
  }

  /// Without braces, cut at commas outside quotes.
  private static func parts(of text: String) -> [String] {
    var inner = Substring(Text.trimmed(text))
    if inner.hasPrefix("{"), inner.hasSuffix("}") { inner = inner.dropFirst().dropLast() }
    var parts: [String] = [""]
    var isQuoted = false
    var last: Character?
    for character in inner {
      if character == "\"", last != "\\" { isQuoted.toggle() }
      last = character
      if character == ",", !isQuoted {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    if parts.count > 1, Text.trimmed(parts[parts.count - 1]).isEmpty { parts.removeLast() }
    return parts
  }
}
