internal import Documents

/// What the state of a rule shows as its query.
enum RuleQueryText {
  /// The expressions of the queries that have one; where none has, all queries as JSON, in the way in which Go writes it
  /// for web pages.
  static func of(_ rule: AlertRule, _ lens: RuleLens.RuleStateRule) -> String {
    let expressions = rule.queries.compactMap { $0.model["expr"]?.stringValue }
    if !lens.showsWholeQueries, !expressions.isEmpty { return expressions.joined(separator: " | ") }
    var text = ""
    for character in JSONWriter.string(.array(rule.queries.map(\.json))).unicodeScalars {
      switch character {
      case "<": text += "\\u003c"
      case ">": text += "\\u003e"
      case "&": text += "\\u0026"
      default: text.unicodeScalars.append(character)
      }
    }
    return text
  }
}
