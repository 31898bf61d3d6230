internal import Base

/// The state of one parse: a buffer and a place in it.
struct JSONScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let options: JSONParser.Options
  private var place = 0
  private var depth = 0
  private var valueCount = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>, options: JSONParser.Options) {
    self.bytes = bytes
    self.options = options
  }

  mutating func document() throws(JSONSyntaxError) -> JSON {
    guard bytes.count <= options.byteLimit else {
      throw problem("the text is longer than \(options.byteLimit) bytes", at: 0)
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw problem("the text is UTF-16, UTF-8 is needed")
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
    skipWhiteSpace()
    let value = try value()
    skipWhiteSpace()
    guard place == bytes.count else { throw problem("expected the end of the document here") }
    return value
  }

  private mutating func value() throws(JSONSyntaxError) -> JSON {
    guard place < bytes.count else { throw problem("expected a value, found the end of the text") }
    valueCount += 1
    guard valueCount <= options.valueLimit else {
      throw problem("the text has more than \(options.valueLimit) values")
    }
    switch bytes[place] {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    default: throw problem("expected a value here")
    }
  }

  private mutating func literal(_ text: StaticString, _ value: JSON) throws(JSONSyntaxError) -> JSON {
    let length = text.utf8CodeUnitCount
    guard place + length <= bytes.count else { throw problem("expected a value here") }
    for index in 0..<length where bytes[place + index] != text.utf8Start[index] {
      throw problem("expected a value here")
    }
    place += length
    return value
  }

  private mutating func object() throws(JSONSyntaxError) -> JSON {
    try enter()
    var members: [JSONObject.Member] = []
    var names = MemberNames()
    skipWhiteSpace()
    if take(UInt8(ascii: "}")) {
      depth -= 1
      return .object(JSONObject())
    }
    while true {
      let start = place
      guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else {
        throw problem(members.isEmpty ? "expected a member name or } here" : "expected a member name here")
      }
      let key = try string()
      skipWhiteSpace()
      guard take(UInt8(ascii: ":")) else { throw problem("expected a colon here") }
      skipWhiteSpace()
      let value = try value()
      if let earlier = names.insert(key, at: start, among: members) {
        switch options.duplicateKeys {
        case .refuse:
          throw problem(
            "the member name \"\(key)\" stands twice in one object",
            plain: "a member name stands twice in one object", at: start, related: earlier.offset)
        case .lastWins: members[earlier.index].value = value
        }
      } else {
        members.append(JSONObject.Member(key: key, value: value))
      }
      skipWhiteSpace()
      if take(UInt8(ascii: ",")) {
        skipWhiteSpace()
        continue
      }
      guard take(UInt8(ascii: "}")) else { throw problem("expected a comma or } here") }
      depth -= 1
      return .object(JSONObject(uniqueMembers: members))
    }
  }

  private mutating func array() throws(JSONSyntaxError) -> JSON {
    try enter()
    var elements: [JSON] = []
    skipWhiteSpace()
    if take(UInt8(ascii: "]")) {
      depth -= 1
      return .array([])
    }
    while true {
      elements.append(try value())
      skipWhiteSpace()
      if take(UInt8(ascii: ",")) {
        skipWhiteSpace()
        continue
      }
      guard take(UInt8(ascii: "]")) else { throw problem("expected a comma or ] here") }
      depth -= 1
      return .array(elements)
    }
  }

  private mutating func enter() throws(JSONSyntaxError) {
    depth += 1
    guard depth <= options.depthLimit else {
      throw problem("more than \(options.depthLimit) lists and objects stand inside each other")
    }
    place += 1
  }

  private mutating func number() throws(JSONSyntaxError) -> JSONNumber {
    let start = place
    _ = take(UInt8(ascii: "-"))
    if take(UInt8(ascii: "0")) {
      if digits() > 0 { throw problem("a number may not begin with 0", at: start) }
    } else if digits() == 0 {
      throw problem("expected a digit here")
    }
    if take(UInt8(ascii: ".")), digits() == 0 { throw problem("expected a digit after the point") }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      if digits() == 0 { throw problem("expected a digit in the exponent") }
    }
    return JSONNumber(validLexeme: String(decoding: bytes[start..<place], as: UTF8.self))
  }

  private mutating func digits() -> Int {
    let start = place
    while place < bytes.count, bytes[place] >= 0x30, bytes[place] <= 0x39 { place += 1 }
    return place - start
  }

  private mutating func string() throws(JSONSyntaxError) -> String {
    place += 1
    let start = place
    var isASCII: UInt8 = 0
    while place < bytes.count {
      let byte = bytes[place]
      if byte == UInt8(ascii: "\"") {
        let text = try text(start..<place, isASCII: isASCII < 0x80)
        place += 1
        return text
      }
      if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
      if byte < 0x20 { throw problem("a control character in a string must be escaped") }
      isASCII |= byte
      place += 1
    }
    throw problem("the string is not closed", at: start - 1)
  }

  private func text(_ range: Range<Int>, isASCII: Bool) throws(JSONSyntaxError) -> String {
    let slice = UnsafeBufferPointer(rebasing: bytes[range])
    let text = String(decoding: slice, as: UTF8.self)
    if !isASCII, !options.replacesInvalidText, !text.utf8.elementsEqual(slice) {
      throw problem("the string is not UTF-8", at: range.lowerBound)
    }
    return text
  }

  private mutating func escapedString(from start: Int) throws(JSONSyntaxError) -> String {
    var scanner = JSONStringUnescaper(
      bytes: bytes, place: place, replacesInvalidText: options.replacesInvalidText)
    scanner.decoded = Array(bytes[start..<place])
    do {
      try scanner.run()
    } catch {
      throw problem(error.problem, at: error.offset)
    }
    place = scanner.place
    return scanner.text
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard place < bytes.count, bytes[place] == byte else { return false }
    place += 1
    return true
  }

  private mutating func skipWhiteSpace() {
    while place < bytes.count {
      switch bytes[place] {
      case 0x20, 0x0A, 0x0D, 0x09: place += 1
      default: return
      }
    }
  }

  /// - Parameter plain: nil where the text quotes nothing.
  private func problem(
    _ text: String, plain: String? = nil, at offset: Int? = nil, related: Int? = nil
  ) -> JSONSyntaxError {
    JSONSyntaxError(
      problem: text, plainProblem: plain ?? text, position: position(of: offset ?? place),
      offset: offset ?? place,
      related: related.map(position(of:)))
  }

  private func position(of offset: Int) -> Position {
    var line = 1
    var lineStart = 0
    for index in 0..<min(offset, bytes.count) where bytes[index] == 0x0A {
      line += 1
      lineStart = index + 1
    }
    return Position(line: line, column: offset - lineStart + 1)
  }
}

/// Finds names that stand twice: by looking through a small object, by a table in a large one.
private struct MemberNames {
  private var offsets: [Int] = []
  private var table: [ByteKey: Int] = [:]

  /// Where the name stood before, or nil after remembering it.
  mutating func insert(
    _ key: String, at offset: Int, among members: [JSONObject.Member]
  ) -> (index: Int, offset: Int)? {
    if members.count < 16 {
      if let index = members.firstIndex(where: { $0.key.hasSameBytes(as: key) }) {
        return (index, offsets[index])
      }
    } else {
      if table.isEmpty {
        for (index, member) in members.enumerated() { table[ByteKey(member.key)] = index }
      }
      if let index = table[ByteKey(key)] { return (index, offsets[index]) }
      table[ByteKey(key)] = members.count
    }
    offsets.append(offset)
    return nil
  }
}
