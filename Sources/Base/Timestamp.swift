/// An instant in Coordinated Universal Time, to the millisecond.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Milliseconds since 1970-01-01T00:00:00Z; leap seconds do not count, as in Unix time.
  public let millisecondsSinceEpoch: Int64

  public init(millisecondsSinceEpoch: Int64) {
    self.millisecondsSinceEpoch = millisecondsSinceEpoch
  }

  public init(secondsSinceEpoch: Int64) {
    millisecondsSinceEpoch = secondsSinceEpoch * 1000
  }

  /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
  public var secondsSinceEpoch: Int64 { Timestamp.floorDivide(millisecondsSinceEpoch, 1000) }

  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.millisecondsSinceEpoch < right.millisecondsSinceEpoch
  }

  public static func + (instant: Timestamp, duration: Duration) -> Timestamp {
    Timestamp(millisecondsSinceEpoch: instant.millisecondsSinceEpoch + milliseconds(of: duration))
  }

  public static func - (instant: Timestamp, duration: Duration) -> Timestamp {
    Timestamp(millisecondsSinceEpoch: instant.millisecondsSinceEpoch - milliseconds(of: duration))
  }

  /// The time from the right instant to the left one; negative where the right one is later.
  public static func - (later: Timestamp, earlier: Timestamp) -> Duration {
    .milliseconds(later.millisecondsSinceEpoch - earlier.millisecondsSinceEpoch)
  }

  private static func milliseconds(of duration: Duration) -> Int64 {
    let (seconds, attoseconds) = duration.components
    return seconds * 1000 + attoseconds / 1_000_000_000_000_000
  }

  static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
  }
}

extension Timestamp: CustomStringConvertible {
  /// RFC 3339 in UTC with whole seconds: `2026-11-21T14:03:11Z`.
  public var description: String { formatted(fraction: "") }

  /// RFC 3339 in UTC with milliseconds: `2026-11-21T14:03:11.042Z`.
  public var precise: String {
    let milliseconds = Int(millisecondsSinceEpoch - secondsSinceEpoch * 1000)
    return formatted(fraction: "." + Timestamp.padded(milliseconds, 3))
  }

  private func formatted(fraction: String) -> String {
    let civil = CivilTime(self)
    let date =
      "\(Timestamp.padded(civil.year, 4))-\(Timestamp.padded(civil.month, 2))-\(Timestamp.padded(civil.day, 2))"
    let hour = Timestamp.padded(civil.hour, 2)
    let minute = Timestamp.padded(civil.minute, 2)
    return "\(date)T\(hour):\(minute):\(Timestamp.padded(civil.second, 2))\(fraction)Z"
  }

  static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}

extension Timestamp {
  /// Reads RFC 3339 with any offset and any number of fraction digits (those beyond milliseconds are cut):
  /// `2026-11-21T14:03:11Z`, `2026-11-21t15:03:11.5+01:00`. Nil for anything else, and for days that no calendar has.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[10] | 0x20 == 0x74,
      bytes[13] == 0x3A, bytes[16] == 0x3A,
      let year = Timestamp.number(bytes[0..<4]), let month = Timestamp.number(bytes[5..<7]),
      let day = Timestamp.number(bytes[8..<10]), let hour = Timestamp.number(bytes[11..<13]),
      let minute = Timestamp.number(bytes[14..<16]), let second = Timestamp.number(bytes[17..<19])
    else { return nil }
    var rest = bytes[19...]
    var milliseconds = 0
    if rest.first == 0x2E {
      let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
      guard !digits.isEmpty else { return nil }
      for place in 0..<3 {
        let index = digits.startIndex + place
        milliseconds = milliseconds * 10 + (index < digits.endIndex ? Int(digits[index] - 0x30) : 0)
      }
      rest = rest.dropFirst(digits.count + 1)
    }
    guard let offset = Timestamp.offsetMinutes(rest),
      let civil = CivilTime(
        year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    else { return nil }
    let seconds = civil.secondsSinceEpoch - Int64(offset * 60)
    self.init(millisecondsSinceEpoch: seconds * 1000 + Int64(milliseconds))
  }

  private static func offsetMinutes(_ text: ArraySlice<UInt8>) -> Int? {
    let bytes = Array(text)
    if bytes.count == 1, bytes[0] | 0x20 == 0x7A { return 0 }
    guard bytes.count == 6, bytes[0] == 0x2B || bytes[0] == 0x2D, bytes[3] == 0x3A,
      let hours = number(bytes[1..<3]), let minutes = number(bytes[4..<6]), hours < 24, minutes < 60
    else { return nil }
    return (bytes[0] == 0x2D ? -1 : 1) * (hours * 60 + minutes)
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for digit in digits {
      guard (0x30...0x39).contains(digit) else { return nil }
      value = value * 10 + Int(digit - 0x30)
    }
    return value
  }
}
