/// What the lists of a time interval of Alertmanager count (`weekdays`, `days_of_month`, `months`, `years`).
public enum CalendarRange: Sendable {
  case weekdays
  case daysOfMonth
  case months
  case years

  /// An entry such as `monday:friday` or `january:march` in the spelling that servers give back: names in lower case, months
  /// as numbers, a range of one as that one (recordings of mute_timings). Nil where it is no such entry. Servers also store
  /// a month 13, which never comes.
  public func normal(_ text: String) -> String? {
    let parts = text.lowercased().split(separator: ":", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let begin = number(parts[0]),
      let end = number(parts[parts.count - 1]),
      isRange(begin, end)
    else { return nil }
    return begin == end ? name(begin) : "\(name(begin)):\(name(end))"
  }

  /// What an entry may be, for people.
  public var rule: String {
    switch self {
    case .weekdays: "write days such as monday, or ranges such as monday:friday, which begin with sunday"
    case .daysOfMonth: "write days such as 1, ranges such as 1:15, or -1 for the last day of the month"
    case .months: "write months such as january or 1, or ranges such as january:march"
    case .years: "write years such as 2026, or ranges such as 2026:2028"
    }
  }

  private func number(_ text: Substring) -> Int? {
    switch self {
    case .weekdays: Self.dayNames.firstIndex(of: String(text))
    case .months:
      Self.monthNames.firstIndex(of: String(text)).map { $0 + 1 }
        ?? Int(text).flatMap { (1...12).contains($0) ? $0 : nil }
    case .daysOfMonth: Int(text).flatMap { $0 != 0 && (-31...31).contains($0) ? $0 : nil }
    case .years: Int(text).flatMap { (1...9999).contains($0) ? $0 : nil }
    }
  }

  /// Days counted from the end of the month are taken as those of a long one (Alertmanager, timeinterval package).
  private func isRange(_ begin: Int, _ end: Int) -> Bool {
    guard self == .daysOfMonth else { return begin <= end }
    if begin < 0, end > 0 { return false }
    return (begin < 0 ? begin + 32 : begin) <= (end < 0 ? end + 32 : end)
  }

  private func name(_ number: Int) -> String {
    self == .weekdays ? Self.dayNames[number] : String(number)
  }

  private static let dayNames = [
    "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
  ]
  private static let monthNames = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
  ]
}
