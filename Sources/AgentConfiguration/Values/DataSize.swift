/// Amounts of bytes as Promtail reads them (loki, pkg/util/flagext/bytesize.go, with github.com/c2h5oh/datasize): one
/// whole number and one unit in any case of letters, with blanks around the unit at most. No unit counts bytes, and
/// nothing at all is 0.
enum DataSize {
  private static let units: [String: UInt64] = [
    "": 0, "b": 0, "byte": 0, "k": 1, "kb": 1, "kilo": 1, "kilobyte": 1, "kilobytes": 1, "m": 2, "mb": 2,
    "mega": 2, "megabyte": 2, "megabytes": 2, "g": 3, "gb": 3, "giga": 3, "gigabyte": 3, "gigabytes": 3,
    "t": 4, "tb": 4, "tera": 4, "terabyte": 4, "terabytes": 4, "p": 5, "pb": 5, "peta": 5, "petabyte": 5,
    "petabytes": 5, "e": 6, "eb": 6, "exa": 6, "exabyte": 6, "exabytes": 6,
  ]

  static func isValid(_ text: String) -> Bool {
    if text.isEmpty { return true }
    let digits = text.utf8.prefix(while: LabelName.isDigit)
    guard let number = UInt64(String(decoding: digits, as: UTF8.self)),
      let power = units[String(text.dropFirst(digits.count)).trimmed.lowercased()]
    else { return false }
    return number <= UInt64.max >> (10 * power)
  }
}
