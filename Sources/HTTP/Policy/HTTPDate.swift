import Base

/// Dates in header fields (RFC 9110 section 5.6.7).
public enum HTTPDate {
  /// Reads the three forms that a recipient must know: `Sun, 06 Nov 1994 08:49:37 GMT`,
  /// `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`. Nil for anything else.
  ///
  /// - Parameter now: settles the century of the second form: a year that looks more than 50 years ahead is past.
  public static func parse(_ text: String, now: Timestamp) -> Timestamp? {
    let words = text.split { $0 == " " || $0 == "," }.map(String.init)
    let parts: (day: String, month: String, year: String, time: String)
    switch words.count {
    case 6 where words[5] == "GMT": parts = (words[1], words[2], words[3], words[4])
    case 5: parts = (words[2], words[1], words[4], words[3])
    case 4 where words[3] == "GMT":
      let date = words[1].split(separator: "-").map(String.init)
      guard date.count == 3, date[2].count == 2, let year = Int(date[2]) else { return nil }
      let thisYear = CivilTime(now).year
      let guess = thisYear / 100 * 100 + year
      parts = (date[0], date[1], String(guess > thisYear + 50 ? guess - 100 : guess), words[2])
    default: return nil
    }
    let clock = parts.time.split(separator: ":").compactMap { Int($0) }
    guard clock.count == 3, let month = months.firstIndex(of: parts.month), let day = Int(parts.day),
      let year = Int(parts.year),
      let civil = CivilTime(
        year: year, month: month + 1, day: day, hour: clock[0], minute: clock[1], second: clock[2])
    else { return nil }
    return Timestamp(secondsSinceEpoch: civil.secondsSinceEpoch)
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
