import Base

/// A time of which all that is given must hold. Servers answer what is wrong in it with "bad request data" and nothing more,
/// so all of it is looked at here (reference grafana-http-api.md section 6.5).
public struct MuteInterval: Sendable {
  /// A time of the day, `HH:MM`.
  public struct Span: Sendable {
    public let start: String
    public let end: String
  }

  public let times: [Span]
  /// In the spelling that servers give back, as the lists below.
  public let weekdays: [String]
  public let daysOfMonth: [String]
  public let months: [String]
  public let years: [String]
  /// A time zone such as `Europe/Rome`; nil is UTC.
  public let location: String?
}

extension MuteInterval {
  init?(_ fields: FieldReader) {
    times = fields.objects("times") { Span($0) } ?? []
    weekdays = fields.calendar("weekdays", .weekdays)
    daysOfMonth = fields.calendar("days_of_month", .daysOfMonth)
    months = fields.calendar("months", .months)
    years = fields.calendar("years", .years)
    location = fields.string("location").flatMap { $0.isEmpty ? nil : $0 }
    let names = ["times", "weekdays", "days_of_month", "months", "years"]
    if names.allSatisfy({ fields.elements($0)?.isEmpty ?? !fields.has($0) }) {
      fields.warning(
        "always-muted", "\(fields.path) names no time, so that it always holds",
        remedy: "write one of \(names.joined(separator: ", ")), or remove the interval")
    }
  }
}

extension MuteInterval.Span {
  init?(_ fields: FieldReader) {
    let start = fields.timeOfDay("start_time")
    let end = fields.timeOfDay("end_time")
    guard let start, let end else { return nil }
    // Both have two digits in each part, so that their order is that of the texts.
    guard start < end else {
      fields.error(
        "invalid-value", at: "end_time", "\(fields.path) ends at \(end), not after its start at \(start)",
        remedy: "write two intervals for a time over midnight, one to 24:00 and one from 00:00")
      return nil
    }
    self.init(start: start, end: end)
  }
}

extension FieldReader {
  /// Entries of a time interval in one spelling; those that are none are told.
  fileprivate func calendar(_ name: String, _ range: CalendarRange) -> [String] {
    (strings(name) ?? []).compactMap { text in
      if let normal = range.normal(text) { return normal }
      error(
        "invalid-value", at: name, "\(qualified(name)) has the entry \"\(text)\", which is none",
        remedy: range.rule)
      return nil
    }
  }

  fileprivate func timeOfDay(_ name: String) -> String? {
    let remedy = "write hours and minutes with two digits each, from 00:00 to 24:00"
    guard let text = requiredString(name, remedy: remedy) else { return nil }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
    let numbers = parts.compactMap { $0.utf8.count == 2 && $0.utf8.allSatisfy(isDigit) ? Int($0) : nil }
    if parts.count == 2, numbers.count == 2, numbers[0] < 24 && numbers[1] < 60 || numbers == [24, 0] {
      return text
    }
    error("invalid-value", at: name, "\(qualified(name)) is no time of day: \(text)", remedy: remedy)
    return nil
  }
}
