import Base

/// Reads Alloy configurations (grafana/alloy, syntax/parser). Comments are passed over.
public struct AlloyParser {
  /// How many lists, objects and blocks may stand inside each other.
  private static let depthLimit = 128

  private let tokens: [AlloyToken]
  private var index = 0
  private var depth = 0
  /// Inside of brackets and parentheses a line break means nothing.
  private var brackets = 0

  private init(_ tokens: [AlloyToken]) {
    self.tokens = tokens
  }

  public static func configuration(_ text: String) throws(AlloySyntaxError) -> AlloyConfiguration {
    var parser = AlloyParser(try AlloyScanner.tokens(text))
    let statements = try parser.statements(until: .end)
    return AlloyConfiguration(statements)
  }

  private var token: AlloyToken { tokens[min(index, tokens.count - 1)] }

  private mutating func skipLineEnds() {
    while token.kind == .lineEnd, index < tokens.count - 1 { index += 1 }
  }

  /// The word that stands here, line breaks passed over where they mean nothing.
  private mutating func current() -> AlloyToken {
    if brackets > 0 { skipLineEnds() }
    return token
  }

  private mutating func takes(_ sign: String) -> Bool {
    guard current().kind == .sign(sign) else { return false }
    index += 1
    return true
  }

  private mutating func expect(_ sign: String) throws(AlloySyntaxError) {
    if !takes(sign) { throw unexpected("\(sign)") }
  }

  private func unexpected(_ wanted: String) -> AlloySyntaxError {
    AlloySyntaxError("\(wanted) is expected here, not \(token.words)", at: token.position)
  }

  private mutating func name() throws(AlloySyntaxError) -> String {
    guard case .name(let name) = current().kind, AlloyIdentifier.isValid(name) else {
      throw unexpected("a name")
    }
    index += 1
    return name
  }

  private mutating func nested<Value>(
    _ read: (inout AlloyParser) throws(AlloySyntaxError) -> Value
  ) throws(AlloySyntaxError) -> Value {
    guard depth < Self.depthLimit else {
      throw AlloySyntaxError(
        "more than \(Self.depthLimit) levels stand inside each other", at: token.position)
    }
    depth += 1
    defer { depth -= 1 }
    return try read(&self)
  }

  // MARK: Statements

  private mutating func statements(
    until last: AlloyToken.Kind
  ) throws(AlloySyntaxError) -> [AlloyStatement] {
    var statements: [AlloyStatement] = []
    skipLineEnds()
    while token.kind != last {
      statements.append(try statement())
      guard token.kind == .lineEnd || token.kind == last else { throw unexpected("the end of the line") }
      skipLineEnds()
    }
    index += 1
    return statements
  }

  private mutating func statement() throws(AlloySyntaxError) -> AlloyStatement {
    var names = [try name()]
    while takes(".") { names.append(try name()) }
    if names.count == 1, takes("=") {
      return .attribute(names[0], try expression())
    }
    var label: String?
    if case .string(let text) = token.kind {
      guard AlloyIdentifier.isValid(text) else {
        throw AlloySyntaxError("the label of a block must be a name", at: token.position)
      }
      label = text
      index += 1
    }
    try expect("{")
    let outer = brackets
    brackets = 0
    defer { brackets = outer }
    let body = try nested { parser throws(AlloySyntaxError) in
      try parser.statements(until: .sign("}"))
    }
    return .block(AlloyBlock(names.joined(separator: "."), label: label, body))
  }

  // MARK: Expressions

  private static let priorities: [String: Int] = [
    "||": 1, "&&": 2, "==": 3, "!=": 3, "<": 3, "<=": 3, ">": 3, ">=": 3, "+": 4, "-": 4, "*": 5, "/": 5,
    "%": 5, "^": 6,
  ]

  private mutating func expression(priority: Int = 1) throws(AlloySyntaxError) -> AlloyExpression {
    var left = try operand()
    while case .sign(let sign) = current().kind, let found = Self.priorities[sign], found >= priority {
      index += 1
      skipLineEnds()
      // The power of powers is read from the right, everything else from the left.
      let right = try nested { parser throws(AlloySyntaxError) in
        try parser.expression(priority: sign == "^" ? found : found + 1)
      }
      left = .binary(left, sign, right)
    }
    return left
  }

  private mutating func operand() throws(AlloySyntaxError) -> AlloyExpression {
    for sign in ["-", "!"] where takes(sign) {
      return .prefix(sign, try nested { parser throws(AlloySyntaxError) in try parser.operand() })
    }
    var value = try primary()
    while true {
      if takes(".") {
        let member = try name()
        if case .reference(let names) = value {
          value = .reference(names + [member])
        } else {
          value = .member(value, member)
        }
      } else if takes("[") {
        value = .element(
          value, try bracketed("]") { parser throws(AlloySyntaxError) in try parser.expression() })
      } else if takes("(") {
        value = .call(value, try elements(until: ")"))
      } else {
        return value
      }
    }
  }

  private mutating func primary() throws(AlloySyntaxError) -> AlloyExpression {
    let found = current()
    switch found.kind {
    case .number(let spelling):
      index += 1
      return .number(spelling)
    case .string(let text):
      index += 1
      return .string(text)
    case .name(let name):
      index += 1
      switch name {
      case "null": return .null
      case "true": return .boolean(true)
      case "false": return .boolean(false)
      default: return .reference([name])
      }
    case .sign("["):
      index += 1
      return .list(try elements(until: "]"))
    case .sign("{"):
      index += 1
      return .object(try fields())
    case .sign("("):
      index += 1
      return try bracketed(")") { parser throws(AlloySyntaxError) in try parser.expression() }
    default: throw unexpected("a value")
    }
  }

  private mutating func bracketed<Value>(
    _ closing: String, _ read: (inout AlloyParser) throws(AlloySyntaxError) -> Value
  ) throws(AlloySyntaxError) -> Value {
    brackets += 1
    let value = try nested(read)
    guard current().kind == .sign(closing) else { throw unexpected(closing) }
    brackets -= 1
    index += 1
    return value
  }

  private mutating func elements(until closing: String) throws(AlloySyntaxError) -> [AlloyExpression] {
    try bracketed(closing) { parser throws(AlloySyntaxError) in
      var elements: [AlloyExpression] = []
      while parser.current().kind != .sign(closing) {
        elements.append(try parser.expression())
        if !parser.takes(",") { break }
      }
      return elements
    }
  }

  private mutating func fields() throws(AlloySyntaxError) -> [AlloyField] {
    try bracketed("}") { parser throws(AlloySyntaxError) in
      var fields: [AlloyField] = []
      while parser.current().kind != .sign("}") {
        let name: String
        if case .string(let text) = parser.token.kind {
          name = text
          parser.index += 1
        } else {
          name = try parser.name()
        }
        try parser.expect("=")
        fields.append(AlloyField(name, try parser.expression()))
        if !parser.takes(",") { break }
      }
      return fields
    }
  }
}
