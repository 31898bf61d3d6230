import Base
import GrafanaEmulator
import Reconcile
import TestSupport
import Testing

/// What real servers have answered, met by every call that it belongs to: what happened is told in words that name the
/// object, its file and what the server said; nothing is lost; and the next cycle recovers when the fault has ended.
@Suite(
  .enabled(if: SharedData.isPresent(RecordedAnswer.folder), "../shared/data/grafana-recordings is not there"))
struct RecordedFaultsEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  static let versions = FaultSeat.allVersions

  @Test(arguments: versions)
  func everyAnswerIsToldAndRecoveredFrom(version: String) async throws {
    let cases = FaultCase.make(try RecordedAnswer.all.get())[version] ?? []
    let bench = try await FaultBench(version: version)
    try await bench.play(cases)
    print(
      "Grafana \(version): \(bench.played) cases of recorded refusals, \(bench.silent.count) needed no word")
    for failure in bench.failures { Issue.record("\(failure)") }
    // What needs no word is what says that an object is not there: it is made again, or it was to go anyway.
    for item in bench.silent where !item.needsNoWord { Issue.record("\(item.name): not a word is said") }
  }

  /// So many there are, so that a change of the reader or of the table of calls does not empty the test unseen.
  @Test func noRefusalIsLeftOut() throws {
    let answers = try RecordedAnswer.all.get()
    let seats = FaultKind.all.flatMap(\.seats)
    let taken = answers.filter { answer in seats.contains { $0.takes(answer) } }
    let left = answers.filter { answer in !seats.contains { $0.takes(answer) } }
    let cases = FaultCase.make(answers).values.reduce(0) { $0 + $1.count }
    print("\(answers.count) recorded refusals, \(taken.count) of calls that are made, \(cases) cases")
    #expect(answers.count >= 627)
    #expect(taken.count >= 385)
    #expect(cases >= 470)
    for answer in left
    where !UncalledRoutes.patterns.contains(where: {
      UncalledRoutes.covers($0.pattern, isWhole: $0.isWhole, answer.path)
    }) {
      Issue.record("neither a call of Sluice's nor known as none: \(answer.name)")
    }
    for (pattern, isWhole) in UncalledRoutes.patterns
    where !left.contains(where: { UncalledRoutes.covers(pattern, isWhole: isWhole, $0.path) }) {
      Issue.record("covers nothing: \(pattern)")
    }
    for seat in seats
    where seat.relatives.contains(where: { route in
      !taken.contains { FaultSeat.covers(route, $0.path) }
    }) {
      Issue.record("has relatives without a refusal: \(seat.route)")
    }
  }

  /// The calls of `sluice history` and `sluice restore`.
  @Test func thePastOfADashboardIsToldOrNotThere() async throws {
    let history = ["/api/dashboards/uid/*/versions", "/api/dashboards/uid/*/versions/*"]
    let answers = try RecordedAnswer.all.get().filter { answer in
      answer.method == "GET" && history.contains { FaultSeat.covers($0, answer.path) }
    }
    #expect(answers.count >= 5)
    let world = try await World()
    try await world.push(["team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a")])
    let daemon = try await world.start()
    #expect(await daemon.cycle().state == .success)
    for answer in answers {
      let seat = FaultSeat(.observe, "GET", "/api/dashboards/uid/{}/versions")
      world.workspace.use(FaultPlan(seat.rules(answer, object: "a")))
      do throws(RestoreFailure) {
        let versions = try await daemon.reconciler.keptVersions(of: [ObjectKey(.dashboard, "a")])
        #expect(versions.isEmpty && answer.status == 404, "\(answer.name)")
      } catch {
        #expect(
          error.message.contains(answer.line) && answer.status != 404, "\(answer.name): \(error.message)")
      }
    }
    world.workspace.use(FaultPlan())
    let kept = try await daemon.reconciler.keptVersions(of: [ObjectKey(.dashboard, "a")])
    #expect(kept.map(\.versions.count) == [1])
    // A version that is listed and cannot be read.
    for answer in answers {
      let seat = FaultSeat(.read, "GET", "/api/dashboards/uid/{}/versions/*")
      world.workspace.use(FaultPlan(seat.rules(answer, object: "a")))
      do throws(RestoreFailure) {
        try await daemon.reconciler.restore(kept[0].versions[0], of: kept[0].key, in: kept[0].target)
        Issue.record("\(answer.name): is restored")
      } catch {
        let isGone = answer.status == 404 || answer.message.contains("not found")
        let words = isGone ? "is not kept by the workspace any more" : answer.line
        #expect(error.message.contains(words), "\(answer.name): \(error.message)")
      }
    }
    await daemon.stop()
  }
}
