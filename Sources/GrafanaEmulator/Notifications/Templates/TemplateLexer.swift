/// Cuts a Go template into actions, and these into tokens.
struct TemplateLexer {
  /// What stands between two pairs of braces.
  struct Action {
    let tokens: [TemplateToken]
    /// From 1.
    let line: Int
    /// Why the action ends early: it is not closed, or something in it cannot be read.
    let problem: String?
  }

  private var rest: Substring
  private var line = 1

  init(_ text: String) { rest = Substring(text) }

  /// The next action, comments aside; nil at the end.
  mutating func next() -> Action? {
    while skipText() {
      let start = line
      if rest.hasPrefix("-"), rest.dropFirst().first?.isWhitespace ?? false { take(1) }
      skipSpace()
      guard rest.hasPrefix("/*") else { return action(from: start) }
      guard skipComment() else { return Action(tokens: [], line: start, problem: "unclosed comment") }
    }
    return nil
  }

  /// Goes behind the next opening braces.
  private mutating func skipText() -> Bool {
    while !rest.isEmpty {
      if rest.hasPrefix("{{") {
        take(2)
        return true
      }
      take(1)
    }
    return false
  }

  private mutating func skipComment() -> Bool {
    while !rest.isEmpty, !rest.hasPrefix("*/") { take(1) }
    guard rest.hasPrefix("*/") else { return false }
    take(2)
    skipSpace()
    if rest.hasPrefix("-}}") { take(1) }
    guard rest.hasPrefix("}}") else { return false }
    take(2)
    return true
  }

  private mutating func action(from start: Int) -> Action {
    var tokens: [TemplateToken] = []
    while true {
      let hadSpace = skipSpace()
      if rest.hasPrefix("}}") {
        take(2)
        return Action(tokens: tokens, line: start, problem: nil)
      }
      if hadSpace, rest.hasPrefix("-}}") {
        take(3)
        return Action(tokens: tokens, line: start, problem: nil)
      }
      guard let first = rest.first else {
        return Action(tokens: tokens, line: start, problem: "unclosed action")
      }
      switch token(first) {
      case .success(let token): tokens.append(token)
      case .failure(let problem): return Action(tokens: tokens, line: line, problem: problem.text)
      }
    }
  }

  private struct Unreadable: Error { let text: String }

  private mutating func token(_ first: Character) -> Result<TemplateToken, Unreadable> {
    switch first {
    case "|": return .success(symbol(.pipe))
    case "(": return .success(symbol(.opening))
    case ")": return .success(symbol(.closing))
    case "=": return .success(symbol(.assignment("=")))
    case ":":
      guard rest.hasPrefix(":=") else { return .failure(Unreadable(text: "expected :=")) }
      take(2)
      return .success(.assignment(":="))
    case "\"", "`", "'": return quoted(first)
    case ".":
      take(1)
      // `.5` is a number, which no message needs; a field otherwise.
      return .success(.field("." + word()))
    case "$":
      take(1)
      return .success(.variable("$" + word()))
    case _ where first.isNumber || (first == "-" || first == "+") && rest.dropFirst().first?.isNumber == true:
      take(1)
      var text = String(first)
      while let next = rest.first, next.isLetter || next.isNumber || next == "." || next == "_" {
        text.append(next)
        take(1)
      }
      return .success(.number(text))
    case _ where first.isLetter || first == "_": return .success(.word(word()))
    default: return .success(symbol(.other(first)))
    }
  }

  private mutating func symbol(_ token: TemplateToken) -> TemplateToken {
    take(1)
    return token
  }

  private mutating func word() -> String {
    let text = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    take(text.count)
    return text
  }

  private mutating func quoted(_ quote: Character) -> Result<TemplateToken, Unreadable> {
    var text = String(quote)
    take(1)
    while let character = rest.first {
      if character == "\n", quote != "`" { break }
      text.append(character)
      take(1)
      if character == "\\", quote != "`", let next = rest.first, next != "\n" {
        text.append(next)
        take(1)
      } else if character == quote {
        return .success(.text(text))
      }
    }
    let kind = quote == "`" ? "raw quoted string" : quote == "'" ? "character constant" : "quoted string"
    return .failure(Unreadable(text: "unterminated \(kind)"))
  }

  @discardableResult
  private mutating func skipSpace() -> Bool {
    var hasSpace = false
    while let character = rest.first, character.isWhitespace {
      hasSpace = true
      take(1)
    }
    return hasSpace
  }

  private mutating func take(_ count: Int) {
    for _ in 0..<count {
      if rest.first?.isNewline == true { line += 1 }
      rest.removeFirst()
    }
  }
}
