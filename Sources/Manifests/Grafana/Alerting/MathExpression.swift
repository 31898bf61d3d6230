/// Reads the expressions of the type `math`, as Grafana does: what it cannot read it stores, and only the rule's health tells
/// (reference grafana-http-api.md section 18; grammar: grafana/grafana, pkg/expr/mathexp/parse).
struct MathExpression {
  struct Problem: Error, Equatable {
    let message: String
  }

  private enum Token: Equatable {
    case number(Substring)
    case name(Substring)
    case variable
    case symbol(Substring)
    case end

    var text: String {
      switch self {
      case .number(let text), .name(let text), .symbol(let text): "\"\(text)\""
      case .variable: "a query"
      case .end: "the end"
      }
    }
  }

  /// Functions that the expression calls, in the order of the text.
  private(set) var functions: [String] = []
  private var tokens: [Token] = []
  private var place = 0
  private var depth = 0

  /// More than people write, and few enough for any stack.
  private static let deepest = 200
  private static let operators: [[String]] = [
    ["||"], ["&&"], ["==", "!=", ">", ">=", "<", "<="], ["+", "-"], ["*", "/", "%"], ["**"],
  ]

  init(_ text: String) throws(Problem) {
    tokens = try Self.tokens(text)
    try operation(0)
    guard peek == .end else { throw unexpected() }
  }

  // MARK: Grammar

  private var peek: Token { tokens[place] }

  private func unexpected() -> Problem { Problem(message: "\(peek.text) is not expected there") }

  /// One level of the operators, the loosest first.
  private mutating func operation(_ level: Int) throws(Problem) {
    guard level < Self.operators.count else { return try factor() }
    try operation(level + 1)
    while case .symbol(let symbol) = peek, Self.operators[level].contains(String(symbol)) {
      place += 1
      try operation(level + 1)
    }
  }

  private mutating func factor() throws(Problem) {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepest { throw Problem(message: "it is nested too deeply") }
    switch peek {
    case .number, .variable: place += 1
    case .name(let name):
      functions.append(String(name))
      place += 1
      guard peek == .symbol("(") else { throw unexpected() }
      try arguments()
    case .symbol("!"), .symbol("-"):
      place += 1
      try factor()
    case .symbol("("):
      place += 1
      try operation(0)
      try close()
    case .symbol, .end: throw unexpected()
    }
  }

  private mutating func arguments() throws(Problem) {
    place += 1
    if peek == .symbol(")") { return place += 1 }
    try operation(0)
    while peek == .symbol(",") {
      place += 1
      try operation(0)
    }
    try close()
  }

  private mutating func close() throws(Problem) {
    guard peek == .symbol(")") else {
      throw peek == .end ? Problem(message: "a parenthesis is not closed") : unexpected()
    }
    place += 1
  }

  // MARK: Tokens

  private static let symbols: Set<Character> = ["!", "<", ">", "=", "&", "|", "+", "-", "*", "/", "%"]
  private static let known = Set(operators.joined()).union(["!"])

  private static func tokens(_ text: String) throws(Problem) -> [Token] {
    var tokens: [Token] = []
    var rest = text[...]
    while let first = rest.first {
      let token: Token?
      let length: Int
      if first.isWhitespace {
        (token, length) = (nil, 1)
      } else if first == "(" || first == ")" || first == "," {
        (token, length) = (.symbol(rest.prefix(1)), 1)
      } else if first == "$" {
        (token, length) = (.variable, try variable(rest))
      } else if symbols.contains(first) {
        // Grafana takes as many as follow each other for one operator: `$A>-1` has one that it does not know.
        let run = rest.prefix { symbols.contains($0) }
        guard known.contains(String(run)) else {
          throw Problem(
            message: "\"\(run)\" is no operator" + (run.count > 1 ? ", unless blanks stand between" : ""))
        }
        (token, length) = (.symbol(run), run.count)
      } else if first.isNumber || first == "." {
        let run = number(rest)
        (token, length) = (.number(run), run.count)
      } else if first.isLetter {
        let run = rest.prefix { $0.isLetter || $0 == "_" }
        (token, length) = (.name(run), run.count)
      } else {
        throw Problem(message: "\"\(first)\" is no character of an expression")
      }
      if let token { tokens.append(token) }
      rest = rest.dropFirst(length)
    }
    return tokens + [.end]
  }

  /// `$A` and `${Long name}`.
  private static func variable(_ text: Substring) throws(Problem) -> Int {
    let name = text.dropFirst()
    if name.first == "{" {
      guard let end = name.firstIndex(of: "}") else { throw Problem(message: "\"${\" is not closed") }
      return text.distance(from: text.startIndex, to: end) + 1
    }
    let length = name.prefix { $0.isLetter || $0.isNumber || $0 == "_" }.count
    if length == 0 { throw Problem(message: "\"$\" names no query") }
    return length + 1
  }

  private static func number(_ text: Substring) -> Substring {
    var length = 0
    var last: Character = " "
    for character in text {
      let isSign = (character == "+" || character == "-") && (last == "e" || last == "E")
      let isPart = character.isNumber || character.isHexDigit || ".xX".contains(character)
      guard isPart || isSign else { break }
      length += 1
      last = character
    }
    return text.prefix(length)
  }
}
