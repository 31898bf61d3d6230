/// Reads a Go template as far as Grafana needs to accept or refuse it: blocks, definitions, the names of functions and
/// variables. The texts are those of Go's `text/template/parse`, two of them recorded [templates: create-bad-syntax,
/// create-bad-function].
struct TemplateReader {
  struct Problem: Error {
    let line: Int
    let text: String
  }

  private var lexer: TemplateLexer
  /// The blocks around the present place, by their keyword, with how many variables were known before them.
  private var blocks: [(keyword: String, variables: Int)] = []
  private var variables = ["$"]
  private var line = 1

  init(_ text: String) { lexer = TemplateLexer(text) }

  mutating func read() throws(Problem) {
    while let action = lexer.next() {
      line = action.line
      if action.problem == nil || !action.tokens.isEmpty {
        try read(action.tokens[...], isWhole: action.problem == nil)
      }
      if let problem = action.problem { throw Problem(line: action.line, text: problem) }
    }
    if !blocks.isEmpty { throw problem("unexpected EOF") }
  }

  /// - Parameter isWhole: otherwise something that cannot be read follows.
  private mutating func read(_ tokens: ArraySlice<TemplateToken>, isWhole: Bool) throws(Problem) {
    guard let first = tokens.first else { throw problem("missing value for command") }
    let rest = tokens.dropFirst()
    guard case .word(let word) = first else { return try readPipeline(tokens, in: "command", opens: false) }
    switch word {
    case "define":
      try readName(rest, in: "define clause", isAlone: isWhole)
      guard blocks.isEmpty else { throw problem("unexpected {{define}}") }
      open(word)
    case "block":
      try readName(rest, in: "block clause", isAlone: false)
      try readPipeline(rest.dropFirst(), in: "block clause", opens: false)
      open(word)
    case "template":
      try readName(rest, in: "template clause", isAlone: false)
      if rest.count > 1 { try readPipeline(rest.dropFirst(), in: "template clause", opens: false) }
    case "if", "range", "with":
      open(word)
      guard !rest.isEmpty else { throw problem("missing value for \(word)") }
      try readPipeline(rest, in: word, opens: true)
    case "else": try readElse(rest)
    case "end":
      guard let block = blocks.popLast() else { throw problem("unexpected {{end}}") }
      if let token = rest.first { throw unexpected(token, in: "end") }
      variables.removeLast(variables.count - block.variables)
    case "break", "continue":
      guard blocks.contains(where: { $0.keyword == "range" }) else {
        throw problem("{{\(word)}} outside {{range}}")
      }
    default: try readPipeline(tokens, in: "command", opens: false)
    }
  }

  private mutating func readElse(_ rest: ArraySlice<TemplateToken>) throws(Problem) {
    guard let block = blocks.last, ["if", "range", "with"].contains(block.keyword) else {
      throw problem("unexpected {{else}}")
    }
    guard let first = rest.first else { return }
    guard case .word(let word) = first, word == "if" || word == "with" else {
      throw unexpected(first, in: "else")
    }
    try readPipeline(rest.dropFirst(), in: word, opens: true)
  }

  private mutating func open(_ keyword: String) { blocks.append((keyword, variables.count)) }

  /// - Parameter isAlone: nothing may follow.
  private func readName(
    _ tokens: ArraySlice<TemplateToken>, in place: String, isAlone: Bool
  ) throws(Problem) {
    guard let name = tokens.first else { throw problem("unexpected \"}}\" in \(place)") }
    guard case .text(let text) = name, !text.hasPrefix("'") else { throw unexpected(name, in: place) }
    if isAlone, let next = tokens.dropFirst().first { throw unexpected(next, in: place) }
  }

  private mutating func readPipeline(
    _ tokens: ArraySlice<TemplateToken>, in place: String, opens: Bool
  ) throws(Problem) {
    var rest = tokens
    if let end = declarationEnd(rest) {
      for token in rest[..<end] { if case .variable(let name) = token { variables.append(name) } }
      rest = rest[(end + 1)...]
    }
    var depth = 0
    var needsOperand = true
    for token in rest {
      switch token {
      case .word(let name):
        guard ["true", "false", "nil"].contains(name) || TemplateFunctions.names.contains(name) else {
          throw problem("function \"\(name)\" not defined")
        }
      case .variable(let name):
        guard variables.contains(name) else { throw problem("undefined variable \"\(name)\"") }
      case .opening: depth += 1
      case .closing:
        depth -= 1
        if depth < 0 { throw problem("unexpected right paren U+0029 ')'") }
      case .pipe:
        if needsOperand { throw problem("missing value for \(place)") }
      case .other, .assignment: throw unexpected(token, in: "operand")
      case .field, .text, .number: break
      }
      needsOperand = token == .pipe
    }
    if depth > 0 { throw problem("unclosed left paren") }
    if needsOperand { throw problem("missing value for \(place)") }
  }

  /// The place of `:=` or `=` behind variables at the beginning.
  private func declarationEnd(_ tokens: ArraySlice<TemplateToken>) -> Int? {
    for (index, token) in zip(tokens.indices, tokens) {
      switch token {
      case .variable, .other(","): continue
      case .assignment: return index > tokens.startIndex ? index : nil
      default: return nil
      }
    }
    return nil
  }

  private func unexpected(_ token: TemplateToken, in place: String) -> Problem {
    problem("unexpected \"\(token.spelling)\" in \(place)")
  }

  private func problem(_ text: String) -> Problem { Problem(line: line, text: text) }
}
