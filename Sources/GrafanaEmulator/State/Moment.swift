import Glibc

/// A point in time, to the nanosecond.
struct Moment: Hashable, Comparable, Sendable {
  /// Nanoseconds since 1970.
  let nanoseconds: Int

  static var now: Moment {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Moment(nanoseconds: time.tv_sec * 1_000_000_000 + time.tv_nsec)
  }

  func adding(seconds: Int) -> Moment { Moment(nanoseconds: nanoseconds + seconds * 1_000_000_000) }

  static func < (left: Moment, right: Moment) -> Bool { left.nanoseconds < right.nanoseconds }

  /// `2026-11-21T12:14:30Z`.
  var text: String { dateAndTime + "Z" }

  /// `2026-11-21T12:16:57.118692793Z`, as Go prints a time that was never in a database.
  var preciseText: String {
    let fraction = nanoseconds % 1_000_000_000
    guard fraction != 0 else { return text }
    let digits = String(fraction)
    var padded = String(repeating: "0", count: 9 - digits.count) + digits
    while padded.hasSuffix("0") { padded.removeLast() }
    return "\(dateAndTime).\(padded)Z"
  }

  /// Go's zero time, which stands for "never".
  static let zeroText = "0001-01-01T00:00:00Z"

  /// `Sat, 21 Nov 2026 12:15:25 GMT`.
  var httpText: String {
    let parts = self.parts
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let date = "\(two(parts.tm_mday)) \(months[Int(parts.tm_mon)]) \(parts.tm_year + 1900)"
    let time = "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
    return "\(days[Int(parts.tm_wday)]), \(date) \(time) GMT"
  }

  private var parts: tm {
    var seconds = time_t(nanoseconds / 1_000_000_000)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    return parts
  }

  private var dateAndTime: String {
    let parts = self.parts
    let date = "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    return "\(date)T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
  }

  private func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : String(number) }
}
