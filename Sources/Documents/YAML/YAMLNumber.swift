/// A number as go-yaml v2 reads it: underscores dropped, Go's base prefixes (a leading 0 is octal), 64 bits, then
/// floats, then integers of any size.
enum YAMLNumber {
  case integer(Int)
  /// From 2^63 up to 2^64 - 1.
  case unsigned(UInt64)
  case float(Double)
  /// Decimal digits of an integer that is out of the range of doubles or was not written in decimal.
  case large(String)

  enum Reading {
    case number(YAMLNumber)
    case notANumber
    case tooLong
  }

  /// Beyond 64 bits, so that changing the base of a long number costs little.
  static let digitLimit = 1000

  init?(_ text: String) {
    guard case .number(let number) = Self.read(text) else { return nil }
    self = number
  }

  /// The number in JSON; floats in the one spelling that Go's encoder also uses.
  var json: JSONNumber {
    switch self {
    case .integer(let value): JSONNumber(value)
    case .unsigned(let value): JSONNumber(validLexeme: String(value))
    case .float(let value): JSONNumber(value) ?? JSONNumber(0)
    case .large(let digits): JSONNumber(validLexeme: digits)
    }
  }

  /// The name of a JSON member, where sigs.k8s.io/yaml has one for such a key: it formats floats with the digits of
  /// single precision, and takes no integer from 2^63 on.
  var memberName: String? {
    switch self {
    case .integer(let value): String(value)
    case .float(let value): Self.shortForm(Float(value))
    case .unsigned, .large: nil
    }
  }

