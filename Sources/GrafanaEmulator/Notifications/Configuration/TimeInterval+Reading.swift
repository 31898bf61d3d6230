internal import Documents
import Glibc

extension TimeInterval {
  /// Reads an interval as a client sends it; what cannot be read is a bad request.
  init(_ value: JSON) throws(Refusal) {
    guard let object = value.objectValue, let name = object["name"]?.stringValue, !name.isEmpty else {
      throw Refusal.badRequest
    }
    self.init(name: name, spans: [])
    for span in try TimeSpan.list(object["time_intervals"]) { spans.append(try TimeSpan(span)) }
  }
}

extension TimeSpan {
  private static let monthNames = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
  ]

  fileprivate init(_ value: JSON) throws(Refusal) {
    guard let object = value.objectValue else { throw Refusal.badRequest }
    for time in try Self.list(object["times"]) {
      guard let start = time["start_time"]?.stringValue.flatMap(Self.minutes),
        let end = time["end_time"]?.stringValue.flatMap(Self.minutes), start < end
      else { throw Refusal.badRequest }
      times.append(Bounds(first: start, last: end))
    }
    weekdays = try Self.bounds(object["weekdays"]) { Self.weekdayNames.firstIndex(of: $0.lowercased()) }
    days = try Self.bounds(object["days_of_month"], orders: false) { Int($0) }
    guard days.allSatisfy(Self.isDays) else { throw Refusal.badRequest }
    // Grafana takes a month 13 [mute_timings: create-month].
    months = try Self.bounds(object["months"]) { text in
      Self.monthNames.firstIndex(of: text.lowercased()).map { $0 + 1 } ?? Int(text)
    }
    years = try Self.bounds(object["years"]) { Int($0) }
    if let name = object["location"], !name.isNull {
      guard let name = name.stringValue, Self.isLocation(name) else { throw Refusal.badRequest }
      location = name
    }
  }

  fileprivate static func list(_ value: JSON?) throws(Refusal) -> [JSON] {
    guard let value, !value.isNull else { return [] }
    guard let list = value.arrayValue else { throw Refusal.badRequest }
    return list
  }

  /// `09:30`, up to `24:00`.
  private static func minutes(_ text: String) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.allSatisfy(\.isNumber) }),
      let hours = Int(parts[0]), let minutes = Int(parts[1]), minutes < 60,
      hours < 24 || hours == 24 && minutes == 0
    else { return nil }
    return hours * 60 + minutes
  }

  /// - Parameter orders: whether the first may not be beyond the last.
  private static func bounds(
    _ value: JSON?, orders: Bool = true, _ number: (String) -> Int?
  ) throws(Refusal) -> [Bounds] {
    var result: [Bounds] = []
    for entry in try list(value) {
      let parts = (entry.stringValue ?? "").split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count <= 2, let first = parts.first.flatMap({ number(String($0)) }),
        let last = parts.last.flatMap({ number(String($0)) }), !orders || first <= last
      else { throw Refusal.badRequest }
      result.append(Bounds(first: first, last: last))
    }
    return result
  }

  /// Days from the end of a month may follow days from its beginning.
  private static func isDays(_ bounds: Bounds) -> Bool {
    let isNear = { (day: Int) in day != 0 && abs(day) <= 31 }
    guard isNear(bounds.first), isNear(bounds.last), bounds.first > 0 || bounds.last < 0 else { return false }
    let place = { (day: Int) in day < 0 ? 31 + day : day }
    return place(bounds.first) <= place(bounds.last)
  }

  /// Whether the system knows a time zone.
  private static func isLocation(_ name: String) -> Bool {
    if ["", "UTC", "Local"].contains(name) { return true }
    guard !name.contains(".."), !name.hasPrefix("/"), !name.contains("\\"), !name.contains("\0") else {
      return false
    }
    let folder = "/usr/share/zoneinfo"
    // A machine without the data cannot tell.
    guard access(folder, R_OK) == 0 else { return name.contains("/") }
    var status = stat()
    return stat("\(folder)/\(name)", &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}
