/// One piece of what stands between the braces of a Go template.
enum TemplateToken: Sendable, Equatable {
  /// A function or a keyword.
  case word(String)
  case variable(String)
  /// `.Alerts`, or a dot alone.
  case field(String)
  /// With its quotes.
  case text(String)
  case number(String)
  /// `:=` or `=`.
  case assignment(String)
  case pipe
  case opening
  case closing
  /// Any other character.
  case other(Character)

  /// As messages of Go's parser show it.
  var spelling: String {
    switch self {
    case .word(let text), .variable(let text), .field(let text), .text(let text), .number(let text),
      .assignment(let text):
      text
    case .pipe: "|"
    case .opening: "("
    case .closing: ")"
    case .other(let character): String(character)
    }
  }
}
