import Base
import GrafanaEmulator
import Platform
import TestSupport
import Testing

@testable import CommandLine

/// What is remembered of an object stays with it: over a new name of its manifest, and over a copy that was put back.
@Suite struct RememberedNameTests {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static let renamed = Workspace.dashboard("Nodes").replacing("name: nodes", with: "name: machines")

  @Test func aRenamedManifestKeepsItsStory() async throws {
    let world = try await Workspace()
    #expect(try await world.sluice("apply").status == .success)
    world.edit("Mine")
    #expect(try await world.sluice("apply").status == .success)
    try await world.push(["dashboard.yaml": Self.renamed], message: "rename")
    #expect(try await world.sluice("apply").status == .success)
    for word in ["dashboard/machines", "dashboard/nodes", "GrafanaDashboard/monitoring/nodes"] {
      let why = try await world.sluice("why", word)
      #expect(why.output.hasPrefix("Nodes is as committed.\n"), "\(word): \(why.output)\(why.errors)")
      #expect(why.output.contains("  object      GrafanaDashboard monitoring/machines in prod\n"))
      #expect(
        why.output.contains("  earlier     written as GrafanaDashboard monitoring/nodes\n"), "\(why.output)")
      #expect(
        why.output.contains(#/, saved by Sluice [a-z0-9 ]+; edited in Grafana by alice at /#), "\(why.output)"
      )
      let events = try await world.sluice("events", word)
      #expect(events.output.contains("GrafanaDashboard/monitoring/nodes  create: new in Git\n"), "\(word)")
    }
    let json = try await world.sluice("why", "dashboard/machines", "-o", "json")
    #expect(json.output.contains("\"earlier\": ["), "\(json.output)")
  }

  /// The name may be that of another object by now, whose events are not this one's.
  @Test func aNameThatWentToAnotherObjectKeepsThatApart() async throws {
    let world = try await Workspace()
    #expect(try await world.sluice("apply").status == .success)
    let next = Workspace.dashboard("Next").replacing("\"uid\": \"nodes\"", with: "\"uid\": \"next\"")
    try await world.push(["dashboard.yaml": Self.renamed, "next.yaml": next], message: "two")
    #expect(try await world.sluice("apply").status == .success)
    let events = try await world.sluice("events", "dashboard/machines")
    #expect(events.output.split(separator: "\n").count == 2, "\(events.output)")
    let why = try await world.sluice("why", "GrafanaDashboard/monitoring/nodes")
    #expect(why.output.hasPrefix("Next is as committed.\n"), "\(why.output)")
    #expect(!why.output.contains("  earlier "))
  }

  @Test func aRestoreIsRemembered() async throws {
    let world = try await Workspace()
    #expect(try await world.sluice("apply").status == .success)
    world.edit("Mine")
    #expect(try await world.sluice("apply").status == .success)
    #expect(try await world.sluice("restore", "dashboard/nodes").status == .success)
    #expect(world.title() == "Mine")
    let events = try await world.sluice("events", "dashboard/nodes")
    #expect(
      events.output.contains(
        "info   prod         restored  GrafanaDashboard/monitoring/nodes  copy 1 was put back; what it replaced is kept as copy 2\n"
      ), "\(events.output)")
    let why = try await world.sluice("why", "dashboard/nodes")
    #expect(
      why.output.hasPrefix("Nodes is not as committed: a copy was put back by sluice restore at "),
      "\(why.output)")
    #expect(
      why.output.contains("  next        the next cycle makes it what dashboard.yaml:1 says\n"),
      "\(why.output)")
    let plan = try await world.sluice("plan")
    #expect(
      plan.output.contains("  ! dashboard   Nodes   restored by sluice restore at "), "\(plan.output)")
    let apply = try await world.sluice("apply")
    #expect(apply.output.contains("restored by sluice restore at "), "\(apply.output)")
    #expect(!apply.output.contains("edited in Grafana"))
    #expect(world.title() == "Nodes")
    // What somebody does afterwards is theirs.
    world.edit("Mine again")
    let last = try await world.sluice("apply")
    #expect(last.output.contains("edited in Grafana by alice at "), "\(last.output)")
  }

  @Test func anEditAfterARestoreIsAnEdit() async throws {
    let world = try await Workspace()
    #expect(try await world.sluice("apply").status == .success)
    world.edit("Mine")
    #expect(try await world.sluice("apply").status == .success)
    #expect(try await world.sluice("restore", "dashboard/nodes").status == .success)
    world.edit("Other")
    let apply = try await world.sluice("apply")
    #expect(apply.output.contains("edited in Grafana by alice at "), "\(apply.output)")
  }

  @Test func whatIsNoLongerInGitAndWasPutBackSaysSo() async throws {
    let world = try await Workspace()
    #expect(try await world.sluice("apply").status == .success)
    try await world.push(["dashboard.yaml": nil], message: "remove")
    #expect(try await world.sluice("apply", "--allow-prune").status == .success)
    #expect(try await world.sluice("restore", "dashboard/nodes").status == .success)
    let why = try await world.sluice("why", "dashboard/nodes")
    #expect(
      why.output.hasPrefix("Nodes is no longer in Git; a copy was put back by sluice restore "),
      "\(why.output)\(why.errors)")
    let events = try await world.sluice("events", "GrafanaDashboard/monitoring/nodes")
    #expect(
      events.output.hasSuffix("restored  GrafanaDashboard/monitoring/nodes  copy 1 was put back\n"),
      "\(events.output)")
  }

  @Test func anAgentIsNamedByItsManifestAndListsItsFiles() async throws {
    let world = try await Workspace()
    try await world.push(["agent.yaml": AgentManifest.withCredentials], message: "agent")
    try world.folder.write("ada", to: "secrets/monitoring/write/user")
    try world.folder.write("x", to: "secrets/monitoring/write/password")
    let output = world.folder.file("agents")
    let apply = try await world.sluice("apply", "--agent-output", output)
    #expect(apply.status == .success, "\(apply.output)\(apply.errors)")
    let why = try await world.sluice("why", "GrafanaAgent/agent")
    #expect(why.output.hasPrefix("GrafanaAgent monitoring/agent is as committed.\n"), "\(why.output)")
    #expect(
      why.output.contains("  file        \(output)/monitoring/agent/metrics/agent.yml, saved by Sluice "))
    #expect(
      why.output.contains(
        "  file        \(output)/monitoring/agent/secrets/_secrets_monitoring_write_password, saved by Sluice "
      ), "\(why.output)")
    #expect(!why.output.contains("agents:/"))
    let file = try await world.sluice("why", "agentfile/monitoring/agent/metrics/agent.yml")
    #expect(file.output.hasPrefix("monitoring/agent/metrics/agent.yml is as committed.\n"), "\(file.output)")
    let json = try await world.sluice("why", "GrafanaAgent/agent", "-o", "json")
    #expect(json.output.contains("\"target\": \"\(output)\""), "\(json.output)")
  }
}
