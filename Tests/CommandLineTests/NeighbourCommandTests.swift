import TestSupport
import Testing

@testable import CommandLine

/// `plan` and `apply` with several environments that share a workspace.
@Suite struct NeighbourCommandTests {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private func sluice(_ world: Workspace, _ command: String, _ more: String...) async -> CommandRun {
    await CommandRun.of(
      [
        command, "--sources", world.folder.file("sources.yaml"), "--state", world.folder.file("several"),
        "--secrets", world.folder.file("secrets"), "--timeout", "2m",
      ] + more)
  }

  @Test(arguments: [("one", "two"), ("two", "one")])
  func aMoveFromOneToTheOtherIsNoDeletion(former: String, later: String) async throws {
    let world = try await Workspace()
    try world.sources(["one": "path: one, prune: true", "two": "path: two, prune: true"])
    try await world.push(["dashboard.yaml": nil], message: "begin")
    let instance = try await world.repository.git("show", "main:grafana.yaml")
    try await world.repository.commit(
      [
        "one/grafana.yaml": instance, "two/grafana.yaml": instance,
        "\(former)/nodes.yaml": Workspace.dashboard("Nodes"),
        "\(former)/other.yaml": Workspace.dashboard("Other").replacing("nodes", with: "other"),
      ], message: "two environments")
    let first = await sluice(world, "apply")
    #expect(first.status == .success, "\(first.output)\(first.errors)")
    try await world.repository.commit(
      ["\(former)/nodes.yaml": nil, "\(later)/nodes.yaml": Workspace.dashboard("Nodes")], message: "move")
    let plan = await sluice(world, "plan")
    #expect(plan.status == .success, "\(plan.output)\(plan.errors)")
    let apply = await sluice(world, "apply")
    #expect(apply.status == .success, "\(apply.output)\(apply.errors)")
    #expect(!apply.output.contains("deleted"), "\(apply.output)")
    let events = await CommandRun.of(["events", "--state", world.folder.file("several")])
    #expect(!events.output.contains("deleted"), "\(events.output)")
    let again = await sluice(world, "apply")
    let why = await CommandRun.of(["why", "dashboard/nodes", "--state", world.folder.file("several")])
    #expect(
      why.output.contains("  object      GrafanaDashboard monitoring/nodes in \(later)\n"), "\(why.output)")
    #expect(
      why.output.contains(#/version 1, saved by Sluice [a-z0-9 ]+; never edited by anybody else/#),
      "\(why.output)")
    let gone = await CommandRun.of([
      "why", "dashboard/nodes", "--state", world.folder.file("several"), "--environment", former,
    ])
    #expect(
      gone.output.hasPrefix(
        "Nodes is not looked after here any more: no longer in Git here; stays, environment \(later) has it "
          + "(\(later)/nodes.yaml:1).\n"), "\(gone.output)")
    #expect(again.output.contains("1 equal") && !again.output.contains("take"), "\(again.output)")
  }
}
