/// A math expression of an alert rule: `$B < 1`, `1 == 1`, `abs($A) * 2`. Variables stand for numbers, truth for 1.
struct RuleExpression {
  /// Why an expression has no value.
  struct Failure: Error {
    let message: String
  }

  private let text: [Character]
  private var place = 0
  private let variables: [String: Double]
  private var depth = 0
  private static let depthLimit = 100

  private init(_ text: String, _ variables: [String: Double]) {
    self.text = Array(text)
    self.variables = variables
  }

  static func value(of text: String, _ variables: [String: Double]) throws(Failure) -> Double {
    var expression = RuleExpression(text, variables)
    let value = try expression.alternatives()
    expression.skipSpace()
    guard expression.place == expression.text.count else { throw expression.unexpected() }
    return value
  }

  /// The variables that an expression names.
  static func variables(in text: String) -> Set<String> {
    var names: Set<String> = []
    for part in text.split(separator: "$", omittingEmptySubsequences: false).dropFirst() {
      let name =
        part.hasPrefix("{")
        ? part.dropFirst().prefix { $0 != "}" } : part.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      if !name.isEmpty { names.insert(String(name)) }
    }
    return names
  }

  // MARK: From the weakest operator to the strongest

  private mutating func alternatives() throws(Failure) -> Double {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.depthLimit else { throw Failure(message: "expression is nested too deeply") }
    var value = try conjunction()
    while take("||") {
      let other = try conjunction()
      value = value != 0 || other != 0 ? 1 : 0
    }
    return value
  }

  private mutating func conjunction() throws(Failure) -> Double {
    var value = try comparison()
    while take("&&") {
      let other = try comparison()
      value = value != 0 && other != 0 ? 1 : 0
    }
    return value
  }

  private mutating func comparison() throws(Failure) -> Double {
    var value = try sum()
    while let sign = takeFirst(["==", "!=", "<=", ">=", "<", ">"]) {
      let other = try sum()
      let holds =
        switch sign {
        case "==": value == other
        case "!=": value != other
        case "<=": value <= other
        case ">=": value >= other
        case "<": value < other
        default: value > other
        }
      value = holds ? 1 : 0
    }
    return value
  }

  private mutating func sum() throws(Failure) -> Double {
    var value = try product()
    while let sign = takeFirst(["+", "-"]) {
      let other = try product()
      value = sign == "+" ? value + other : value - other
    }
    return value
  }

  private mutating func product() throws(Failure) -> Double {
    var value = try power()
    while !isAhead("**"), let sign = takeFirst(["*", "/", "%"]) {
      let other = try power()
      switch sign {
      case "*": value *= other
      case "/": value /= other
      default: value = value.truncatingRemainder(dividingBy: other)
      }
    }
    return value
  }

  private mutating func power() throws(Failure) -> Double {
    let value = try signed()
    guard take("**") else { return value }
    let exponent = try power()
    return Self.power(value, exponent)
  }

  private mutating func signed() throws(Failure) -> Double {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.depthLimit else { throw Failure(message: "expression is nested too deeply") }
    if take("!") { return try signed() == 0 ? 1 : 0 }
    if take("-") { return try -signed() }
    return try atom()
  }

  private mutating func atom() throws(Failure) -> Double {
    skipSpace()
    guard place < text.count else { throw Failure(message: "unexpected end of expression") }
    if take("(") {
      let value = try alternatives()
      guard take(")") else { throw unexpected() }
      return value
    }
    if take("$") { return try variable() }
    let first = text[place]
    if first.isNumber || first == "." { return try number() }
    if first.isLetter { return try function() }
    throw unexpected()
  }

  private mutating func variable() throws(Failure) -> Double {
    let isBraced = take("{")
    let name = word(isBraced ? { $0 != "}" } : { $0.isLetter || $0.isNumber || $0 == "_" })
    if isBraced, !take("}") { throw unexpected() }
    guard let value = variables[name] else { throw Failure(message: "could not find variable \(name)") }
    return value
  }

  private mutating func number() throws(Failure) -> Double {
    var digits = word { $0.isNumber || $0 == "." }
    if place < text.count, text[place] == "e" || text[place] == "E" {
      digits.append(text[place])
      place += 1
      if place < text.count, text[place] == "-" || text[place] == "+" {
        digits.append(text[place])
        place += 1
      }
      digits += word(\.isNumber)
    }
    guard let value = Double(digits) else { throw unexpected() }
    return value
  }

  private mutating func function() throws(Failure) -> Double {
    let name = word { $0.isLetter || $0 == "_" }
    guard take("(") else { throw unexpected() }
    let constants = ["nan": Double.nan, "null": Double.nan, "inf": Double.infinity, "infn": -Double.infinity]
    if let constant = constants[name] {
      guard take(")") else { throw unexpected() }
      return constant
    }
    let value = try alternatives()
    guard take(")") else { throw unexpected() }
    return try Self.call(name, value)
  }

  // MARK: Characters

  private mutating func skipSpace() {
    while place < text.count, text[place].isWhitespace { place += 1 }
  }

  private mutating func isAhead(_ sign: String) -> Bool {
    skipSpace()
    return text[place...].starts(with: sign)
  }

  private mutating func take(_ sign: String) -> Bool {
    guard isAhead(sign) else { return false }
    place += sign.count
    return true
  }

  private mutating func takeFirst(_ signs: [String]) -> String? {
    for sign in signs where take(sign) { return sign }
    return nil
  }

  private mutating func word(_ belongs: (Character) -> Bool) -> String {
    let start = place
    while place < text.count, belongs(text[place]) { place += 1 }
    return String(text[start..<place])
  }

  private func unexpected() -> Failure {
    guard place < text.count else { return Failure(message: "unexpected end of expression") }
    return Failure(message: "unexpected \"\(text[place])\" in expression")
  }
}
