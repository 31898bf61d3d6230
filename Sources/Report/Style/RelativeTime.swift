import Base

/// Instants as people tell them, seen from now.
public enum RelativeTime {
  /// `just now`, `4 minutes ago`, `in 7 s`, `in 2 hours`.
  public static func sentence(_ instant: Timestamp, now: Timestamp) -> String {
    let seconds = (now - instant).components.seconds
    if seconds < 0 { return "in " + ahead(Int(-seconds)) }
    if seconds < 5 { return "just now" }
    return span(Int(seconds)) + " ago"
  }

  /// For narrow columns: `7s`, `2m`, `3h`, `12d`.
  public static func short(_ instant: Timestamp, now: Timestamp) -> String {
    let seconds = Int(max(0, (now - instant).components.seconds))
    switch seconds {
    case ..<60: return "\(seconds)s"
    case ..<3600: return "\(seconds / 60)m"
    case ..<86_400: return "\(seconds / 3600)h"
    default: return "\(seconds / 86_400)d"
    }
  }

  private static func ahead(_ seconds: Int) -> String { seconds < 120 ? "\(seconds) s" : span(seconds) }

  private static func span(_ seconds: Int) -> String {
    switch seconds {
    case ..<60: Amount.count(seconds, "second")
    case ..<3600: Amount.count(seconds / 60, "minute")
    case ..<86_400: Amount.count(seconds / 3600, "hour")
    case ..<(60 * 86_400): Amount.count(seconds / 86_400, "day")
    case ..<(730 * 86_400): Amount.count(seconds / (30 * 86_400), "month")
    default: Amount.count(seconds / (365 * 86_400), "year")
    }
  }

  /// A sentence with its RFC 3339 instants as clock times: `at 14:02 UTC` for today, with the date for other days.
  static func withClockTimes(_ sentence: String, now: Timestamp) -> String {
    sentence.split(separator: " ", omittingEmptySubsequences: false).map { word -> String in
      guard let instant = Timestamp(String(word)) else { return String(word) }
      let text = instant.description
      let clock = text.dropFirst(11).prefix(5) + " UTC"
      return text.prefix(10) == now.description.prefix(10) ? String(clock) : "\(clock) on \(text.prefix(10))"
    }.joined(separator: " ")
  }
}
