import TestSupport
import Testing

@testable import CommandLine

/// What the exit status of `plan` says, and that its text says the same.
@Suite struct PlanStatusTests {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  /// Also where an earlier cycle left a revision to go on with: a plan for another revision is no answer.
  @Test func aSourceThatCannotBeAskedIsAnError() async throws {
    let world = try await Workspace()
    #expect(try await world.sluice("apply").status == .success)
    let unknown = String(repeating: "a", count: 40)
    let run = try await world.sluice("plan", "--commit", unknown)
    #expect(run.status == .failure)
    #expect(run.output.isEmpty, "\(run.output)")
    #expect(run.errors.hasPrefix("error: prod: the source: "), "\(run.errors)")
    let apply = try await world.sluice("apply", "--commit", unknown)
    let reason = run.errors.dropFirst("error: prod: ".count).split(separator: "\n").first ?? ""
    #expect(apply.output.contains("error: \(reason)"), "\(apply.output)\(run.errors)")
  }

  @Test func aSuspendedKustomizationIsLeftAlone() async throws {
    let world = try await Workspace()
    try world.sources(["two": "prune: true, suspend: true"])
    let plan = await CommandRun.of([
      "plan", "--sources", world.folder.file("sources.yaml"), "--state", world.folder.file("several"),
      "--secrets", world.folder.file("secrets"),
    ])
    #expect(plan.status == .success)
    #expect(plan.errors == "two is suspended\n")
    #expect(plan.output == "")
  }

  @Test func driftThatIsOnlyToldIsNothingToDo() async throws {
    let world = try await Workspace()
    try await world.push(
      [
        "dashboard.yaml": Workspace.dashboard("Nodes").replacing(
          "namespace: monitoring}", with: "namespace: monitoring, annotations: {sluice.dev/drift: report}}")
      ], message: "only tell")
    #expect(try await world.sluice("apply").status == .success)
    world.edit("Mine")
    let plan = try await world.sluice("plan")
    #expect(plan.status == .success, "\(plan.output)")
    #expect(plan.output.contains("\n\nNothing to change. 1 edited and left alone. "), "\(plan.output)")
  }

  @Test func takingOverIsNoWrite() async throws {
    let world = try await Workspace()
    #expect(try await world.sluice("apply").status == .success)
    // Without its memory and without the notes that it comes back from.
    try await world.repository.bareGit("update-ref", "-d", "refs/notes/sluice")
    let plan = try await world.sluice("plan", "--state", world.folder.file("other"))
    #expect(plan.status == .success, "\(plan.output)")
    #expect(plan.output.contains("\n\nNothing to change. 1 to take over. "), "\(plan.output)")
  }

  @Test func deletionsThatWaitAreNotNothing() async throws {
    let world = try await Workspace()
    #expect(try await world.sluice("apply").status == .success)
    try await world.push(["dashboard.yaml": nil], message: "remove")
    let plan = try await world.sluice("plan")
    #expect(plan.status == .different)
    #expect(plan.output.contains("\n\n1 deletion waits for an answer. 0 equal. "), "\(plan.output)")
    #expect(!plan.output.lowercased().contains("nothing to change"), "\(plan.output)")
  }
}
