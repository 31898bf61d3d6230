import Base

/// How Go's standard types spell their values.
enum GoText {
  /// `time.Duration.String`: `1h30m0s`, `1.5s`, `100ms`, `0s`.
  static func duration(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let nanoseconds = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    if nanoseconds == 0 { return "0s" }
    if nanoseconds < 0 { return "-" + Self.duration(.zero - duration) }
    if nanoseconds < 1_000 { return "\(nanoseconds)ns" }
    if nanoseconds < 1_000_000 { return decimal(nanoseconds, digits: 3) + "µs" }
    if nanoseconds < 1_000_000_000 { return decimal(nanoseconds, digits: 6) + "ms" }
    let minutes = seconds / 60
    let rest = decimal(nanoseconds - minutes * 60_000_000_000, digits: 9) + "s"
    if minutes == 0 { return rest }
    return minutes < 60 ? "\(minutes)m" + rest : "\(minutes / 60)h\(minutes % 60)m" + rest
  }

  private static func decimal(_ value: Int64, digits: Int) -> String {
    var scale: Int64 = 1
    for _ in 0..<digits { scale *= 10 }
    var fraction = String(value % scale)
    fraction = String(repeating: "0", count: digits - fraction.count) + fraction
    while fraction.last == "0" { fraction.removeLast() }
    return "\(value / scale)" + (fraction.isEmpty ? "" : "." + fraction)
  }

  /// The shortest spelling of a number that reads back the same, without an exponent for what is usual.
  static func number(_ value: Double) -> String {
    if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
    return "\(value)"
  }

  /// `units.Base2Bytes.String` of github.com/alecthomas/units: `1MiB512KiB`, `0B`.
  static func bytes(_ count: Int) -> String {
    var rest = count
    var text = ""
    for (name, size) in binaryUnits.reversed() where rest >= size {
      text += "\(rest / size)\(name)"
      rest %= size
    }
    return text.isEmpty ? "0B" : text
  }

  /// Reads `256KB`, `4MiB`, `1kb`, `100`: units of 1024 however they are spelled (dskit's and Loki's byte sizes).
  static func byteCount(_ text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard let number = Double(digits) else { return nil }
    var unit = text.dropFirst(digits.count).lowercased().filter { $0 != " " }
    if unit.hasSuffix("ib") { unit = String(unit.dropLast(2)) + "b" }
    if unit == "" { unit = "b" }
    if unit.count == 1, unit != "b" { unit += "b" }
    guard let index = ["b", "kb", "mb", "gb", "tb", "pb"].firstIndex(of: unit) else { return nil }
    let result = number * Double(1 << (10 * index))
    return result < 9e18 ? Int(result) : nil
  }

  private static let binaryUnits: [(name: String, size: Int)] = [
    ("B", 1), ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40), ("PiB", 1 << 50),
  ]
}
