/// Tells what Go's regexp refuses (regexp/syntax/parse.go with the flags of regexp.Compile), which is RE2's syntax.
///
/// Programs of unusual size are not counted; nested repetitions are.
struct GoRegularExpression {
  private static let repeatLimit = 1000
  private static let depthLimit = 1000
  /// Beyond what anybody writes, in characters.
  private static let lengthLimit = 1 << 20

  /// What a repetition operator would repeat.
  private enum Last {
    case nothing
    /// How often it is repeated already.
    case atom(Int)
    case repetition
  }

  private struct Group {
    var last = Last.nothing
    /// The most repetitions of anything in it.
    var repeats = 1
  }

  private let text: [Unicode.Scalar]
  private var offset = 0
  private var groups = [Group()]
  private var names: Set<String> = []
  /// From here on no `:]` is left, so that no `[:` begins a class with a name.
  private var noNamedClassFrom: Int?

  private init(_ text: String) {
    self.text = Array(text.unicodeScalars)
  }

  /// Why an expression is refused, for a message; nil where it is none. The expression itself is not shown.
  static func problem(in text: String) -> String? {
    var parser = GoRegularExpression(text)
    return Refusal.problem { () throws(Refusal) in try parser.parse() }
  }

  private mutating func parse() throws(Refusal) {
    guard text.count <= Self.lengthLimit else {
      throw Refusal(problem: "it is longer than the \(Self.lengthLimit) characters that this check reads")
    }
    while offset < text.count {
      let character = text[offset]
      switch character {
      case "(": try open()
      case ")": try close()
      case "|":
        offset += 1
        groups[groups.count - 1].last = .nothing
      case "[":
        try characterClass()
        add()
      case "*", "+", "?":
        offset += 1
        try repetition(count: nil)
      case "{":
        if let count = try takeCount() {
          try repetition(count: count)
        } else {
          offset += 1
          add()
        }
      case "\\": try escape()
      default:
        offset += 1
        add()
      }
    }
    guard groups.count == 1 else { throw Refusal(problem: "a group is not closed") }
  }

  private mutating func add(_ repeats: Int = 1) {
    groups[groups.count - 1].last = .atom(repeats)
  }

  // MARK: Groups

  private mutating func open() throws(Refusal) {
    offset += 1
    if offset < text.count, text[offset] == "?" {
      let isFlagsOnly = try prefix()
      if isFlagsOnly { return }
    }
    guard groups.count < Self.depthLimit else { throw Refusal(problem: "it is nested too deeply") }
    groups.append(Group())
  }

  private mutating func close() throws(Refusal) {
    guard groups.count > 1, let group = groups.popLast() else {
      throw Refusal(problem: "a ) closes no group")
    }
    offset += 1
    groups[groups.count - 1].repeats = max(groups[groups.count - 1].repeats, group.repeats)
    add(group.repeats)
  }

  /// What follows `(`: a name, flags, or what only other languages have.
  /// - Returns: whether it was flags without a group.
  private mutating func prefix() throws(Refusal) -> Bool {
    let unsupported = Refusal(problem: "(? begins something that RE2 does not have, such as a lookaround")
    offset += 1
    if starts(with: "P<") || starts(with: "<") && !starts(with: "<=") && !starts(with: "<!") {
      offset += text[offset] == "P" ? 2 : 1
      let start = offset
      while offset < text.count, text[offset] != ">" { offset += 1 }
      guard offset < text.count else { throw Refusal(problem: "a group's name is not closed") }
      let name = String(String.UnicodeScalarView(text[start..<offset]))
      offset += 1
      let isWord = name.utf8.allSatisfy {
        LabelName.isDigit($0) || LabelName.isLetter($0) || $0 == UInt8(ascii: "_")
      }
      guard !name.isEmpty, isWord else { throw Refusal(problem: "a group's name is no word") }
      guard names.insert(name).inserted else { throw Refusal(problem: "two groups have one name") }
      return false
    }
    var hasMinus = false
    var hasFlag = false
    while offset < text.count {
      let character = text[offset]
      offset += 1
      switch character {
      case "i", "m", "s", "U": hasFlag = true
      case "-":
        guard !hasMinus else { throw unsupported }
        hasMinus = true
        hasFlag = false
      case ":", ")":
        guard !hasMinus || hasFlag else { throw unsupported }
        return character == ")"
      default: throw unsupported
      }
    }
    throw Refusal(problem: "a group is not closed")
  }

