/// Replaces `${NAME}` as the agent does before it reads the YAML, in comments and secrets too: drone/envsubst v2
/// (parse/parse.go, parse/scan.go), with the agent's own rule that a name of digits stays (static/config/config.go).
///
/// `$$` becomes `$`, and a backslash before a backslash or a slash is dropped.
struct EnvironmentExpansion {
  private static let dollar = UInt8(ascii: "$")
  private static let backslash = UInt8(ascii: "\\")
  private static let slash = UInt8(ascii: "/")
  /// Beyond what anybody nests, so that no text can use up the stack.
  private static let depthLimit = 64

  private let text: [UInt8]
  private let lookup: (String) -> String?
  private let unknownMark: String?
  private var offset = 0

  /// - Parameter unknownMark: what stands in the values that are not known. No function changes those.
  init(_ text: [UInt8], lookup: @escaping (String) -> String?, unknownMark: String? = nil) {
    self.text = text
    self.lookup = lookup
    self.unknownMark = unknownMark
  }

  func expanded() throws(EnvironmentError) -> ExpandedText {
    guard text.contains(where: { $0 == Self.dollar || $0 == Self.backslash }) else {
      return ExpandedText(unchanged: text)
    }
    var copy = self
    return try copy.run()
  }

  private mutating func run() throws(EnvironmentError) -> ExpandedText {
    var output: [UInt8] = []
    output.reserveCapacity(text.count)
    var segments = [ExpandedText.Segment(start: 0, original: 0, isCopied: true)]
    while offset < text.count {
      if isOpening(offset) {
        let start = offset
        offset += 2
        let value = try function(openedAt: start, depth: 0)
        segments.append(.init(start: output.count, original: start, isCopied: false))
        output += value
        segments.append(.init(start: output.count, original: offset, isCopied: true))
      } else if isEscape(offset) {
        offset += 1
        segments.append(.init(start: output.count, original: offset, isCopied: true))
        output.append(text[offset])
        offset += 1
      } else {
        output.append(text[offset])
        offset += 1
      }
      guard output.count <= AgentConfigurationCheck.byteLimit else {
        throw EnvironmentError(
          problem: "the variables make the text too long", offset: offset,
          remedy: "split the configuration, or give the variables shorter values")
      }
    }
    return ExpandedText(output, segments: segments, original: text)
  }

  private func isOpening(_ index: Int) -> Bool {
    index + 1 < text.count && text[index] == Self.dollar && text[index + 1] == UInt8(ascii: "{")
  }

  private func isEscape(_ index: Int) -> Bool {
    guard index + 1 < text.count else { return false }
    let next = text[index + 1]
    return text[index] == Self.dollar && next == Self.dollar
      || text[index] == Self.backslash && (next == Self.slash || next == Self.backslash)
  }

  // MARK: Between the braces

  private mutating func function(openedAt start: Int, depth: Int) throws(EnvironmentError) -> [UInt8] {
    guard depth < Self.depthLimit else {
      throw EnvironmentError(
        problem: "too many ${ stand inside each other", offset: start, remedy: "nest them less deeply")
    }
    let isLength = take("#")
    let name = takeName()
    guard !name.isEmpty else { throw unreadable(start) }
    let value = self.value(of: name)
    let result = try applied(to: Array(value.utf8), isLength: isLength, start, depth)
    let isUnknown = unknownMark.map(value.contains) ?? false
    return isUnknown ? Array(value.utf8) : result
  }

  /// What follows a name up to the closing brace, done to its value.
  private mutating func applied(
    to value: [UInt8], isLength: Bool, _ start: Int, _ depth: Int
  ) throws(EnvironmentError) -> [UInt8] {
    if isLength {
      try close(start)
      return Array(String(String(decoding: value, as: UTF8.self).unicodeScalars.count).utf8)
    }
    guard offset < text.count else { throw unclosed(start) }
    switch text[offset] {
    case UInt8(ascii: "}"):
      offset += 1
      return value
    case UInt8(ascii: ":"):
      let next = offset + 1 < text.count ? text[offset + 1] : 0
      guard "=-?+".utf8.contains(next) else { return try part(of: value, start, depth) }
      offset += 2
      return try standard(value, start, depth)
    case UInt8(ascii: "="):
      offset += 1
      return try standard(value, start, depth)
    case UInt8(ascii: ","), UInt8(ascii: "^"): return try changedCase(value, start)
    case UInt8(ascii: "#"), UInt8(ascii: "%"): return try trimmed(value, start, depth)
    case UInt8(ascii: "/"): return try replaced(value, start, depth)
    default: throw unreadable(start)
    }
  }

  /// The agent puts back what would be a group of a regular expression.
  private func value(of name: String) -> String {
    name.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? "${\(name)}" : lookup(name) ?? ""
  }

  /// `${NAME:-text}` and its kin: the text stands where the value is empty.
  private mutating func standard(
    _ value: [UInt8], _ start: Int, _ depth: Int
  ) throws(EnvironmentError) -> [UInt8] {
    var text: [UInt8] = []
    while offset < self.text.count, self.text[offset] != UInt8(ascii: "}") {
      text += try argument(until: [UInt8(ascii: "}")], start, depth)
    }
    try close(start)
    return value.isEmpty ? text : value
  }

