/// A JSON number by its digits, so that `1.0`, 20-digit integers and `1e400` survive untouched.
public struct JSONNumber: Sendable {
  /// The number as it was written.
  public let lexeme: String

  /// The caller has made sure that the text is a JSON number.
  package init(validLexeme: String) { lexeme = validLexeme }

  public init(_ number: Int) { lexeme = String(number) }

  /// Nil for infinity and NaN, which JSON cannot say.
  public init?(_ number: Double) {
    guard number.isFinite else { return nil }
    lexeme = DecimalNumber(String(number)).canonicalText
  }

  /// The nearest double; infinite where the number is out of range.
  public var doubleValue: Double { Double(lexeme) ?? .nan }

  /// Nil where the number has a fraction or does not fit.
  public var intValue: Int? { Int(lexeme) ?? Int(canonicalText) }

  /// One spelling for one value: `1`, `1.0` and `1e0` all give `1`, `-0` gives `0`; no digit is lost.
  public var canonicalText: String { DecimalNumber(lexeme).canonicalText }

  /// The number as a server that keeps doubles writes it back (Grafana 12.4): `12345678901234567890` gives
  /// `12345678901234567000`. Numbers out of the range of doubles stay as they are.
  public var roundedToDouble: JSONNumber { JSONNumber(doubleValue) ?? self }
}

extension JSONNumber: Equatable {
  /// By value, exactly.
  public static func == (left: JSONNumber, right: JSONNumber) -> Bool {
    left.lexeme == right.lexeme || left.canonicalText == right.canonicalText
  }
}

/// Sign, digits and the place of the point, with nothing superfluous.
private struct DecimalNumber {
  private var isNegative = false
  private var digits: [UInt8] = []
  /// Where the point stands, counted from before the first digit: 0.5 has 0, 12 has 2.
  private var pointPlace = 0
  /// Set where the exponent is too large to calculate with: such numbers keep their spelling.
  private var spelling: String?

  init(_ lexeme: String) {
    var fractionDigits = 0
    var isInFraction = false
    var rest = lexeme.utf8[...]
    if rest.first == UInt8(ascii: "-") {
      isNegative = true
      rest = rest.dropFirst()
    }
    while let byte = rest.first, byte != UInt8(ascii: "e"), byte != UInt8(ascii: "E") {
      if byte == UInt8(ascii: ".") {
        isInFraction = true
      } else {
        digits.append(byte)
        if isInFraction { fractionDigits += 1 }
      }
      rest = rest.dropFirst()
    }
    var exponent = 0
    if !rest.isEmpty {
      let written = String(rest.dropFirst()) ?? ""
      guard let value = Int(written), abs(value) < 1_000_000_000 else {
        spelling = lexeme.lowercased()
        return
      }
      exponent = value
    }
    pointPlace = digits.count - fractionDigits + exponent
    let zeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
    digits.removeFirst(zeros)
    pointPlace -= zeros
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
  }

  /// Plain decimals from 1e-6 up to 21 digits, as ECMAScript writes numbers; beyond, one digit and an exponent.
  var canonicalText: String {
    if let spelling { return spelling }
    if digits.isEmpty { return "0" }
    let sign = isNegative ? "-" : ""
    let text = String(decoding: digits, as: UTF8.self)
    if pointPlace > 0, pointPlace <= 21 {
      if digits.count <= pointPlace {
        return sign + text + String(repeating: "0", count: pointPlace - digits.count)
      }
      return sign + text.prefix(pointPlace) + "." + text.dropFirst(pointPlace)
    }
    if pointPlace <= 0, pointPlace > -6 {
      return sign + "0." + String(repeating: "0", count: -pointPlace) + text
    }
    let exponent = pointPlace - 1
    let fraction = digits.count > 1 ? "." + text.dropFirst() : ""
    return sign + text.prefix(1) + fraction + "e" + (exponent > 0 ? "+" : "") + String(exponent)
  }
}
