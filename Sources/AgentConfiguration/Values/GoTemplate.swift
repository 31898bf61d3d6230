/// Tells what Go's text/template refuses to parse (text/template/parse), with the functions of sprig and of Promtail.
struct GoTemplate {
  private let functions: Set<String>
  /// Put before the name of a block whose last branch has begun.
  private static let lastBranch = "else "

  private var blocks: [String] = []
  private var variables: [Set<String>] = [["$"]]

  /// Why a template is refused, for a message; nil where it is none. The template itself is not shown.
  static func problem(in text: String, functions: Set<String> = TemplateFunctions.pipeline) -> String? {
    var parser = GoTemplate(functions: functions)
    return Refusal.problem { () throws(Refusal) in try parser.parse(text) }
  }

  private init(functions: Set<String>) {
    self.functions = functions
  }

  private mutating func parse(_ text: String) throws(Refusal) {
    var rest = Array(text.unicodeScalars)[...]
    while let start = Self.firstIndex(of: "{{", in: rest) {
      rest = rest[(start + 2)...]
      if rest.count > 1, rest.first == "-", Self.isSpace(rest[rest.startIndex + 1]) {
        rest = rest.dropFirst(2)
      }
      if rest.starts(with: "/*".unicodeScalars) {
        guard let end = Self.firstIndex(of: "*/", in: rest) else {
          throw Refusal(problem: "a comment is not closed")
        }
        rest = rest[(end + 2)...]
        if rest.starts(with: " -}}".unicodeScalars) { rest = rest.dropFirst(2) }
        guard rest.starts(with: "}}".unicodeScalars) else {
          throw Refusal(problem: "a comment does not end before its }}")
        }
        rest = rest.dropFirst(2)
        continue
      }
      try action(TemplateToken.read(&rest))
    }
    guard blocks.isEmpty else { throw Refusal(problem: "an {{end}} is missing") }
  }

  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\t" || scalar == "\r" || scalar == "\n"
  }

  private static func firstIndex(of part: String, in text: ArraySlice<Unicode.Scalar>) -> Int? {
    let marks = Array(part.unicodeScalars)
    guard text.count >= 2 else { return nil }
    return (text.startIndex..<text.endIndex - 1).first { text[$0] == marks[0] && text[$0 + 1] == marks[1] }
  }

  private mutating func action(_ tokens: [TemplateToken]) throws(Refusal) {
    guard case .word(let word)? = tokens.first, TemplateToken.keywords.contains(word) else {
      return try pipeline(tokens[...], isNeeded: true)
    }
    let rest = tokens.dropFirst()
    switch word {
    case "if", "with", "range":
      blocks.append(word)
      variables.append([])
      try pipeline(rest, isNeeded: true)
    case "else":
      guard let block = blocks.last, block != "define", block != "block", !block.hasPrefix(Self.lastBranch)
      else {
        throw Refusal(problem: "an {{else}} has no {{if}}")
      }
      guard let next = rest.first else {
        blocks[blocks.count - 1] = Self.lastBranch + block
        return
      }
      guard case .word("if") = next else { throw Refusal(problem: "an {{else}} has more than it takes") }
      try pipeline(rest.dropFirst(), isNeeded: true)
    case "end":
      guard rest.isEmpty, blocks.popLast() != nil else {
        throw Refusal(problem: "an {{end}} has nothing to end")
      }
      variables.removeLast()
    case "define", "block", "template":
      guard case .literal? = rest.first else { throw Refusal(problem: "a template has no name in quotes") }
      if word != "template" {
        blocks.append(word)
        variables.append(["$"])
      }
      try pipeline(rest.dropFirst(), isNeeded: word == "block")
    default:
      guard blocks.contains(where: { $0.hasSuffix("range") }), rest.isEmpty else {
        throw Refusal(problem: "{{\(word)}} stands outside of {{range}}")
      }
    }
  }

  /// Commands with `|` between them, perhaps with a variable in front.
  private mutating func pipeline(_ tokens: ArraySlice<TemplateToken>, isNeeded: Bool) throws(Refusal) {
    var rest = tokens
    if let assignment = rest.firstIndex(where: { $0 == .assignment }) {
      for token in rest[..<assignment] {
        if case .variable(let name) = token { variables[variables.count - 1].insert(name) }
      }
      rest = rest[(assignment + 1)...]
    }
    if rest.isEmpty {
      guard isNeeded else { return }
      throw Refusal(problem: "an action has no value")
    }
    var isCommandStart = true
    var depth = 0
    for token in rest {
      switch token {
      case .open:
        depth += 1
        isCommandStart = true
      case .close:
        depth -= 1
        guard depth >= 0 else { throw Refusal(problem: "a ) closes nothing") }
        guard !isCommandStart else { throw Refusal(problem: "a command has no value") }
        isCommandStart = false
      case .pipe:
        guard !isCommandStart else { throw Refusal(problem: "a command has no value") }
        isCommandStart = true
      case .word(let name):
        guard ["true", "false", "nil"].contains(name) || functions.contains(name) else {
          throw Refusal(problem: "the function \(name) is not known")
        }
        isCommandStart = false
      case .variable(let name):
        guard variables.contains(where: { $0.contains(name) }) else {
          throw Refusal(problem: "a variable is not defined")
        }
        isCommandStart = false
      case .assignment: throw Refusal(problem: "an assignment is in the wrong place")
      case .literal, .field: isCommandStart = false
      }
    }
    guard depth == 0 else { throw Refusal(problem: "a ( is not closed") }
    guard !isCommandStart else { throw Refusal(problem: "a command has no value") }
  }
}
