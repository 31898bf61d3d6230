/// Tells what is wrong with the selector of a match stage: matchers in braces, then filters (loki, logql/syntax). What
/// follows a `|` that begins no line filter is not looked at.
struct LogSelector {
  private var rest: ArraySlice<Unicode.Scalar>

  /// For a message; nil where nothing is wrong.
  static func problem(in text: String) -> String? {
    var parser = LogSelector(rest: Array(text.unicodeScalars)[...])
    return Refusal.problem { () throws(Refusal) in try parser.parse() }
  }

  private mutating func parse() throws(Refusal) {
    guard take("{") else { throw Refusal(problem: "it does not begin with {") }
    if !take("}") {
      repeat { try matcher() } while take(",")
      guard take("}") else { throw Refusal(problem: "no } closes its matchers") }
    }
    while true {
      skipSpace()
      guard !rest.isEmpty else { return }
      let isExpression: Bool
      if take("|=") || take("!=") {
        isExpression = false
      } else if take("|~") || take("!~") {
        isExpression = true
      } else if take("|") {
        skipSpace()
        guard let first = rest.first, first.properties.isAlphabetic else {
          throw Refusal(problem: "a | is followed by nothing")
        }
        return
      } else {
        throw Refusal(problem: "something follows that is no filter")
      }
      skipSpace()
      if rest.starts(with: "ip(".unicodeScalars) { return }
      try quoted(isExpression: isExpression)
    }
  }

  private mutating func matcher() throws(Refusal) {
    skipSpace()
    let name = rest.prefix { $0 == "_" || "0"..."9" ~= $0 || "a"..."z" ~= $0 || "A"..."Z" ~= $0 }
    guard let first = name.first, !("0"..."9" ~= first) else {
      throw Refusal(problem: "a matcher has no name of a label")
    }
    rest = rest.dropFirst(name.count)
    if take("=~") || take("!~") {
      try quoted(isExpression: true)
    } else if take("!=") || take("=") {
      try quoted(isExpression: false)
    } else {
      throw Refusal(problem: "a matcher has none of =, !=, =~ and !~")
    }
  }

  private mutating func quoted(isExpression: Bool) throws(Refusal) {
    skipSpace()
    guard let quote = rest.first, quote == "\"" || quote == "`" else {
      throw Refusal(problem: "a value does not stand in quotes")
    }
    rest = rest.dropFirst()
    var text = ""
    while let next = rest.first {
      rest = rest.dropFirst()
      if next == quote {
        if isExpression, let problem = GoRegularExpression.problem(in: text) {
          throw Refusal(problem: problem)
        }
        return
      }
      if next == "\\", quote == "\"", let escaped = rest.first {
        rest = rest.dropFirst()
        // Only the escapes that matter for expressions are undone.
        if escaped == "\\" || escaped == "\"" { text.unicodeScalars.append(escaped) } else { text += " " }
      } else {
        text.unicodeScalars.append(next)
      }
    }
    throw Refusal(problem: "a value is not closed by its quote")
  }

  private mutating func skipSpace() {
    rest = rest.drop { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" }
  }

  private mutating func take(_ text: String) -> Bool {
    skipSpace()
    guard rest.starts(with: text.unicodeScalars) else { return false }
    rest = rest.dropFirst(text.unicodeScalars.count)
    return true
  }
}
