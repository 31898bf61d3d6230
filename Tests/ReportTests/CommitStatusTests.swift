import Apply
import Base
import Report
import Testing

@Suite struct CommitStatusTests {
  private func description(_ report: CycleReport) -> String { CommitStatus(report).description }

  @Test func pendingNamesWhatItIsAppliedTo() {
    func pending(_ targets: [String]) -> String {
      CommitStatus.pending(environment: "prod", commit: Fixture.commit, targets: targets).description
    }
    #expect(pending(["g-0a1b2c3d4e"]) == "applying 3f2c9e1 to g-0a1b2c3d4e")
    #expect(pending(["g-1", "agent files"]) == "applying 3f2c9e1 to g-1 and agent files")
    #expect(pending(["g-1", "g-2", "g-3"]) == "applying 3f2c9e1 to g-1 and 2 more")
    #expect(pending([]) == "applying 3f2c9e1")
  }

  @Test func successHasCounts() {
    let status = CommitStatus(Fixture.cycle([Fixture.target(Fixture.outcomes)]))
    #expect(status.state == .success)
    #expect(status.context == "sluice/prod")
    #expect(status.description == "5 changed, 212 equal, 1.2 s")
    #expect(description(Fixture.cycle([Fixture.target([], equal: 217)])) == "217 equal, 1.2 s")
    let adopted = Outcome(Fixture.action(.adopt, .dashboard, "a", "A", at: "a.yaml"), .recorded)
    #expect(
      description(Fixture.cycle([Fixture.target([adopted], equal: 3)])) == "1 taken over, 3 equal, 1.2 s")
  }

  @Test func failureNamesTheFirstCause() {
    let nginx = Diagnostic(
      .error, code: "not-json",
      subject: ObjectReference(kind: "GrafanaDashboard", namespace: "monitoring", name: "nginx"),
      at: SourceLocation(file: "platform/nginx.yaml", position: Position(line: 17, column: 3)),
      "spec.json is not JSON")
    let held = Fixture.cycle([Fixture.target([])], diagnostics: [nginx])
    #expect(CommitStatus(held).state == .failure)
    #expect(description(held) == "1 of 217 held back: platform/nginx.yaml:17 spec.json is not JSON")
    let failed = Outcome(Fixture.overview, .failed(TargetFailure(.refused, "403 Forbidden")))
    #expect(
      description(Fixture.cycle([Fixture.target([failed])]))
        == "1 of 217 not applied: dashboard Platform / Node overview not updated: 403 Forbidden")
    #expect(
      description(Fixture.cycle([Fixture.target([failed])], diagnostics: [nginx]))
        == "1 of 217 held back, 1 of 217 not applied: platform/nginx.yaml:17 spec.json is not JSON")
    let waiting = Fixture.cycle([Fixture.target([], stop: Fixture.stop())])
    #expect(CommitStatus(waiting).state == .failure)
    #expect(description(waiting).hasPrefix("deletions wait: the revision renders to nothing"))
  }

  @Test func errorNamesWhoIsAway() {
    let away = Fixture.target([], failure: "the token has expired")
    let status = CommitStatus(Fixture.cycle([away]))
    #expect(status.state == .error)
    #expect(status.description == "g-0a1b2c3d4e: the token has expired")
    #expect(
      description(Fixture.cycle([away, away])) == "g-0a1b2c3d4e (and 1 more): the token has expired")
    #expect(
      description(Fixture.cycle([away], sourceFailure: "no answer within 30s"))
        == "the source: no answer within 30s")
  }

  @Test func earlierCommitsOfAPushSayWithWhichTheyWereApplied() {
    let report = Fixture.cycle([Fixture.target(Fixture.outcomes)])
    #expect(
      CommitStatus(report, on: String(repeating: "a", count: 40)).description
        == "with 3f2c9e1: 5 changed, 212 equal, 1.2 s")
    #expect(CommitStatus(report, on: Fixture.commit).description == "5 changed, 212 equal, 1.2 s")
  }

  @Test(arguments: ["x", "ä", "日", "👩‍🚀", "a\u{301}"])
  func descriptionsStayWithinTheLimit(character: String) {
    let status = CommitStatus(
      state: .failure, context: "c", description: String(repeating: character, count: 200))
    #expect(status.description.utf16.count <= 140)
    #expect(status.description.utf16.count > 128)
    #expect(status.description.hasSuffix("…"))
    let exact = String(repeating: "x", count: 140)
    #expect(CommitStatus(state: .failure, context: "c", description: exact).description == exact)
    #expect(CommitStatus(state: .failure, context: "c", description: "a\nb").description == "a b")
  }
}
