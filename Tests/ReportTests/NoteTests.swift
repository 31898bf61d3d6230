import Apply
import Base
import Documents
import Plan
import Report
import TestSupport
import Testing

@Suite struct NoteTests {
  private static let minute = Duration.seconds(60)

  /// A cycle that updates one dashboard, so many minutes after the fixture's.
  private func update(_ name: String, minutes: Int, environment: String = "prod") -> CycleReport {
    let action = Fixture.action(.update, .dashboard, name, "Title of \(name)", at: "\(name).yaml")
    return Fixture.cycle(
      [Fixture.target([Fixture.written(action, version: minutes)])], environment: environment,
      started: Fixture.now + Self.minute * minutes)
  }

  @Test func readsWellAndComesBack() throws {
    let text = Note.text(adding: Fixture.cycle([Fixture.target(Fixture.outcomes)]), to: nil)
    #expect(Snapshot.difference(text, from: "note.txt") == nil)
    let entry = try #require(Note.parse(text).entries.first)
    #expect(entry == NoteEntry(Fixture.cycle([Fixture.target(Fixture.outcomes)])))
    #expect(entry.state == .success)
    #expect(entry.at == Fixture.now)
    #expect(entry.objects.map(\.verb) == [.create, .repair, .update, .move, .delete])
    #expect(entry.objects[2].version == 12)
    #expect(entry.objects[2].observedDigest == Digest(of: "written node-overview"))
  }

  @Test func tellsWhatIsHeldBackAndFailed() {
    let failed = Outcome(Fixture.overview, .failed(TargetFailure(.refused, "403 Forbidden")))
    let waiting = Outcome(Fixture.nginx, .blocked(by: [NeededObject(Fixture.folder)]))
    let told = Outcome(
      Fixture.action(
        .report, .dashboard, "hand", "Hand", at: "hand.yaml", because: "edited in Grafana by bob"), .recorded)
    let report = Fixture.cycle(
      [Fixture.target([failed, waiting, told]), Fixture.target([], failure: "the token has expired")],
      diagnostics: [Fixture.notJSON], sourceFailure: "no answer within 30s")
    let text = Note.text(adding: report, to: nil)
    #expect(Snapshot.difference(text, from: "note-errors.txt") == nil)
    #expect(Note.parse(text).entries == [NoteEntry(report)])
    #expect(Note.parse(text).entries.first?.errors.count == 5)
  }

  @Test func manyLinesAreSummedUpForPeopleOnly() {
    let outcomes = (0..<150).map { index in
      Fixture.written(
        Fixture.action(.create, .dashboard, "d\(index)", "Dashboard \(index)", at: "d\(index).yaml"))
    }
    let text = Note.text(adding: Fixture.cycle([Fixture.target(outcomes)]), to: nil)
    let lines = text.split(separator: "\n")
    #expect(lines.count == 2 + 100 + 1 + 1)
    #expect(lines[102] == "and 50 more, in the line below")
    #expect(Note.parse(text).entries.first?.objects.count == 150)
  }

  @Test func newerEntriesStandFirstAndEarlierOnesStay() {
    let first = Note.text(adding: update("a", minutes: 1), to: nil)
    let second = Note.text(adding: update("b", minutes: 2), to: first)
    #expect(Note.parse(second).entries.map(\.at) == [2, 1].map { Fixture.now + Self.minute * $0 })
    #expect(second.hasSuffix(first))
    // The same cycle noted twice is one entry.
    #expect(Note.text(adding: update("b", minutes: 2), to: second) == second)
  }

  @Test func whatOthersWroteStays() {
    let existing = "Reviewed-by: Grace\n\nsee ticket 7\n"
    let text = Note.text(adding: update("a", minutes: 1), to: existing)
    #expect(text.hasSuffix("\n\nReviewed-by: Grace\n\nsee ticket 7\n"))
    let later = "success · prod · of a later version\n{\"version\":2,\"state\":\"new\"}"
    let both = Note.text(adding: update("b", minutes: 2), to: text + "\n" + later + "\n")
    #expect(both.contains(later))
    #expect(both.contains("Reviewed-by: Grace"))
    #expect(Note.parse(both).entries.count == 2)
    #expect(Note.text(adding: update("b", minutes: 2), to: both) == both)
  }

