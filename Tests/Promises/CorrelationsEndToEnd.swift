import Base
import Documents
import GrafanaEmulator
import Plan
import Reconcile
import Report
import TestSupport
import Testing

/// Correlations of data sources, from Git to the workspace and back.
@Suite struct CorrelationsEndToEnd {
  private typealias Written = CorrelationManifest

  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static let versions = ["9.3", "10.1", "12.4"]

  private static func files(_ links: [String]?, metadata: String = "") -> [String: String?] {
    Written.targets.merging([
      "logs.yaml": Written.source(
        correlations: links.map { "[\($0.joined(separator: ", "))]" }, metadata: metadata)
    ]) { first, _ in first }.mapValues { $0 }
  }

  /// A world in which they are applied.
  private func applied(_ version: String, _ links: [String]?) async throws -> (World, Daemon) {
    let world = try await World(version: version)
    try await world.push(Self.files(links))
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    return (world, daemon)
  }

  @Test(arguments: versions)
  func comeIntoBeingChangeAndGo(version: String) async throws {
    let (world, daemon) = try await applied(version, [Written.link(), Written.link("Other", to: "other")])
    #expect(try world.correlations() == ["Other other one", "Trace traces one"])
    let uid = try world.correlationUID("Trace")
    #expect(await daemon.cycle().isQuiet)
    world.workspace.clearLog()
    #expect(await daemon.cycle().isQuiet)
    #expect(world.workspace.totals.writes == 0)
    #expect(world.correlationListings == 1)

    // One changes in place, one goes, one comes; a new label is no new correlation.
    try await world.push(Self.files([Written.link("Traces", query: "two"), Written.link("More")]))
    let plan = try await daemon.reconciler.plan()
    let text = PlanText.render(plan, details: .full, now: plan.started)
    for line in [
      #"correlation "Trace": label"#, "+ Traces", #"correlation "Trace": target.query"#, "+ two",
      #"correlation "More" added"#, #"correlation "Other" removed"#,
    ] where !text.contains(line) { Issue.record("\(line) is not in \(text)") }
    let second = await daemon.cycle()
    #expect(second.problemMessages == [])
    #expect(second.counts.updated == 1)
    #expect(try world.correlations() == ["More traces one", "Traces traces two"])
    #expect(try world.correlationUID("Traces") == uid)
    #expect(await daemon.cycle().isQuiet)

    try await world.push(Self.files(nil))
    let third = await daemon.cycle()
    #expect(third.problemMessages == [])
    #expect(third.counts.deleted == 1)
    #expect(try world.correlations() == [])
    #expect(await daemon.cycle().isQuiet)
    // Nobody wants or owns one any more.
    world.workspace.clearLog()
    #expect(await daemon.cycle().isQuiet)
    #expect(world.correlationListings == 0)

    // A revert brings them back.
    try await world.repository.git("revert", "--no-edit", "HEAD")
    try await world.repository.push()
    #expect(await daemon.cycle().counts.created == 1)
    #expect(try world.correlations() == ["More traces one", "Traces traces two"])
    await daemon.stop()
  }