  /// `${NAME:offset}` and `${NAME:offset:length}`.
  private mutating func part(
    of value: [UInt8], _ start: Int, _ depth: Int
  ) throws(EnvironmentError) -> [UInt8] {
    let closing = UInt8(ascii: "}")
    let colon = UInt8(ascii: ":")
    offset += 1
    let from = try argument(until: [colon, closing], start, depth)
    var length: [UInt8]?
    if take(":") { length = try argument(until: [closing], start, depth) }
    try close(start)
    guard let first = Int(String(decoding: from, as: UTF8.self)), first >= 0 else { return value }
    guard first < value.count else { return [] }
    guard let length else { return Array(value[first...]) }
    guard let count = Int(String(decoding: length, as: UTF8.self)), count >= 0 else { return value }
    return Array(value[first...].prefix(count))
  }

  private mutating func changedCase(_ value: [UInt8], _ start: Int) throws(EnvironmentError) -> [UInt8] {
    let sign = text[offset]
    offset += 1
    let isWhole = offset < text.count && text[offset] == sign
    if isWhole { offset += 1 }
    try close(start)
    let text = String(decoding: value, as: UTF8.self)
    let changed = isWhole ? text[...] : text.prefix(1)
    let rest = isWhole ? "" : text.dropFirst()
    let head = sign == UInt8(ascii: ",") ? changed.lowercased() : changed.uppercased()
    return Array((head + rest).utf8)
  }

  /// `#` and `##` take the shortest and longest beginning away that a pattern matches, `%` and `%%` the end.
  private mutating func trimmed(
    _ value: [UInt8], _ start: Int, _ depth: Int
  ) throws(EnvironmentError) -> [UInt8] {
    let sign = text[offset]
    offset += 1
    let isLongest = offset < text.count && text[offset] == sign
    if isLongest { offset += 1 }
    let pattern = try argument(until: [UInt8(ascii: "}")], start, depth)
    try close(start)
    let isBeginning = sign == UInt8(ascii: "#")
    let lengths = Array(1...max(value.count, 1))
    for length in isLongest ? lengths.reversed() : lengths where length <= value.count {
      let piece = isBeginning ? value.prefix(length) : value.suffix(length)
      guard PathPattern(pattern).matches(piece) else { continue }
      return Array(isBeginning ? value.dropFirst(length) : value.dropLast(length))
    }
    return value
  }

  /// `${NAME/old/new}`, `//` for all, `/#` at the beginning, `/%` at the end.
  private mutating func replaced(
    _ value: [UInt8], _ start: Int, _ depth: Int
  ) throws(EnvironmentError) -> [UInt8] {
    offset += 1
    let kind = offset < text.count && "/#%".utf8.contains(text[offset]) ? text[offset] : 0
    if kind != 0 { offset += 1 }
    let old = try argument(until: [Self.slash], start, depth)
    guard take("/") else { throw unclosed(start) }
    let new =
      offset < text.count && text[offset] == UInt8(ascii: "}")
      ? [] : try argument(until: [UInt8(ascii: "}")], start, depth)
    try close(start)
    guard !old.isEmpty else { return value }
    if kind == UInt8(ascii: "#") { return value.starts(with: old) ? new + value.dropFirst(old.count) : value }
    if kind == UInt8(ascii: "%") {
      return value.suffix(old.count).elementsEqual(old) ? value.dropLast(old.count) + new : value
    }
    var output: [UInt8] = []
    var index = 0
    var isDone = false
    while index < value.count {
      if !isDone, value[index...].starts(with: old) {
        output += new
        index += old.count
        isDone = kind == 0
      } else {
        output.append(value[index])
        index += 1
      }
    }
    return output
  }

  /// A nested `${…}` or a run of text up to one of the ends.
  private mutating func argument(
    until ends: [UInt8], _ start: Int, _ depth: Int
  ) throws(EnvironmentError) -> [UInt8] {
    if isOpening(offset) {
      let inner = offset
      offset += 2
      return try function(openedAt: inner, depth: depth + 1)
    }
    let begin = offset
    while offset < text.count, !ends.contains(text[offset]), !isOpening(offset) { offset += 1 }
    guard offset < text.count else { throw unclosed(start) }
    guard offset > begin else { throw unreadable(start) }
    return Array(text[begin..<offset])
  }

  // MARK: Characters

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard offset < text.count, text[offset] == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  /// Letters and digits of all scripts, and `_` (parse/scan.go, acceptIdent).
  private mutating func takeName() -> String {
    let start = offset
    while offset < text.count {
      let byte = text[offset]
      guard
        byte >= 0x80 || byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
          || byte == UInt8(ascii: "_")
      else { break }
      offset += 1
    }
    return String(decoding: text[start..<offset], as: UTF8.self)
  }

  private mutating func close(_ start: Int) throws(EnvironmentError) {
    guard offset < text.count else { throw unclosed(start) }
    guard take("}") else { throw unreadable(start) }
  }

  private func unclosed(_ start: Int) -> EnvironmentError {
    EnvironmentError(problem: "no } closes this ${", offset: start, remedy: Self.remedy)
  }

  private func unreadable(_ start: Int) -> EnvironmentError {
    let isDash = offset < text.count && text[offset] == UInt8(ascii: "-")
    return EnvironmentError(
      problem: "what follows this ${ is no variable", offset: start,
      remedy: isDash
        ? "write ${NAME:-text} for a text that stands in, and names with letters, digits and _ only"
        : Self.remedy)
  }

  private static let remedy =
    "write the variable as ${NAME}, or write $$ for a dollar sign that stands for itself"
}
