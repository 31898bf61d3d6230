/// Durations as Prometheus writes them: whole numbers with the units `y w d h m s ms`, each once, from large to
/// small. A real agent refuses `1.5s`, `30m1h` and `5` (data agent-verdicts, group metrics-remote-write).
public enum PrometheusDuration {
  /// Nil where the text is no such duration, or does not fit. A plain `0` is allowed.
  public static func parse(_ text: String) -> Duration? {
    if text == "0" { return .zero }
    if text.isEmpty { return nil }
    var rest = Array(text.utf8)[...]
    var milliseconds = 0
    var unit = -1
    while !rest.isEmpty {
      let digits = rest.prefix { (0x30...0x39).contains($0) }
      rest = rest.dropFirst(digits.count)
      let name = String(decoding: rest.prefix { !(0x30...0x39).contains($0) }, as: UTF8.self)
      rest = rest.dropFirst(name.utf8.count)
      guard let number = Int(String(decoding: digits, as: UTF8.self)),
        let place = units.firstIndex(where: { $0.name == name }), place > unit
      else { return nil }
      let (product, isTooLarge) = number.multipliedReportingOverflow(by: units[place].milliseconds)
      let (sum, isOver) = milliseconds.addingReportingOverflow(product)
      guard !isTooLarge, !isOver, sum < limit else { return nil }
      milliseconds = sum
      unit = place
    }
    return .milliseconds(milliseconds)
  }

  /// As Prometheus' and Grafana's servers write it back: `1d`, `1h30m`, `5m`, `0s`. Years and weeks stand only where
  /// nothing is left over (Prometheus, common/model).
  public static func format(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    var rest = Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    if rest == 0 { return "0s" }
    var text = ""
    for unit in units where rest >= unit.milliseconds {
      if unit.milliseconds >= 7 * day, rest % unit.milliseconds != 0 { continue }
      text += "\(rest / unit.milliseconds)\(unit.name)"
      rest %= unit.milliseconds
    }
    return text
  }

  private static let units: [(name: String, milliseconds: Int)] = [
    ("y", 365 * day), ("w", 7 * day), ("d", day), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
  ]
  private static let day = 86_400_000
  /// Go keeps durations in 63 bits of nanoseconds.
  private static let limit = 9_223_372_036_854
}
