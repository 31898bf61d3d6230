import Base
import Platform
import Report
import TestSupport
import Testing

@Suite struct PagesTests {
  private static let now = Fixture.now
  private static let node = ObjectReference(
    kind: "GrafanaDashboard", namespace: "monitoring", name: "node-overview")

  private func environment(
    _ name: String, _ state: EnvironmentStatus.State, objects: Int = 217, heldBack: Int = 0,
    changed: Duration? = .seconds(121), next: Duration? = .seconds(7), problems: [String] = []
  ) -> EnvironmentStatus {
    EnvironmentStatus(
      environment: name, source: "config main", revision: state == .starting ? nil : Fixture.revision,
      state: state, objectCount: objects, heldBackCount: heldBack,
      lastChange: changed.map { Self.now - $0 },
      next: next.map { EnvironmentStatus.NextStep("poll", at: Self.now + $0) }, problems: problems)
  }

  @Test func statusIsATable() {
    let all = [
      environment("prod", .ready),
      environment(
        "staging", .failing, objects: 1300, heldBack: 2, changed: .seconds(7300), next: .zero,
        problems: ["2 objects are held back; sluice events tells which"]),
      environment("dev", .starting, objects: 0, changed: nil, next: nil),
      environment(
        "lab", .unreachable, next: .seconds(400), problems: ["git.example.org: no answer within 30s"]),
    ]
    #expect(Snapshot.difference(StatusText.render(all, now: Self.now), from: "status.txt") == nil)
    let document = OutputDocument.json(StatusText.document(all))
    #expect(Snapshot.difference(document, from: "status.json") == nil)
    let terminal = TextStyle(isTerminal: true, width: 120, environment: [:])
    #expect(
      Snapshot.difference(
        StatusText.render(all, now: Self.now, style: terminal), from: "status-terminal.txt") == nil)
    #expect(
      StatusText.render([], now: Self.now)
        == "No environment has been applied from this state directory.\n")
  }

  @Test func statusIsAsDrafted() {
    let expected = """
      ENVIRONMENT  SOURCE       REVISION           STATE  OBJECTS  HELD BACK  LAST CHANGE  NEXT
      prod         config main  main@sha1:3f2c9e1  ready  217      0          2m           poll in 7 s

      """
    #expect(StatusText.render([environment("prod", .ready)], now: Self.now) == expected)
  }

  @Test(arguments: [(-3000, "now"), (0, "now"), (900, "now"), (1000, "in 1 s"), (90_000, "in 90 s")])
  func theNextStepLiesAhead(milliseconds: Int, words: String) {
    let status = environment("prod", .ready, next: .milliseconds(milliseconds))
    #expect(StatusText.render([status], now: Self.now).hasSuffix("  poll \(words)\n"))
  }

  @Test func eventsAreATable() {
    let events = [
      EventFact(
        at: Self.now - .seconds(120), level: .info, environment: "prod", object: Self.node, reason: "updated",
        message: "updated to version 12"),
      EventFact(
        at: Self.now - .seconds(4000), level: .warn, environment: "prod", object: Self.node, reason: "drift",
        message: "edited in Grafana by alice;\nput back"),
      EventFact(
        at: Self.now - .seconds(200_000), level: .error, environment: "prod", object: nil, reason: "source",
        message: "git.example.org: no answer within 30s"),
    ]
    #expect(Snapshot.difference(EventText.render(events, now: Self.now), from: "events.txt") == nil)
    #expect(Snapshot.difference(OutputDocument.json(EventText.document(events)), from: "events.json") == nil)
    #expect(EventText.render([], now: Self.now) == "No events.\n")
  }

  private func story(
    _ condition: ObjectStory.Condition, presences: [ObjectStory.Presence], findings: [Diagnostic] = [],
    next: String? = nil
  ) -> ObjectStory {
    ObjectStory(
      environment: "prod", reference: Self.node, kind: .dashboard, title: "Node overview",
      folder: "Platform", condition: condition,
      origin: SourceLocation(
        file: "platform/dashboards/node.yaml", position: Position(line: 4, column: 1)),
      lastChange: Fixture.revision,
      rendering: [
        "content from platform/dashboards/node.json", "data source input DS_PROMETHEUS is amp-prod",
      ],
      presences: presences,
      needs: [
        ObjectStory.Need("folder Platform", isReady: true),
        ObjectStory.Need("datasource amp-prod", isReady: condition == .asCommitted),
      ], findings: findings, next: next)
  }

  private func presence(
    _ target: String, saved: Duration? = .seconds(125), adopted: Bool = false, drift: ObjectStory.Drift? = nil
  ) -> ObjectStory.Presence {
    ObjectStory.Presence(
      target: target, key: ObjectKey(.dashboard, "node-overview"), version: 12,
      saved: saved.map { Self.now - $0 }, isAdopted: adopted, lastDrift: drift)
  }

  @Test func whyTellsTheWholeStory() {
    let equal = story(.asCommitted, presences: [presence("g-0a1b2c3d4e")])
    #expect(Snapshot.difference(WhyText.render(equal, now: Self.now), from: "why.txt") == nil)
    #expect(Snapshot.difference(OutputDocument.json(WhyText.document(equal)), from: "why.json") == nil)
    let drift = ObjectStory.Drift(
      at: Self.now - .seconds(3 * 86_400), what: "edited in Grafana by alice at 2026-11-18T14:02:00Z")
    let held = story(
      .heldBack,
      presences: [presence("g-1", saved: nil, adopted: true, drift: drift), presence("g-2")],
      findings: [Fixture.notJSON], next: "is applied when its manifest is mended")
    #expect(Snapshot.difference(WhyText.render(held, now: Self.now), from: "why-held-back.txt") == nil)
    #expect(
      Snapshot.difference(OutputDocument.yaml(WhyText.document(held)), from: "why-held-back.yaml") == nil)
  }

  @Test(arguments: [
    (ObjectStory.Condition.failed(reason: "403 Forbidden"), "could not be applied: 403 Forbidden."),
    (
      .different(reason: "edited in Grafana at 2026-11-21T14:02:40Z"),
      "is not as committed: edited in Grafana at 14:02 UTC."
    ),
    (.notApplied, "is not applied yet."), (.suspended, "is suspended: it is neither written nor deleted."),
    (.lacking(.value), "is held back: a value that it refers to is missing."),
    (.lacking(.content), "is held back: its content cannot be fetched."),
    (
      .unreadable(
        reason: "a.yaml:3:7 the file is not YAML: x; the workspace keeps the version of commit 3f2c9e1"),
      "is held back: a.yaml:3:7 the file is not YAML: x; the workspace keeps the version of commit 3f2c9e1."
    ),
    (
      .rivalled(reason: "GrafanaDashboard monitoring/b (b.yaml:1) is the same dashboard"),
      "is held back by another manifest: GrafanaDashboard monitoring/b (b.yaml:1) is the same dashboard."
    ),
    (.obstructed, "is held back by what is in its target."),
    (
      .unknown(since: Fixture.now - .seconds(311), reason: "no answer within 10 s"),
      "is unknown since 14:02 UTC: no answer within 10 s."
    ),
    (
      .unknown(since: Fixture.now, reason: "is the port right?"),
      "is unknown since 14:07 UTC: is the port right?"
    ),
    (.leftAlone(reason: "there is no directory prod"), "is left as it is: there is no directory prod."),
  ])
  func whyBeginsWithTheState(condition: ObjectStory.Condition, sentence: String) {
    let text = WhyText.render(story(condition, presences: []), now: Self.now)
    #expect(text.hasPrefix("Platform / Node overview \(sentence)\n"), "\(text)")
    #expect(text.contains("  target      no target has it\n"))
  }

  @Test(arguments: [
    (
      ObjectStory.Condition.waiting(reason: "30 of 40 owned objects would be deleted"),
      "is not in the revision any more, and its deletion waits for an answer: 30 of 40 owned objects would be deleted."
    ), (.removed, "is no longer in Git."),
    (
      .restored(at: Fixture.now),
      "is no longer in Git; a copy was put back by sluice restore at 14:07 UTC."
    ),
  ])
  func whatHasLeftGitWasWrittenThere(condition: ObjectStory.Condition, sentence: String) {
    let text = WhyText.render(story(condition, presences: []), now: Self.now)
    #expect(text.hasPrefix("Platform / Node overview \(sentence)\n"))
    #expect(text.contains("  was in    platform/dashboards/node.yaml:4, last changed by Ada in "), "\(text)")
  }
}