  static func read(_ text: String) -> Reading {
    // Most texts that begin with a digit or a sign show early that they are none, and may be long (base64).
    guard text.utf8.allSatisfy(mayStandInNumber) else { return .notANumber }
    if text.utf8.first == UInt8(ascii: ".") {
      // Read as Go reads a float, where an underscore must stand between two digits.
      guard !text.contains("_") || hasOnlyInnerUnderscores(text) else { return .notANumber }
      return float(text.utf8.filter { $0 != UInt8(ascii: "_") }).map { .number($0) } ?? .notANumber
    }
    let bytes = text.utf8.filter { $0 != UInt8(ascii: "_") }
    var digits = bytes[...]
    var isNegative = false
    var isSigned = false
    if let sign = digits.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
      isSigned = true
      isNegative = sign == UInt8(ascii: "-")
      digits = digits.dropFirst()
    }
    guard !digits.isEmpty else { return .notANumber }
    let base = takeBase(&digits)
    switch integer(digits, base: base) {
    case .value(let magnitude):
      if magnitude <= UInt64(Int.max) {
        return .number(.integer(isNegative ? -Int(magnitude) : Int(magnitude)))
      }
      if isNegative, magnitude == UInt64(Int.max) + 1 { return .number(.integer(Int.min)) }
      if !isSigned { return .number(.unsigned(magnitude)) }
      return float(bytes).map { .number($0) } ?? .notANumber
    case .malformed: return float(bytes).map { .number($0) } ?? .notANumber
    case .outOfRange:
      if let number = float(bytes) { return .number(number) }
      if isSigned { return .notANumber }
      return digits.count > digitLimit ? .tooLong : .number(.large(decimal(digits, base: base)))
    }
  }

  private static func mayStandInNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "x"), UInt8(ascii: "X"), UInt8(ascii: "o"), UInt8(ascii: "O"):
      true
    default: false
    }
  }

  /// Takes a prefix as Go's ParseInt does with base 0.
  private static func takeBase(_ digits: inout ArraySlice<UInt8>) -> UInt64 {
    guard digits.first == UInt8(ascii: "0") else { return 10 }
    if digits.count >= 3 {
      let base: UInt64? =
        switch digits[digits.startIndex + 1] | 0x20 {
        case UInt8(ascii: "b"): 2
        case UInt8(ascii: "o"): 8
        case UInt8(ascii: "x"): 16
        default: nil
        }
      if let base {
        digits = digits.dropFirst(2)
        return base
      }
    }
    digits = digits.dropFirst()
    return 8
  }

  private enum Magnitude {
    case value(UInt64)
    case malformed
    case outOfRange
  }

  private static func integer(_ digits: ArraySlice<UInt8>, base: UInt64) -> Magnitude {
    var value: UInt64 = 0
    var isOver = false
    for byte in digits {
      guard let digit = digitValue(byte), digit < base else { return .malformed }
      if isOver { continue }
      let (product, hasCarry) = value.multipliedReportingOverflow(by: base)
      let (sum, hasOverflow) = product.addingReportingOverflow(digit)
      isOver = hasCarry || hasOverflow
      value = sum
    }
    return isOver ? .outOfRange : .value(value)
  }

  private static func digitValue(_ byte: UInt8) -> UInt64? {
    switch byte {
    case 0x30...0x39: UInt64(byte - 0x30)
    case 0x41...0x46: UInt64(byte - 0x41 + 10)
    case 0x61...0x66: UInt64(byte - 0x61 + 10)
    default: nil
    }
  }

  /// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, in the range of doubles.
  private static func float(_ bytes: [UInt8]) -> YAMLNumber? {
    var rest = bytes[...]
    if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    let whole = takeDigits(&rest)
    var fraction = 0
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      fraction = takeDigits(&rest)
    }
    guard whole > 0 || fraction > 0 else { return nil }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
      guard takeDigits(&rest) > 0 else { return nil }
    }
    guard rest.isEmpty, let value = Double(String(decoding: bytes, as: UTF8.self)), value.isFinite else {
      return nil
    }
    return .float(value)
  }

  private static func takeDigits(_ rest: inout ArraySlice<UInt8>) -> Int {
    let count = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }.count
    rest = rest.dropFirst(count)
    return count
  }

  private static func hasOnlyInnerUnderscores(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.indices.allSatisfy { index in
      bytes[index] != UInt8(ascii: "_")
        || index > 0 && index + 1 < bytes.count && isDigit(bytes[index - 1]) && isDigit(bytes[index + 1])
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  /// The digits of another base in decimal, by one pass over the decimal digits for each.
  private static func decimal(_ digits: ArraySlice<UInt8>, base: UInt64) -> String {
    var reversed: [UInt64] = [0]
    for byte in digits {
      var carry = digitValue(byte) ?? 0
      for index in reversed.indices {
        let value = reversed[index] * base + carry
        reversed[index] = value % 10
        carry = value / 10
      }
      while carry > 0 {
        reversed.append(carry % 10)
        carry /= 10
      }
    }
    return String(decoding: reversed.reversed().map { UInt8($0) + 0x30 }, as: UTF8.self)
  }

  /// Go's format 'g' with the fewest digits that tell the number apart: from 1e-4 up to below 1e6 without an exponent,
  /// otherwise with one of two digits or more.
  private static func shortForm(_ value: Float) -> String {
    guard value.isFinite else { return value < 0 ? "-.inf" : ".inf" }
    let sign = value < 0 ? "-" : ""
    let parts = "\(value.magnitude)".split(separator: "e")
    let halves = parts[0].split(separator: ".")
    let written = halves.joined()
    let leadingZeros = written.prefix { $0 == "0" }.count
    var digits = written.dropFirst(leadingZeros)
    while digits.last == "0" { digits = digits.dropLast() }
    guard let first = digits.first else { return "0" }
    let exponent = halves[0].count - leadingZeros - 1 + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    if exponent < -4 || exponent >= 6 {
      let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
      let size = exponent.magnitude < 10 ? "0\(exponent.magnitude)" : "\(exponent.magnitude)"
      return "\(sign)\(first)\(fraction)e\(exponent < 0 ? "-" : "+")\(size)"
    }
    if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits }
    if digits.count <= exponent + 1 {
      return sign + digits + String(repeating: "0", count: exponent + 1 - digits.count)
    }
    return sign + digits.prefix(exponent + 1) + "." + digits.dropFirst(exponent + 1)
  }
}