  private func starts(with part: String) -> Bool {
    text[offset...].starts(with: part.unicodeScalars)
  }

  // MARK: Repetition

  /// `{2}`, `{2,}` or `{2,5}`: the larger number. Nil where the brace is only a character.
  private mutating func takeCount() throws(Refusal) -> Int? {
    var place = offset + 1
    func digits(from start: Int) -> Int {
      var end = start
      while end < text.count, "0"..."9" ~= text[end] { end += 1 }
      return end
    }
    let minimumEnd = digits(from: place)
    guard minimumEnd > place, let minimum = number(place..<minimumEnd) else { return nil }
    place = minimumEnd
    var maximum: Int? = minimum
    if place < text.count, text[place] == "," {
      let end = digits(from: place + 1)
      maximum = end == place + 1 ? nil : number(place + 1..<end)
      place = end
    }
    guard place < text.count, text[place] == "}" else { return nil }
    offset = place + 1
    guard minimum <= Self.repeatLimit, maximum.map({ $0 <= Self.repeatLimit && $0 >= minimum }) ?? true else {
      throw Refusal(problem: "a count of repetitions is above 1000 or turned round")
    }
    return max(maximum ?? minimum, 1)
  }

  /// Beyond the limit every number is alike. Go takes a count with a leading zero for characters.
  private func number(_ range: Range<Int>) -> Int? {
    if range.count > 1, text[range.lowerBound] == "0" { return nil }
    if range.count > 6 { return 1_000_000 }
    return Int(String(String.UnicodeScalarView(text[range])))
  }

  private mutating func repetition(count: Int?) throws(Refusal) {
    let repeats: Int
    switch groups[groups.count - 1].last {
    case .nothing: throw Refusal(problem: "a repetition has nothing before it")
    case .repetition: throw Refusal(problem: "a repetition follows another one")
    case .atom(let inner): repeats = inner * (count ?? 1)
    }
    guard repeats <= Self.repeatLimit else {
      throw Refusal(problem: "nested repetitions multiply to more than 1000")
    }
    if offset < text.count, text[offset] == "?" { offset += 1 }
    groups[groups.count - 1].last = .repetition
    groups[groups.count - 1].repeats = max(groups[groups.count - 1].repeats, repeats)
  }

  // MARK: Escapes and classes

  private mutating func escape() throws(Refusal) {
    guard offset + 1 < text.count else { throw Refusal(problem: "it ends in a backslash") }
    switch text[offset + 1] {
    case "A", "b", "B", "z":
      offset += 2
      add()
    case "Q":
      offset += 2
      while offset < text.count {
        if starts(with: "\\E") {
          offset += 2
          return
        }
        offset += 1
        add()
      }
    case "C": throw Refusal(problem: "\\C is not supported")
    default:
      _ = try escapedCharacter()
      add()
    }
  }

  /// A class such as `\d` gives nil, anything else its character.
  private mutating func escapedCharacter() throws(Refusal) -> UInt32? {
    offset += 1
    guard offset < text.count else { throw Refusal(problem: "it ends in a backslash") }
    let character = text[offset]
    offset += 1
    let invalid = Refusal(problem: "an escape is not known")
    switch character {
    case "d", "D", "s", "S", "w", "W": return nil
    case "p", "P":
      try unicodeClass()
      return nil
    case "1"..."7":
      guard offset < text.count, "0"..."7" ~= text[offset] else {
        throw Refusal(problem: "it has a backreference, which RE2 does not have")
      }
      return octal(from: character)
    case "0": return octal(from: character)
    case "x": return try hexadecimal()
    case "a": return 7
    case "f": return 12
    case "n": return 10
    case "r": return 13
    case "t": return 9
    case "v": return 11
    case "a"..."z", "A"..."Z", "8", "9": throw invalid
    default:
      guard character.isASCII else { throw invalid }
      return character.value
    }
  }

