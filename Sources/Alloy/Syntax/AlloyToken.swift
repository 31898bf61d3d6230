import Base

/// A word of an Alloy configuration.
struct AlloyToken {
  enum Kind: Hashable {
    case name(String)
    case number(String)
    case string(String)
    /// `{`, `==`, `+` …
    case sign(String)
    /// The end of a statement: a line break outside of parentheses.
    case lineEnd
    case end
  }

  let kind: Kind
  let position: Position

  /// For messages.
  var words: String {
    switch kind {
    case .name(let name): name
    case .number(let spelling): spelling
    case .string: "a text"
    case .sign(let sign): sign
    case .lineEnd: "the end of the line"
    case .end: "the end of the file"
    }
  }
}
