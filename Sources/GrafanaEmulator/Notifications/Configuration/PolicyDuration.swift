/// A duration as Prometheus writes it: `1h30m`, `1d`.
struct PolicyDuration: Sendable, Equatable {
  let milliseconds: Int

  private static let units: [(name: String, milliseconds: Int)] = [
    ("y", 31_536_000_000), ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000),
    ("s", 1000), ("ms", 1),
  ]

  /// Units from large to small, each at most once; `0` needs none.
  init?(_ text: String) {
    if text == "0" {
      milliseconds = 0
      return
    }
    var rest = Substring(text)
    var total = 0
    var units = Self.units[...]
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      let name = rest.dropFirst(digits.count).prefix { !$0.isNumber }
      guard let count = Int(digits), let place = units.firstIndex(where: { $0.name == name }) else {
        return nil
      }
      let (part, overflows) = count.multipliedReportingOverflow(by: units[place].milliseconds)
      let (sum, overflowsToo) = total.addingReportingOverflow(part)
      guard !overflows, !overflowsToo else { return nil }
      total = sum
      units = units[(place + 1)...]
      rest = rest.dropFirst(digits.count + name.count)
    }
    milliseconds = total
  }

  /// Years and weeks only where nothing is left.
  var text: String {
    guard milliseconds != 0 else { return "0s" }
    var rest = milliseconds
    var text = ""
    for unit in Self.units {
      let mustBeWhole = unit.name == "y" || unit.name == "w"
      guard rest >= unit.milliseconds, !mustBeWhole || rest % unit.milliseconds == 0 else { continue }
      text += "\(rest / unit.milliseconds)\(unit.name)"
      rest %= unit.milliseconds
    }
    return text
  }
}
