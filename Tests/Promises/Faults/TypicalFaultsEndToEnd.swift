import TestSupport
import Testing

/// The same with answers that servers, and what stands in front of them, give to any call. Needs no recordings.
@Suite struct TypicalFaultsEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  /// The others for the calls that those before them do not know.
  static let versions = ["12.4", "9.3", "8.4"]

  private static func json(_ status: Int, _ message: String) -> RecordedAnswer {
    RecordedAnswer("", "", status, body: #"{"message":"\#(message)"}"#)
  }

  /// Each belongs to every call.
  static let answers = [
    json(400, "bad request data"), json(403, "You'll need additional permissions to perform this action"),
    json(409, "taken by another one"), json(412, "changed by someone else"),
    json(422, "two\\nlines of trouble"),
    json(429, "Too many requests"), json(500, "Internal Server Error - please inspect the log"),
    json(500, "database is locked"), json(400, "the password \(FaultBench.secret) is too weak"),
    RecordedAnswer("", "", 413, contentType: "text/html", body: "<html>413 Request Entity Too Large</html>"),
    RecordedAnswer("", "", 502, contentType: "text/html", body: "<html>502 Bad Gateway</html>"),
    RecordedAnswer("", "", 503, contentType: "", body: ""),
  ]

  /// Each ends a cycle, so that it has one of its own: it is played at one call of each verb.
  static let endingAnswers = [
    json(401, "Invalid API key"),
    RecordedAnswer("", "", 403, contentType: "text/html", body: "<html>blocked by a firewall</html>"),
    RecordedAnswer("", "", 404, contentType: "text/html", body: "<html>no such site</html>"),
    RecordedAnswer("", "", 302, contentType: "text/html", body: "<a href=\"/login\">Found</a>."),
  ]

  /// What is played at a call.
  /// - Parameter turn: moves from call to call.
  private static func answers(
    _ kind: FaultKind, _ seat: FaultSeat, at place: Int, turn: Int
  ) -> [RecordedAnswer] {
    if seat.verb == .observe {
      // Each has a round of its own: two of three.
      let some = [answers[1], answers[10], endingAnswers[0]]
      return [some[turn % 3], some[(turn + 1) % 3]]
    }
    if kind.isSingle || !seat.isOfOneObject { return Array(answers.prefix(3)) }
    let isFirst = kind.seats.first { $0.verb == seat.verb }?.route == seat.route
    return some(of: answers, from: place)
      + (kind.name == FaultKind.folder.name && isFirst ? endingAnswers : [])
  }

  /// A third of them, another one at each call, so that every kind meets all.
  private static func some(of answers: [RecordedAnswer], from place: Int) -> [RecordedAnswer] {
    (0..<answers.count / 3).map { answers[($0 + place * answers.count / 3) % answers.count] }
  }

  private static func cases(_ version: String) -> [FaultCase] {
    var cases: [FaultCase] = []
    for kind in FaultKind.all where kind.versions.contains(version) {
      for (place, seat) in kind.seats.enumerated()
      where seat.versions.first(where: { versions.contains($0) }) == version {
        for answer in answers(kind, seat, at: place, turn: cases.count) {
          let number = kind.isSingle || seat.verb == .observe ? 0 : cases.count
          cases.append(
            FaultCase(kind: kind, seat: seat, answer: answer, object: "\(kind.name)\(number)x"))
        }
      }
    }
    return cases
  }

  @Test(arguments: versions)
  func everyCallTellsAndRecovers(version: String) async throws {
    let cases = Self.cases(version)
    #expect(cases.count >= (version == Self.versions[0] ? 305 : 19))
    let bench = try await FaultBench(version: version)
    try await bench.play(cases)
    print(
      "Grafana \(version): \(bench.played) cases of typical answers, \(bench.silent.count) needed no word")
    for failure in bench.failures { Issue.record("\(failure)") }
    for item in bench.silent where !item.needsNoWord { Issue.record("\(item.name): not a word is said") }
  }
}
