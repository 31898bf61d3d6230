/// A token between `{{` and `}}` (text/template/parse/lex.go).
enum TemplateToken: Equatable {
  case word(String)
  /// `.Value`, or `.` alone.
  case field
  /// `$name`
  case variable(String)
  /// A string, a character or a number.
  case literal
  case open
  case close
  case pipe
  /// `:=`, `=`, and the comma before it.
  case assignment

  static let keywords: Set<String> = [
    "if", "with", "range", "else", "end", "define", "block", "template", "break", "continue",
  ]

  /// Takes the tokens of an action and its `}}`.
  static func read(
    _ rest: inout ArraySlice<Unicode.Scalar>
  ) throws(Refusal) -> [TemplateToken] {
    var tokens: [TemplateToken] = []
    while let first = rest.first {
      if rest.starts(with: "}}".unicodeScalars) {
        rest = rest.dropFirst(2)
        return tokens
      }
      if GoTemplate.isSpace(first) {
        if rest.dropFirst().starts(with: "-}}".unicodeScalars) {
          rest = rest.dropFirst(4)
          return tokens
        }
        rest = rest.dropFirst()
        continue
      }
      if let token = try token(first, &rest) { tokens.append(token) }
    }
    throw Refusal(problem: "an action {{ is not closed")
  }

  private static func token(
    _ first: Unicode.Scalar, _ rest: inout ArraySlice<Unicode.Scalar>
  ) throws(Refusal) -> TemplateToken? {
    switch first {
    case "\"", "`", "'":
      try skipQuoted(&rest, quote: first)
      return .literal
    case "(", ")", "|":
      rest = rest.dropFirst()
      return first == "(" ? .open : first == ")" ? .close : .pipe
    case ",":
      rest = rest.dropFirst()
      return nil
    case ":", "=":
      rest = rest.dropFirst()
      guard first == "=" || rest.first == "=" else { throw Refusal(problem: "a := is expected") }
      if first == ":" { rest = rest.dropFirst() }
      return .assignment
    case "$":
      rest = rest.dropFirst()
      return .variable("$" + takeWord(&rest))
    case ".":
      rest = rest.dropFirst()
      if let next = rest.first, "0"..."9" ~= next {
        skipNumber(&rest)
        return .literal
      }
      _ = takeWord(&rest)
      return .field
    case "+", "-", "0"..."9":
      rest = rest.dropFirst()
      skipNumber(&rest)
      return .literal
    default:
      let word = takeWord(&rest)
      guard !word.isEmpty else {
        throw Refusal(problem: "an action has a character that means nothing")
      }
      return .word(word)
    }
  }

  private static func takeWord(_ rest: inout ArraySlice<Unicode.Scalar>) -> String {
    let word = rest.prefix { $0 == "_" || $0.properties.isAlphabetic || "0"..."9" ~= $0 }
    rest = rest.dropFirst(word.count)
    return String(String.UnicodeScalarView(word))
  }

  private static func skipNumber(_ rest: inout ArraySlice<Unicode.Scalar>) {
    rest = rest.drop { $0 == "." || $0 == "_" || $0.properties.isAlphabetic || "0"..."9" ~= $0 }
  }

  private static func skipQuoted(
    _ rest: inout ArraySlice<Unicode.Scalar>, quote: Unicode.Scalar
  ) throws(Refusal) {
    rest = rest.dropFirst()
    while let next = rest.first {
      rest = rest.dropFirst()
      if next == quote { return }
      if quote == "`" { continue }
      if next == "\n" { break }
      if next == "\\" { rest = rest.dropFirst() }
    }
    throw Refusal(problem: "a text in quotes is not closed")
  }
}
