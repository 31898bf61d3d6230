import Apply
import Base
import Report
import Testing

@testable import Plan

@Suite struct InventoryRecoveryTests {
  private static let target = "g-0a1b2c3d4e"

  private func report(_ outcomes: [Outcome], minutes: Int, environment: String = "prod") -> CycleReport {
    Fixture.cycle(
      [Fixture.target(outcomes)], environment: environment,
      started: Fixture.now + .seconds(60 * minutes))
  }

  private func dashboard(
    _ verb: Action.Verb, _ name: String, adopted: Bool = false, pruned: Bool = true, implicit: Bool = false
  ) -> Action {
    Fixture.action(
      verb, .dashboard, name, "Title \(name)", in: "Platform", at: "\(name).yaml", line: 3, version: 2,
      isAdopted: adopted, isPruned: pruned, isImplicit: implicit)
  }

  private func note(_ reports: CycleReport...) -> String {
    reports.reduce(nil) { Note.text(adding: $1, to: $0) } ?? ""
  }

  private func commit(_ letter: String) -> String { String(repeating: letter, count: 40) }

  @Test func whatWasWrittenIsOwnedAgain() throws {
    let text = note(
      report(
        [
          Fixture.written(dashboard(.create, "a"), version: 7),
          Outcome(dashboard(.adopt, "b", adopted: true, pruned: false, implicit: true), .recorded),
        ], minutes: 1))
    let owned = try #require(
      InventoryRecovery.fold([(commit("a"), text)], environment: "prod")[Self.target])
    let entry = try #require(owned[ObjectKey(.dashboard, "a")])
    #expect(entry.reference == ObjectReference(kind: "GrafanaDashboard", namespace: "monitoring", name: "a"))
    #expect(entry.origin == SourceLocation(file: "a.yaml", position: Position(line: 3, column: 1)))
    #expect(entry.title == "Title a")
    #expect(entry.parentUID == "platform")
    #expect(entry.desiredDigest == Digest(of: "wanted a"))
    #expect(entry.observedDigest == Digest(of: "written a"))
    #expect(entry.version == 7)
    #expect(entry.marker == nil)
    #expect(entry.commit == commit("a"))
    #expect(entry.applied == Fixture.now.secondsSinceEpoch + 60)
    #expect(!entry.isAdopted && entry.isPruned && !entry.isImplicit)
    let adopted = try #require(owned[ObjectKey(.dashboard, "b")])
    #expect(adopted.isAdopted && !adopted.isPruned && adopted.isImplicit)
    #expect(adopted.observedDigest == Digest(of: "seen b"))
    #expect(adopted.version == 2)
  }

  @Test func timeDecidesNotTheOrderOfTheNotes() {
    let created = note(report([Fixture.written(dashboard(.create, "a"))], minutes: 1))
    let deleted = note(report([Fixture.written(dashboard(.delete, "a"))], minutes: 2))
    let again = note(report([Fixture.written(dashboard(.create, "a"))], minutes: 3))
    let notes = [(commit("a"), created), (commit("b"), deleted)]
    #expect(InventoryRecovery.fold(notes, environment: "prod").isEmpty)
    #expect(InventoryRecovery.fold(notes.reversed(), environment: "prod").isEmpty)
    let all = InventoryRecovery.fold([(commit("c"), again)] + notes, environment: "prod")
    #expect(all[Self.target]?.keys.map(\.uid) == ["a"])
    #expect(all[Self.target]?.values.first?.commit == commit("c"))
  }

  @Test func failuresAndReportsChangeNothing() {
    let failure = TargetFailure(.refused, "403")
    let text = note(
      report([Fixture.written(dashboard(.create, "a"))], minutes: 1),
      report(
        [
          Outcome(dashboard(.delete, "a"), .failed(failure)),
          Outcome(dashboard(.create, "b"), .failed(failure)),
          Outcome(dashboard(.create, "c"), .notTried(reason: "stopped")),
          Outcome(dashboard(.report, "d"), .recorded),
        ], minutes: 2))
    let owned = InventoryRecovery.fold([(commit("a"), text)], environment: "prod")
    #expect(owned[Self.target]?.keys.map(\.uid) == ["a"])
  }

  @Test func forgettingEndsOwnership() {
    let text = note(
      report([Fixture.written(dashboard(.create, "a"))], minutes: 1),
      report([Outcome(dashboard(.forget, "a"), .recorded)], minutes: 2))
    #expect(InventoryRecovery.fold([(commit("a"), text)], environment: "prod").isEmpty)
  }

  @Test func environmentsAndTargetsAreApart() {
    let staging = note(
      report([Fixture.written(dashboard(.create, "s"))], minutes: 1, environment: "staging"),
      report([Fixture.written(dashboard(.create, "p"))], minutes: 2))
    let owned = InventoryRecovery.fold([(commit("a"), staging)], environment: "prod")
    #expect(owned.keys.sorted() == [Self.target])
    #expect(owned[Self.target]?.keys.map(\.uid) == ["p"])
    #expect(InventoryRecovery.fold([(commit("a"), "Reviewed-by: Grace")], environment: "prod").isEmpty)
  }

  /// Summing up moves old facts into a newer entry; each fact must keep its own time, or an object that another
  /// commit's cycle deleted meanwhile would come back.
  @Test func summedUpFactsKeepTheirTime() {
    var first: String? = note(report([Fixture.written(dashboard(.create, "a"))], minutes: 1))
    let second = note(report([Fixture.written(dashboard(.delete, "a"))], minutes: 2))
    for minute in 3...40 {
      first = Note.text(
        adding: report([Fixture.written(dashboard(.update, "b"), version: minute)], minutes: minute),
        to: first)
    }
    let notes = [(commit("a"), first ?? ""), (commit("b"), second)]
    #expect(Note.parse(notes[0].1).entries.contains { $0.summedUp > 0 })
    let owned = InventoryRecovery.fold(notes, environment: "prod")
    #expect(owned[Self.target]?.keys.map(\.uid) == ["b"])
    #expect(owned[Self.target]?.values.first?.version == 40)
  }

  /// What a manifest has given up may still be in the target, or come back.
  @Test func placesOfSecretsAreKnownAgain() {
    var (made, changed) = (dashboard(.create, "a"), dashboard(.update, "a"))
    made.secretPlaces = ["/jsonData/x"]
    changed.secretPlaces = ["/jsonData/y"]
    let notes = [
      (commit("a"), note(report([Fixture.written(made)], minutes: 1))),
      (commit("b"), note(report([Fixture.written(changed)], minutes: 2))),
      (commit("c"), note(report([Fixture.written(dashboard(.delete, "a"))], minutes: 3))),
    ]
    #expect(
      InventoryRecovery.secretPlaces(notes, environment: "prod")
        == [Self.target: [ObjectKey(.dashboard, "a"): ["/jsonData/x", "/jsonData/y"]]])
    #expect(InventoryRecovery.secretPlaces(notes, environment: "other").isEmpty)
  }

  /// Only what was remembered last, and only while the object is owned.
  @Test func partsAreKnownAgain() {
    func links(_ verb: Action.Verb, _ uid: String, _ parts: [String]) -> Outcome {
      var outcome = Fixture.written(
        Fixture.action(verb, .correlations, uid, uid, in: "", at: "a.yaml", line: 1))
      outcome.parts = parts
      return outcome
    }
    let notes = [
      (
        commit("a"),
        note(report([links(.create, "a", ["one", "two"]), links(.create, "b", ["x"])], minutes: 1))
      ),
      (commit("b"), note(report([links(.update, "a", ["one"]), links(.delete, "b", [])], minutes: 2))),
    ]
    #expect(
      InventoryRecovery.parts(notes, environment: "prod")
        == [Self.target: [PartOwner.object(ObjectKey(.correlations, "a")): ["one"]]])
    #expect(InventoryRecovery.parts(notes, environment: "other").isEmpty)
  }
}