  /// Another target makes another correlation; what is to replace one is there before that goes.
  @Test(arguments: versions)
  func aTargetIsExchanged(version: String) async throws {
    let (world, daemon) = try await applied(version, [Written.link()])
    try await world.push(Self.files([Written.link(to: "other")]))
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try world.correlations() == ["Trace other one"])
    #expect(
      world.workspace.requests.map(\.method).filter { ["POST", "DELETE"].contains($0) }.suffix(2) == [
        "POST", "DELETE",
      ])
    await daemon.stop()
  }

  /// They go before their data source does.
  @Test(arguments: versions)
  func theyLeaveWithTheirDataSource(version: String) async throws {
    let (world, daemon) = try await applied(version, [Written.link()])
    try await world.push(["logs.yaml": nil, "traces.yaml": nil], message: "gone\n\nSluice-Allow-Prune: yes")
    world.workspace.clearLog()
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.deleted == 3)
    let deletions = world.workspace.requests.filter { $0.method == "DELETE" }.map(\.target)
    #expect(deletions.first?.hasPrefix("/api/datasources/uid/logs/correlations/") == true)
    #expect(deletions.count == 3)
    // With a copy of each, also of what nobody had edited.
    for kind in [ObjectKind.correlations, .datasource] {
      let copies = try await daemon.state.store.copies(named: "logs").filter { $0.copy.key.kind == kind }
      #expect(copies.count == 1)
    }
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  /// A server deletes them with their data source: nothing is left to call.
  @Test(arguments: versions)
  func aDataSourceThatIsGoneTookThemAlong(version: String) async throws {
    let (world, daemon) = try await applied(version, [Written.link()])
    #expect(world.act("DELETE", "/api/datasources/uid/logs") == 200)
    try await world.push(["logs.yaml": nil])
    world.workspace.clearLog()
    #expect(await daemon.cycle().problemMessages == [])
    #expect(world.workspace.totals.writes == 0)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  @Test(arguments: versions)
  func aDataSourceThatIsMadeAgainGetsThemAgain(version: String) async throws {
    let (world, daemon) = try await applied(version, [Written.link()])
    for gone in ["logs", "traces"] {
      #expect(world.act("DELETE", "/api/datasources/uid/\(gone)") == 200)
      let report = await daemon.cycle()
      #expect(report.problemMessages == [])
      #expect(report.counts.repaired == 2)
      #expect(try world.correlations() == ["Trace traces one"])
      #expect(await daemon.cycle().isQuiet)
    }
    await daemon.stop()
  }

  // MARK: What people do

  @Test(arguments: versions)
  func editsArePutBackAndKept(version: String) async throws {
    let (world, daemon) = try await applied(version, [Written.link(), Written.link("Other", to: "other")])
    let uid = try world.correlationUID("Trace")
    #expect(try world.editCorrelation("Trace", query: "by hand") == 200)
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.repaired == 1)
    #expect(try world.correlations() == ["Other other one", "Trace traces one"])
    #expect(try world.correlationUID("Trace") == uid)
    let copies = try await daemon.state.store.copies(named: "logs").filter {
      $0.copy.key.kind == .correlations
    }
    #expect(copies.count == 1)
    // A copy that is brought back is what Git is held against again.
    try await daemon.reconciler.restore(copy: try #require(copies.first).id)
    #expect(try world.correlations() == ["Other other one", "Trace traces by hand"])
    #expect(await daemon.cycle().counts.repaired == 1)
    #expect(try world.correlations() == ["Other other one", "Trace traces one"])

    // One that was deleted is made again, and no other.
    #expect(try world.deleteCorrelation("Trace") == 200)
    #expect(await daemon.cycle().counts.repaired == 1)
    #expect(try world.correlations() == ["Other other one", "Trace traces one"])
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  @Test(arguments: versions)
  func driftIsOnlyReportedWhereThatIsAsked(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(Self.files([Written.link()], metadata: "sluice.dev/drift: report"))
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try world.editCorrelation("Trace", query: "by hand") == 200)
    world.workspace.clearLog()
    let report = await daemon.cycle()
    #expect(
      report.targets.flatMap(\.outcomes).filter { $0.action.verb == .report }.map(\.action.key) == [
        ObjectKey(.correlations, "logs")
      ])
    #expect(world.workspace.totals.writes == 0)
    await daemon.stop()
  }

  /// What people made beside ours stays, whatever becomes of ours.
  @Test(arguments: versions)
  func strangersStay(version: String) async throws {
    let (world, daemon) = try await applied(version, [Written.link()])
    #expect(world.correlate("Theirs", to: "other") == 200)
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.changed == 0)
    try await world.push(Self.files([Written.link(query: "two")]))
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try world.correlations() == ["Theirs other one", "Trace traces two"])
    try await world.push(Self.files(nil))
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try world.correlations() == ["Theirs other one"])
    // Ours beside theirs, from the beginning.
    try await world.push(Self.files([Written.link()]))
    let again = await daemon.cycle()
    #expect(again.counts.created == 1)
    #expect(try world.correlations() == ["Theirs other one", "Trace traces one"])
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  @Test(arguments: versions)
  func anEqualOneIsTakenOver(version: String) async throws {
    let (world, daemon) = try await applied(version, nil)
    #expect(world.correlate("Trace") == 200)
    let uid = try world.correlationUID("Trace")
    try await world.push(Self.files([Written.link()]))
    world.workspace.clearLog()
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.adopted == 1)
    #expect(world.workspace.totals.writes == 0)
    #expect(try world.correlationUID("Trace") == uid)
    #expect(await daemon.cycle().isQuiet)
    // Ours now.
    try await world.push(Self.files(nil))
    #expect(await daemon.cycle().counts.deleted == 1)
    #expect(try world.correlations() == [])
    await daemon.stop()
  }

  /// Of the same label and target there is one: it is changed, after a copy was kept.
  @Test(arguments: versions)
  func oneOfTheSameLabelIsTakenOverWithACopy(version: String) async throws {
    let (world, daemon) = try await applied(version, [Written.link("Other", to: "other")])
    #expect(world.correlate("Trace", query: "by hand") == 200)
    try await world.push(Self.files([Written.link("Other", to: "other"), Written.link()]))
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try world.correlations() == ["Other other one", "Trace traces one"])
    let copy = try #require(
      try await daemon.state.store.copies(named: "logs").first { $0.copy.key.kind == .correlations })
    try await daemon.reconciler.restore(copy: copy.id)
    #expect(try world.correlations() == ["Other other one", "Trace traces by hand"])
    await daemon.stop()
  }

  // MARK: What is refused

  @Test(arguments: versions)
  func aMissingTargetIsAnErrorBeforeAnythingIsWritten(version: String) async throws {
    let (world, daemon) = try await applied(version, nil)
    try await world.push(Self.files([Written.link(to: "trace")]))
    world.workspace.clearLog()
    let report = await daemon.cycle()
    #expect(
      report.problemMessages == [
        #"correlation "Trace" names the datasource trace, which is neither in the workspace nor in this repository, did you mean traces?"#
      ])
    #expect(world.workspace.totals.writes == 0)
    // A target comes first in the order.
    try await world.push(["trace.yaml": Manifest.datasource("trace")])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try world.correlations() == ["Trace trace one"])
    // One that is still named stays.
    try await world.push(["trace.yaml": nil])
    let kept = await daemon.cycle()
    #expect(kept.findings.map(\.code) == ["still-used"])
    #expect(world.status("/api/datasources/uid/trace") == 200)
    await daemon.stop()
  }

  @Test func olderServersSayThatTheyLackThem() async throws {
    for (version, link, message) in [
      ("8.4", Written.link(), "has no correlations of data sources; 9.2 and newer know it"),
      (
        "10.1",
        #"{"label": "Page", "type": "external", "config": {"field": "id", "target": {"url": "https://example.org"}}}"#,
        "has no correlations of type external; 11.3 and newer know it"
      ),
      (
        "9.3",
        #"{"targetUID": "traces", "label": "T", "config": {"field": "id", "target": {}, "transformations": [{"type": "logfmt"}]}}"#,
        "ignores transformations of correlations; 9.5 and newer know it"
      ),
    ] {
      let world = try await World(version: version)
      try await world.push(Self.files([link]))
      let daemon = try await world.start()
      let report = await daemon.cycle()
      #expect(report.counts.created == 3, "\(version)")
      #expect(report.findings.map(\.code) == ["server-lacks-feature"])
      #expect(report.findings.first?.subject?.name == "logs[correlations]")
      #expect(report.findings.first?.message.hasSuffix(message) == true, "\(report.problemMessages)")
      if version == "8.4" { #expect(world.correlationListings == 0) }
      await daemon.stop()
    }
  }

  @Test func leadsToAddressesOnNewServers() async throws {
    let link = """
      {"label": "Page", "type": "external", "description": "opens", "config": {"field": "id",
       "target": {"url": "https://example.org/${id}"}, "transformations": [{"type": "regex", "expression": "(a)"}]}}
      """
    let (world, daemon) = try await applied("12.4", [link.replacing("\n", with: "")])
    let row = try world.get("/api/datasources/uid/logs/correlations")[0]
    #expect(row?["type"] == "external")
    #expect(row?["targetUID"] == nil)
    #expect(row?["config"]?["target"]?["url"] == "https://example.org/${id}")
    #expect(await daemon.cycle().isQuiet)
    // Without its transformations, which a server keeps when it is not told.
    try await world.push(
      Self.files([
        #"{"label": "Page", "type": "external", "config": {"field": "id", "target": {"url": "https://example.org/${id}"}}}"#
      ]))
    #expect(await daemon.cycle().problemMessages == [])
    let changed = try world.get("/api/datasources/uid/logs/correlations")[0]
    #expect(changed?["config"]?["transformations"] ?? [] == [])
    #expect(changed?["description"] == "")
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  @Test func provisionedOnesAreRefusedByName() async throws {
    let (world, daemon) = try await applied("12.4", nil)
    let row = """
      {"uid": "file", "sourceUID": "logs", "targetUID": "traces", "label": "Trace", "description": "", "orgId": 1,
       "type": "query", "provisioned": true, "config": {"field": "traceID", "target": {"query": "one"}}}
      """
    func answer(_ path: String, _ body: String) -> FaultRule {
      FaultRule(
        method: "GET", path: path,
        FaultEffect(
          .answer(status: 200, contentType: "application/json", body: body, retryAfterSeconds: nil)))
    }
    world.workspace.use(
      FaultPlan([
        answer("/api/datasources/correlations", #"{"correlations": [\#(row)], "totalCount": 1, "page": 1}"#),
        answer("/api/datasources/uid/logs/correlations", "[\(row)]"),
      ]))
    try await world.push(Self.files([Written.link()]))
    world.workspace.clearLog()
    let report = await daemon.cycle()
    #expect(
      report.failureMessages == [
        "correlations/logs: write correlations/logs: the correlation \"Trace\" is from files of the server (provisioned) and "
          + "cannot be changed; take it out of the annotation, or give it another label"
      ])
    #expect(world.workspace.totals.writes == 0)
    await daemon.stop()
  }

  @Test func suspendedOnesAreLeftAlone() async throws {
    let (world, daemon) = try await applied("12.4", [Written.link()])
    #expect(try world.editCorrelation("Trace", query: "by hand") == 200)
    try await world.push([
      "logs.yaml": Written.source(correlations: "[\(Written.link(query: "two"))]", extra: "suspend: true")
    ])
    world.workspace.clearLog()
    #expect(await daemon.cycle().problemMessages == [])
    #expect(world.workspace.totals.writes == 0)
    #expect(try world.correlations() == ["Trace traces by hand"])
    try await world.push(["logs.yaml": Written.source(correlations: "[\(Written.link(query: "two"))]")])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try world.correlations() == ["Trace traces two"])
    await daemon.stop()
  }
}