  @Test(arguments: [
    "", "\n\n", "{\"version\":1}", "{\"version\":1,\"state\":\"success\"", "success · prod · nothing to do",
    "success · prod\n{\"version\":1,\"state\":\"success\",\"environment\":\"prod\",\"at\":\"never\",\"objects\":[]}",
    "success · p\n{\"version\":1,\"state\":\"success\",\"environment\":\"p\",\"at\":\"2026-11-21T14:07:11Z\","
      + "\"objects\":[{\"target\":\"g\"}]}",
    "success · p\n{\"version\":1,\"state\":\"success\",\"environment\":\"p\",\"at\":\"2026-11-21T14:07:11Z\","
      + "\"packedObjects\":\"AAAA\"}",
  ])
  func damagedNotesAreKeptAndHoldNothing(text: String) {
    let note = Note.text(adding: update("a", minutes: 1), to: text)
    #expect(Note.parse(text).entries.isEmpty)
    #expect(Note.parse(note).entries.count == 1)
    for line in text.split(separator: "\n") { #expect(note.contains(line)) }
  }

  @Test func twoWritersLoseNothing() {
    let base = Note.text(adding: update("a", minutes: 1), to: nil)
    let theirs = Note.text(adding: update("b", minutes: 2, environment: "staging"), to: base + "\nLGTM\n")
    let ours = Note.text(adding: update("c", minutes: 3), to: base)
    let merged = Note.merge(theirs, ours)
    #expect(Note.parse(merged).entries.map(\.environment) == ["prod", "staging", "prod"])
    #expect(merged.hasSuffix("\n\nLGTM\n"))
    #expect(Note.merge(ours, theirs) == merged)
    #expect(Note.merge(merged, merged) == merged)
  }

  @Test func oldEntriesAreSummedUpWithoutLosingOwnership() throws {
    var text: String?
    for minute in 1...30 {
      text = Note.text(adding: update("d\(minute % 7)", minutes: minute), to: text)
      text = Note.text(adding: update("s", minutes: minute, environment: "staging"), to: text)
    }
    let entries = Note.parse(try #require(text)).entries
    #expect(entries.count { $0.summedUp == 0 } == Note.mostEntries)
    let sums = entries.filter { $0.summedUp > 0 }
    #expect(sums.map(\.environment).sorted() == ["prod", "staging"])
    #expect(sums.map(\.summedUp) == [20, 20])
    let sum = try #require(sums.first { $0.environment == "prod" })
    #expect(sum.objects.map(\.key.uid) == (0...6).map { "d\($0)" })
    // The last of the summed up cycles that touched each.
    #expect(sum.objects.map(\.version) == [14, 15, 16, 17, 18, 19, 20])
    let start = try #require(text?.firstRange(of: "earlier · prod"))
    let line = text?[start.lowerBound...].prefix { $0 != "\n" }
    #expect(line == "earlier · prod · 20 cycles until 2026-11-21T14:27:11Z: 7 objects written, 0 deleted")
  }

  /// A quarter of eight thousand, in a quarter of the goal: the size grows with the number.
  @Test func eightThousandObjectsStayWithinTheGoal() throws {
    let outcomes = (0..<2000).map { index in
      let uid = Digest(of: "uid \(index)").description.prefix(40)
      let action = Fixture.action(
        .create, .dashboard, String(uid), "Service \(index) overview", in: "Platform",
        at: "teams/team-\(index % 100)/dashboards/service-\(index).yaml")
      // A dashboard is known to come back as it was written.
      return Outcome(action, .written(Written(digest: action.desiredDigest!, version: 1)))
    }
    let report = Fixture.cycle([Fixture.target(outcomes, equal: 0)], objects: 2000)
    let text = Note.text(adding: report, to: nil)
    #expect(text.utf8.count <= Note.sizeGoal / 4)
    #expect(Note.parse(text).entries.first == NoteEntry(report))
    // A later cycle on the same commit keeps the note within the goal and the objects in it.
    let later = Note.text(adding: update("d", minutes: 1), to: text)
    #expect(later.utf8.count <= Note.sizeGoal / 4)
    #expect(Note.parse(later).entries.map(\.objects.count) == [1, 2000])
  }

  @Test func manyErrorsAreSummedUp() throws {
    let outcomes = (0..<250).map { index in
      Outcome(
        Fixture.action(.create, .dashboard, "d\(index)", "Dashboard \(index)", at: "d\(index).yaml"),
        .failed(TargetFailure(.refused, "403")))
    }
    let entry = try #require(
      Note.parse(Note.text(adding: Fixture.cycle([Fixture.target(outcomes)]), to: nil)).entries.first)
    #expect(entry.errors.count == 101)
    #expect(entry.errors.last?.message == "150 errors")
  }

  @Test func titlesCannotForgeEntries() throws {
    let forged =
      "x\n{\"version\":1,\"state\":\"success\",\"environment\":\"prod\",\"at\":"
      + "\"2027-01-01T00:00:00Z\",\"objects\":[]}\nsuccess · prod · y"
    let action = Fixture.action(
      .update, .dashboard, "evil", forged, at: "evil.yaml", changes: [Change(forged)])
    let report = Fixture.cycle([Fixture.target([Fixture.written(action)])])
    let entries = Note.parse(Note.text(adding: report, to: nil)).entries
    #expect(entries.count == 1)
    #expect(entries.first?.objects.first?.title == forged)
    #expect(entries.first?.at == Fixture.now)
  }

  @Test func valuesOfChangesStayOutOfNotes() {
    let text = Note.text(adding: Fixture.cycle([Fixture.target(Fixture.outcomes)]), to: nil)
    #expect(!text.contains("node_cpu_seconds_total"))
  }
}
