import Base
import Documents

/// Brings a mute timing into the form that is compared: one spelling for each entry, nothing that is empty (reference
/// grafana-http-api.md section 6.5).
public enum MuteTimingForm {
  private static let lists: [(name: String, range: CalendarRange)] = [
    ("weekdays", .weekdays), ("days_of_month", .daysOfMonth), ("months", .months), ("years", .years),
  ]

  public static func normal(_ timing: JSON) -> JSON {
    ["time_intervals": .array((timing["time_intervals"]?.arrayValue ?? []).map { interval($0) })]
  }

  private static func interval(_ interval: JSON) -> JSON {
    var form = JSONObject()
    if let times = interval["times"]?.arrayValue, !times.isEmpty { form["times"] = .array(times) }
    for (name, range) in lists {
      guard let entries = interval[name]?.arrayValue, !entries.isEmpty else { continue }
      form[name] = .array(
        entries.map { entry in
          entry.stringValue.flatMap { range.normal($0) }.map { .string($0) } ?? entry
        })
    }
    if let location = interval["location"]?.stringValue, !location.isEmpty {
      form["location"] = .string(location)
    }
    return .object(form)
  }
}
