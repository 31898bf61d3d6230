/// Amounts of bytes as Prometheus and blackbox_exporter read them (github.com/alecthomas/units, bytes.go and util.go,
/// ParseBase2Bytes): a sign, then numbers each with a unit, in this case of letters and all of one of the two families.
enum Base2Bytes {
  private static let families: [Set<String>] = [
    ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"], ["B", "KB", "MB", "GB", "TB", "PB", "EB"],
  ]

  static func isValid(_ text: String) -> Bool {
    var rest = Array(text.utf8)[...]
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    if rest.elementsEqual([UInt8(ascii: "0")]) { return true }
    var units: Set<String> = []
    var bytes = 0.0
    while !rest.isEmpty {
      let number = rest.prefix { LabelName.isDigit($0) || $0 == UInt8(ascii: ".") }
      rest = rest.dropFirst(number.count)
      let unit = rest.prefix { !LabelName.isDigit($0) && $0 != UInt8(ascii: ".") }
      rest = rest.dropFirst(unit.count)
      let dots = number.count { $0 == UInt8(ascii: ".") }
      guard dots <= 1, number.count > dots, let value = Double(padded(number)) else { return false }
      let name = String(decoding: unit, as: UTF8.self)
      units.insert(name)
      bytes += value * scale(of: name)
    }
    // Go keeps them in 63 bits.
    return !units.isEmpty && families.contains(where: units.isSubset) && bytes < 9_223_372_036_854_775_808
  }

  /// Swift reads no number that begins or ends in its point.
  private static func padded(_ number: ArraySlice<UInt8>) -> String {
    "0" + String(decoding: number, as: UTF8.self) + (number.last == UInt8(ascii: ".") ? "0" : "")
  }

  private static func scale(of unit: String) -> Double {
    guard let first = unit.first, let power = Array("BKMGTPE").firstIndex(of: first) else { return 1 }
    return Double(1 << (10 * power))
  }
}
