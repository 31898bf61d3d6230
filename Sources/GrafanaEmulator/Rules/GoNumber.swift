/// Numbers as Go prints them.
enum GoNumber {
  /// With an exponent of two digits at least: `1e+00`, `2.5e-03`.
  static func exponential(_ value: Double) -> String {
    guard value.isFinite else { return plain(value) }
    guard value != 0 else { return "0e+00" }
    let (digits, exponent) = parts(value)
    let fraction = digits.dropFirst()
    let size = exponent.magnitude
    return (value < 0 ? "-" : "") + String(digits[0]) + (fraction.isEmpty ? "" : "." + String(fraction))
      + "e" + (exponent < 0 ? "-" : "+") + (size < 10 ? "0" : "") + String(size)
  }

  /// Whole numbers without a fraction.
  static func plain(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    return value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
  }

  /// The shortest digits that tell a number from its neighbours, and the power of ten of the first.
  private static func parts(_ value: Double) -> (digits: [Character], exponent: Int) {
    let text = "\(abs(value))"
    let halves = text.split(separator: "e")
    let mantissa = halves[0].split(separator: ".", omittingEmptySubsequences: false)
    var exponent = (halves.count > 1 ? Int(halves[1]) ?? 0 : 0) + mantissa[0].count - 1
    var digits = Array(mantissa.joined())
    while digits.count > 1, digits[0] == "0" {
      digits.removeFirst()
      exponent -= 1
    }
    while digits.count > 1, digits.last == "0" { digits.removeLast() }
    return (digits, exponent)
  }
}