  private mutating func octal(from first: Unicode.Scalar) -> UInt32 {
    var value = first.value - 0x30
    for _ in 0..<2 where offset < text.count && "0"..."7" ~= text[offset] {
      value = value * 8 + text[offset].value - 0x30
      offset += 1
    }
    return value
  }

  private mutating func hexadecimal() throws(Refusal) -> UInt32 {
    let invalid = Refusal(problem: "an escape \\x has no hexadecimal number")
    let isBraced = offset < text.count && text[offset] == "{"
    var end = offset + (isBraced ? 1 : 0)
    let start = end
    while end < text.count, isBraced ? text[end] != "}" : end < start + 2 { end += 1 }
    let digits = String(String.UnicodeScalarView(text[start..<end]))
    guard let value = UInt32(digits, radix: 16), value <= 0x10FFFF, !digits.hasPrefix("+"),
      isBraced ? end < text.count : digits.utf8.count == 2
    else { throw invalid }
    offset = isBraced ? end + 1 : end
    return value
  }

  /// `\pL`, `\p{Greek}`, `\p{^Lu}`: general categories and scripts.
  private mutating func unicodeClass() throws(Refusal) {
    let unknown = Refusal(problem: "a class \\p has no name that is known")
    guard offset < text.count else { throw unknown }
    var name = String(text[offset])
    offset += 1
    if name == "{" {
      let start = offset
      while offset < text.count, text[offset] != "}" { offset += 1 }
      guard offset < text.count else { throw unknown }
      name = String(String.UnicodeScalarView(text[start..<offset]))
      offset += 1
    }
    if name.hasPrefix("^") { name.removeFirst() }
    guard UnicodeClasses.names.contains(name) else { throw unknown }
  }

  private mutating func characterClass() throws(Refusal) {
    let unclosed = Refusal(problem: "a class of characters is not closed")
    offset += 1
    if offset < text.count, text[offset] == "^" { offset += 1 }
    var isFirst = true
    while offset < text.count, isFirst || text[offset] != "]" {
      isFirst = false
      if starts(with: "[:"), try takeNamedClass() { continue }
      guard let low = try classCharacter(), offset + 1 < text.count, text[offset] == "-",
        text[offset + 1] != "]"
      else { continue }
      offset += 1
      guard let high = try classCharacter(), high >= low else {
        throw Refusal(problem: "a range of characters is turned round")
      }
    }
    guard offset < text.count else { throw unclosed }
    offset += 1
  }

  /// `[:alpha:]`; false where no `:]` closes it, which makes it characters.
  private mutating func takeNamedClass() throws(Refusal) -> Bool {
    if let none = noNamedClassFrom, offset + 2 >= none { return false }
    var end = offset + 2
    while end + 1 < text.count, !(text[end] == ":" && text[end + 1] == "]") { end += 1 }
    guard end + 1 < text.count else {
      noNamedClassFrom = offset + 2
      return false
    }
    var name = String(String.UnicodeScalarView(text[offset + 2..<end]))
    if name.hasPrefix("^") { name.removeFirst() }
    let known = [
      "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space",
      "upper", "word", "xdigit",
    ]
    guard known.contains(name) else { throw Refusal(problem: "a class [:name:] is not known") }
    offset = end + 2
    return true
  }

  private mutating func classCharacter() throws(Refusal) -> UInt32? {
    guard offset < text.count else { throw Refusal(problem: "a class of characters is not closed") }
    if text[offset] == "\\" { return try escapedCharacter() }
    offset += 1
    return text[offset - 1].value
  }
}
