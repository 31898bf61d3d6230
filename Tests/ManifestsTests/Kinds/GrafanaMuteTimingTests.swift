import Base
import Manifests
import Testing

@Suite struct GrafanaMuteTimingTests {
  private func spec(_ fields: String) -> String { "spec: {instanceSelector: {}, \(fields)}" }

  private func read(_ interval: String, _ extra: String = "") async throws -> GrafanaMuteTiming {
    let set = try await load(
      manifest("GrafanaMuteTiming", spec("name: nights, time_intervals: [{\(interval)}]\(extra)")))
    #expect(set.diagnostics.map(\.message) == [])
    return try #require(set.items.first?.spec as? GrafanaMuteTiming)
  }

  @Test func readsAMuteTiming() async throws {
    let timing = try await read(
      """
      times: [{start_time: "22:00", end_time: "24:00"}], weekdays: ["Monday:friday", sunday],
      days_of_month: ["1:15", "-1", "-3:-1"], months: ["january:March", "12", may], years: ["2030:2031", "2033"],
      location: Europe/Rome
      """, ", editable: false")
    #expect(timing.name == "nights")
    #expect(!timing.isEditable)
    let interval = timing.intervals[0]
    #expect(interval.times.map { "\($0.start)-\($0.end)" } == ["22:00-24:00"])
    #expect(interval.weekdays == ["monday:friday", "sunday"])
    #expect(interval.daysOfMonth == ["1:15", "-1", "-3:-1"])
    #expect(interval.months == ["1:3", "12", "5"])
    #expect(interval.years == ["2030:2031", "2033"])
    #expect(interval.location == "Europe/Rome")
  }

  @Test func isOpenToPeopleUnlessItSaysOtherwise() async throws {
    #expect(try await read("weekdays: [monday]").isEditable)
  }

  @Test(
    arguments: [
      ("time_intervals: [{weekdays: [monday]}]", ["spec.name is missing"]),
      ("name: '', time_intervals: [{weekdays: [monday]}]", ["spec.name is empty"]),
      ("name: x", ["spec.time_intervals is missing"]),
      ("name: x, time_intervals: []", ["spec.time_intervals is empty and would mute nothing"]),
      ("name: x, time_intervals: [{}]", ["spec.time_intervals[0] names no time, so that it always holds"]),
      (
        "name: x, time_intervals: [{weekdays: [], location: UTC}]",
        ["spec.time_intervals[0] names no time, so that it always holds"]
      ),
    ] as [(String, [String])])
  func tellsWhatIsWrong(fields: String, expected: [String]) async throws {
    #expect(try await messages("GrafanaMuteTiming", spec(fields)) == expected)
  }

  /// Each of these is answered "bad request data" by servers, or stored without a meaning.
  @Test(arguments: [
    ("weekdays: [someday]", "weekdays has the entry \"someday\", which is none"),
    ("weekdays: [\"friday:monday\"]", "weekdays has the entry \"friday:monday\", which is none"),
    ("months: [\"13\"]", "months has the entry \"13\", which is none"),
    ("months: [\"may:april\"]", "months has the entry \"may:april\", which is none"),
    ("days_of_month: [\"32\"]", "days_of_month has the entry \"32\", which is none"),
    ("days_of_month: [\"0\"]", "days_of_month has the entry \"0\", which is none"),
    ("days_of_month: [\"-1:5\"]", "days_of_month has the entry \"-1:5\", which is none"),
    ("years: [\"2031:2030\"]", "years has the entry \"2031:2030\", which is none"),
    ("years: [soon]", "years has the entry \"soon\", which is none"),
    (
      "times: [{start_time: \"25:00\", end_time: \"26:00\"}]", "times[0].start_time is no time of day: 25:00"
    ),
    ("times: [{start_time: \"6:00\", end_time: \"07:00\"}]", "times[0].start_time is no time of day: 6:00"),
    ("times: [{end_time: \"07:00\"}]", "times[0].start_time is missing"),
    (
      "times: [{start_time: \"22:00\", end_time: \"06:00\"}]",
      "times[0] ends at 06:00, not after its start at 22:00"
    ),
  ])
  func refusesWhatServersRefuseWithoutAReason(interval: String, expected: String) async throws {
    let found = try await messages(
      "GrafanaMuteTiming", spec("name: x, time_intervals: [{\(interval)}]"))
    #expect(found.first == "spec.time_intervals[0].\(expected)")
  }
}
