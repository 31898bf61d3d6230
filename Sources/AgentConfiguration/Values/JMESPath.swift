/// Tells whether a text is an expression of JMESPath that go-jmespath compiles (lexer.go, parser.go).
struct JMESPath {
  private enum Token: Equatable {
    case name
    case quotedName
    case literal
    case number
    case symbol(String)
    case end
  }

  private struct Refusal: Error {}

  /// How strongly an operator holds what stands to its left.
  private static let strengths: [String: Int] = [
    "|": 1, "||": 2, "&&": 3, "<": 5, "<=": 5, ">": 5, ">=": 5, "==": 5, "!=": 5, "[]": 9, ".": 40, "[": 55,
    "[?": 21, "(": 60,
  ]
  private static let depthLimit = 200

  private var tokens: [Token] = []
  private var place = 0
  private var depth = 0

  static func isValid(_ text: String) -> Bool {
    var parser = JMESPath()
    guard parser.scan(Array(text.utf8)) else { return false }
    do {
      try parser.expression(0)
      return parser.current == .end
    } catch {
      return false
    }
  }

  // MARK: Tokens

  private mutating func scan(_ text: [UInt8]) -> Bool {
    var index = 0
    let symbols = ["[?", "[]", "||", "&&", "<=", ">=", "==", "!="]
    while index < text.count {
      let byte = text[index]
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0D: index += 1
      case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
        guard let end = closing(byte, text, index) else { return false }
        tokens.append(byte == UInt8(ascii: "\"") ? .quotedName : .literal)
        index = end + 1
      case UInt8(ascii: "-"), 0x30...0x39:
        let start = index
        index += 1
        while index < text.count, LabelName.isDigit(text[index]) { index += 1 }
        if byte == UInt8(ascii: "-"), index == start + 1 { return false }
        tokens.append(.number)
      case _ where LabelName.isLetter(byte) || byte == UInt8(ascii: "_"):
        while index < text.count,
          LabelName.isLetter(text[index]) || LabelName.isDigit(text[index])
            || text[index] == UInt8(ascii: "_")
        { index += 1 }
        tokens.append(.name)
      default:
        let pair = String(decoding: text[index...].prefix(2), as: UTF8.self)
        let single = String(decoding: text[index...].prefix(1), as: UTF8.self)
        if symbols.contains(pair) {
          tokens.append(.symbol(pair))
          index += 2
        } else if ".*@]{}()&|<>!:,[".contains(single) {
          tokens.append(.symbol(single))
          index += 1
        } else {
          return false
        }
      }
    }
    tokens.append(.end)
    return true
  }

  private func closing(_ quote: UInt8, _ text: [UInt8], _ start: Int) -> Int? {
    var index = start + 1
    while index < text.count {
      if text[index] == quote { return index }
      index += text[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }

  private var current: Token { tokens[min(place, tokens.count - 1)] }

  private mutating func take(_ symbol: String) -> Bool {
    guard current == .symbol(symbol) else { return false }
    place += 1
    return true
  }

  private mutating func need(_ symbol: String) throws(Refusal) {
    guard take(symbol) else { throw Refusal() }
  }

  // MARK: Grammar

  private mutating func expression(_ strength: Int) throws(Refusal) {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.depthLimit else { throw Refusal() }
    try beginning()
    while case .symbol(let symbol) = current, let next = Self.strengths[symbol], strength < next {
      place += 1
      try continuation(symbol)
    }
  }

  private mutating func beginning() throws(Refusal) {
    let token = current
    place += 1
    switch token {
    case .name, .literal: return
    case .quotedName:
      if current == .symbol("(") { throw Refusal() }
    case .symbol("@"): return
    case .symbol("*"), .symbol("[]"): try projection(20)
    case .symbol("[?"): try filter()
    case .symbol("{"): try hash()
    case .symbol("("):
      try expression(0)
      try need(")")
    case .symbol("!"): try expression(45)
    case .symbol("&"): try expression(0)
    case .symbol("["):
      switch current {
      case .number, .symbol(":"): try slice()
      case .symbol("*"):
        place += 1
        try need("]")
        try projection(20)
      default: try list()
      }
    default: throw Refusal()
    }
  }

  private mutating func continuation(_ symbol: String) throws(Refusal) {
    switch symbol {
    case ".":
      if take("*") { return try projection(20) }
      try afterDot()
    case "[?": try filter()
    case "[]": try projection(9)
    case "[":
      if case .number = current { return try slice() }
      if current == .symbol(":") { return try slice() }
      try need("*")
      try need("]")
      try projection(20)
    case "(":
      guard place >= 2, tokens[place - 2] == .name else { throw Refusal() }
      try arguments()
    default: try expression(Self.strengths[symbol] ?? 0)
    }
  }

  private mutating func arguments() throws(Refusal) {
    if take(")") { return }
    repeat { try expression(0) } while take(",")
    try need(")")
  }

  private mutating func afterDot() throws(Refusal) {
    switch current {
    case .name, .quotedName, .symbol("*"): try expression(40)
    case .symbol("["):
      place += 1
      try list()
    case .symbol("{"):
      place += 1
      try hash()
    default: throw Refusal()
    }
  }

  /// What follows a projection belongs to each of its elements.
  private mutating func projection(_ strength: Int) throws(Refusal) {
    switch current {
    case .symbol("["), .symbol("[?"): try expressionRest(strength)
    case .symbol("."):
      place += 1
      try afterDot()
    default: return
    }
  }

  private mutating func expressionRest(_ strength: Int) throws(Refusal) {
    while case .symbol(let symbol) = current, let next = Self.strengths[symbol], strength < next {
      place += 1
      try continuation(symbol)
    }
  }

  private mutating func filter() throws(Refusal) {
    try expression(0)
    try need("]")
    if current != .symbol("[]") { try projection(21) }
  }

  private mutating func slice() throws(Refusal) {
    var colons = 0
    while current != .symbol("]") {
      if take(":") {
        colons += 1
        guard colons < 3 else { throw Refusal() }
      } else if case .number = current {
        place += 1
      } else {
        throw Refusal()
      }
    }
    try need("]")
    if colons > 0 { try projection(20) }
  }

  private mutating func list() throws(Refusal) {
    repeat { try expression(0) } while take(",")
    try need("]")
  }

  private mutating func hash() throws(Refusal) {
    repeat {
      guard current == .name || current == .quotedName else { throw Refusal() }
      place += 1
      try need(":")
      try expression(0)
    } while take(",")
    try need("}")
  }
}
