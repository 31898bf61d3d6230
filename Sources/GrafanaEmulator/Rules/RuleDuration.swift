/// Durations as alert rules have them: in milliseconds, written as Prometheus writes them (`1h30m`, `90d`).
enum RuleDuration {
  /// From the largest; only a whole number of years or weeks is written with them
  /// [prometheus/common, model.Duration: remembered].
  private static let units = [
    (name: "y", milliseconds: 31_536_000_000, isExact: true),
    (name: "w", milliseconds: 604_800_000, isExact: true),
    (name: "d", milliseconds: 86_400_000, isExact: false),
    (name: "h", milliseconds: 3_600_000, isExact: false),
    (name: "m", milliseconds: 60_000, isExact: false), (name: "s", milliseconds: 1_000, isExact: false),
    (name: "ms", milliseconds: 1, isExact: false),
  ]

  /// Each unit once, from large to small; a bare `0` too. Nil for anything else, such as `-5m` or `1.5h`.
  static func parse(_ text: String) -> Int? {
    if text == "0" { return 0 }
    var rest = Substring(text)
    var total = 0
    var least = -1
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      let name = rest.dropFirst(digits.count).prefix { $0.isLetter }
      guard let count = Int(digits), let place = units.firstIndex(where: { $0.name == name }), place > least
      else { return nil }
      let (product, isTooLarge) = count.multipliedReportingOverflow(by: units[place].milliseconds)
      guard !isTooLarge, product < 9_000_000_000_000 else { return nil }
      total += product
      least = place
      rest = rest.dropFirst(digits.count + name.count)
    }
    return least < 0 ? nil : total
  }

  static func text(_ milliseconds: Int) -> String {
    guard milliseconds > 0 else { return "0s" }
    var rest = milliseconds
    var text = ""
    for unit in units where !unit.isExact || rest % unit.milliseconds == 0 {
      let count = rest / unit.milliseconds
      guard count > 0 else { continue }
      text += "\(count)\(unit.name)"
      rest -= count * unit.milliseconds
    }
    return text
  }

  /// As Go prints a `time.Duration` of whole seconds: `15s`, `-1m0s`, `1h0m0s`.
  static func goText(seconds: Int) -> String {
    let amount = seconds.magnitude
    var text = seconds < 0 ? "-" : ""
    if amount >= 3600 { text += "\(amount / 3600)h" }
    if amount >= 60 { text += "\(amount % 3600 / 60)m" }
    return text + "\(amount % 60)s"
  }
}
