/// Durations as Go and Kubernetes manifests write them: `30s`, `1h30m`, `1.5h`, `250ms`.
public enum GoDuration {
  /// Nil where the text is not a Go duration, or where it does not fit. A plain `0` is allowed, as in Go.
  public static func parse(_ text: String) -> Duration? {
    var rest = Array(text.utf8)[...]
    var isNegative = false
    if let sign = rest.first, sign == 0x2B || sign == 0x2D {
      isNegative = sign == 0x2D
      rest.removeFirst()
    }
    if rest.elementsEqual([0x30]) { return .zero }
    if rest.isEmpty { return nil }
    var nanoseconds = 0.0
    while !rest.isEmpty {
      let number = rest.prefix { (0x30...0x39).contains($0) || $0 == 0x2E }
      guard let value = Double(String(decoding: number, as: UTF8.self)) else { return nil }
      rest = rest.dropFirst(number.count)
      let unit = rest.prefix { !(0x30...0x39).contains($0) && $0 != 0x2E }
      guard let factor = nanosecondsPerUnit[String(decoding: unit, as: UTF8.self)] else { return nil }
      rest = rest.dropFirst(unit.count)
      nanoseconds += value * factor
    }
    guard nanoseconds < 9.2e18 else { return nil }
    let whole = Int64(nanoseconds.rounded())
    return .nanoseconds(isNegative ? -whole : whole)
  }

  /// The shortest usual spelling: `1h30m0s` as Go prints it, without the parts that are zero.
  public static func format(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    if seconds == 0 {
      let milliseconds = attoseconds / 1_000_000_000_000_000
      return milliseconds == 0 ? "0s" : "\(milliseconds)ms"
    }
    var text = ""
    if seconds >= 3600 { text += "\(seconds / 3600)h" }
    if seconds % 3600 >= 60 { text += "\(seconds % 3600 / 60)m" }
    if seconds % 60 > 0 { text += "\(seconds % 60)s" }
    return text
  }

  private static let nanosecondsPerUnit: [String: Double] = [
    "ns": 1, "us": 1e3, "µs": 1e3, "μs": 1e3, "ms": 1e6, "s": 1e9, "m": 60e9, "h": 3600e9,
  ]
}
