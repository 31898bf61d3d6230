internal import Documents

/// Named times at which alerts are kept back: a mute timing.
struct TimeInterval: Sendable, Equatable {
  var name: String
  var spans: [TimeSpan]

  /// Changes with the content only [12.4 mute_timings: update-identical].
  var version: String {
    var hash = RollingHash()
    hash.add(text: name)
    for span in spans { span.add(to: &hash) }
    return hash.text
  }

  /// The fields of the document, without provenance and version.
  var json: JSONObject {
    JSONObject(members: [("name", JSON(name)), ("time_intervals", .array(spans.map(\.json)))])
  }
}

/// Times of days, days, months and years that must all fit.
struct TimeSpan: Sendable, Equatable {
  /// A range with both ends; for times of a day in minutes, where the end does not belong to it.
  struct Bounds: Sendable, Equatable {
    let first: Int
    let last: Int
  }

  var times: [Bounds] = []
  /// Sunday is 0.
  var weekdays: [Bounds] = []
  /// From the end of the month where negative.
  var days: [Bounds] = []
  var months: [Bounds] = []
  var years: [Bounds] = []
  var location: String?

  static let weekdayNames = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]

  fileprivate func add(to hash: inout RollingHash) {
    for bounds in times + months + days + weekdays + years {
      hash.add(number: bounds.first)
      hash.add(number: bounds.last)
    }
    if let location { hash.add(text: location) }
  }

  fileprivate var json: JSON {
    var object = JSONObject()
    if !times.isEmpty {
      object["times"] = .array(
        times.map { ["start_time": JSON(Self.clock($0.first)), "end_time": JSON(Self.clock($0.last))] })
    }
    let weekdays = weekdays.map { Self.text($0) { Self.weekdayNames[$0] } }
    for (key, texts) in [
      ("weekdays", weekdays), ("days_of_month", days.map(Self.numbers)), ("months", months.map(Self.numbers)),
      ("years", years.map(Self.numbers)),
    ] where !texts.isEmpty {
      object[key] = JSON(texts: texts)
    }
    if let location { object["location"] = JSON(location) }
    return .object(object)
  }

  private static func numbers(_ bounds: Bounds) -> String { text(bounds) { String($0) } }

  private static func text(_ bounds: Bounds, _ name: (Int) -> String) -> String {
    bounds.first == bounds.last ? name(bounds.first) : "\(name(bounds.first)):\(name(bounds.last))"
  }

  private static func clock(_ minutes: Int) -> String {
    [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : String($0) }.joined(separator: ":")
  }
}
