import Base

/// Cuts the text of an Alloy configuration into words.
struct AlloyScanner {
  private var rest: Substring.UnicodeScalarView
  private var line = 1
  private var column = 1
  private var tokens: [AlloyToken] = []

  private init(_ text: String) {
    rest = text[...].unicodeScalars
  }

  static func tokens(_ text: String) throws(AlloySyntaxError) -> [AlloyToken] {
    var scanner = AlloyScanner(text)
    while try scanner.scan() {}
    return scanner.tokens
  }

  private var position: Position { Position(line: line, column: column) }

  @discardableResult
  private mutating func take() -> Unicode.Scalar? {
    guard let scalar = rest.popFirst() else { return nil }
    if scalar == "\n" {
      line += 1
      column = 1
    } else {
      column += UTF8.width(scalar)
    }
    return scalar
  }

  /// Takes one word. False at the end of the text.
  private mutating func scan() throws(AlloySyntaxError) -> Bool {
    let start = position
    guard let first = rest.first else {
      tokens.append(AlloyToken(kind: .lineEnd, position: start))
      tokens.append(AlloyToken(kind: .end, position: start))
      return false
    }
    switch first {
    case " ", "\t", "\r": take()
    case "\n":
      take()
      tokens.append(AlloyToken(kind: .lineEnd, position: start))
    case "\"": tokens.append(AlloyToken(kind: .string(try string(start)), position: start))
    case "`": tokens.append(AlloyToken(kind: .string(try rawString(start)), position: start))
    case "/" where rest.dropFirst().first == "/":
      while let next = rest.first, next != "\n" { take() }
    case "/" where rest.dropFirst().first == "*": try comment(start)
    default:
      if AlloyIdentifier.isLetter(first) {
        tokens.append(
          AlloyToken(
            kind: .name(run { AlloyIdentifier.isLetter($0) || AlloyIdentifier.isDigit($0) }), position: start)
        )
      } else if AlloyIdentifier.isDigit(first) {
        tokens.append(AlloyToken(kind: .number(number()), position: start))
      } else {
        tokens.append(AlloyToken(kind: .sign(try sign(start)), position: start))
      }
    }
    return true
  }

  private mutating func run(while belongs: (Unicode.Scalar) -> Bool) -> String {
    var text = String.UnicodeScalarView()
    while let next = rest.first, belongs(next) {
      text.append(next)
      take()
    }
    return String(text)
  }

  private mutating func number() -> String {
    var text = run { AlloyIdentifier.isDigit($0) || $0 == "." }
    if let exponent = rest.first, exponent == "e" || exponent == "E" {
      text += "e"
      take()
      if let sign = rest.first, sign == "-" || sign == "+" {
        text.unicodeScalars.append(sign)
        take()
      }
      text += run { AlloyIdentifier.isDigit($0) }
    }
    return text
  }

  private mutating func string(_ start: Position) throws(AlloySyntaxError) -> String {
    take()
    var bytes: [UInt8] = []
    while true {
      let place = position
      guard let next = take(), next != "\n" else {
        throw AlloySyntaxError("the text has no closing quote", at: start)
      }
      if next == "\"" { return String(decoding: bytes, as: UTF8.self) }
      guard next == "\\" else {
        bytes.append(contentsOf: Array(String(next).utf8))
        continue
      }
      var ahead = rest.prefix(AlloyStringLiteral.longestEscape)
      let count = ahead.count
      guard let escape = AlloyStringLiteral.unescape(&ahead) else {
        throw AlloySyntaxError("the escape is unknown", at: place)
      }
      for _ in 0..<(count - ahead.count) { take() }
      switch escape {
      case .scalar(let scalar): bytes.append(contentsOf: Array(String(scalar).utf8))
      case .byte(let byte): bytes.append(byte)
      }
    }
  }

  private mutating func rawString(_ start: Position) throws(AlloySyntaxError) -> String {
    take()
    let text = run { $0 != "`" }
    guard take() != nil else { throw AlloySyntaxError("the text has no closing backquote", at: start) }
    return text.filter { $0 != "\r" }
  }

  private mutating func comment(_ start: Position) throws(AlloySyntaxError) {
    take()
    take()
    while let next = take() {
      if next == "*", rest.first == "/" {
        take()
        return
      }
    }
    throw AlloySyntaxError("the comment does not end", at: start)
  }

  private static let pairs: Set<String> = ["==", "!=", "<=", ">=", "&&", "||"]
  private static let signs: Set<Unicode.Scalar> = [
    "{", "}", "[", "]", "(", ")", ",", ".", "=", "+", "-", "*", "/", "%", "^", "<", ">", "!",
  ]

  private mutating func sign(_ start: Position) throws(AlloySyntaxError) -> String {
    let pair = String(String.UnicodeScalarView(rest.prefix(2)))
    if Self.pairs.contains(pair) {
      take()
      take()
      return pair
    }
    guard let single = take(), Self.signs.contains(single) else {
      throw AlloySyntaxError("the character has no meaning here", at: start)
    }
    return String(single)
  }
}
