import Foundation
import GrafanaEmulator
import Platform
import TestSupport
import Testing

/// What the real process does on SIGTERM and SIGHUP.
@Suite(.enabled(if: Program.isBuilt, "the sluice program is not built beside the tests"))
struct SignalsEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  /// `sluice run` below a shell that writes down its number and how it ended.
  private struct Running {
    let folder: TemporaryDirectory
    let task: Task<ChildProcess.Outcome?, Never>

    /// Nil until the process has its number.
    var number: pid_t? {
      (try? String(contentsOfFile: folder.file("number"), encoding: .utf8)).flatMap {
        pid_t($0.trimmingCharacters(in: .whitespacesAndNewlines))
      }
    }

    func send(_ signal: Int32) { if let number { kill(number, signal) } }

    /// The exit status and the log.
    func end() async -> (status: ChildProcess.Ending?, log: String) {
      let outcome = await task.value
      return (outcome?.ending, String(decoding: outcome?.errorOutput ?? [], as: UTF8.self))
    }
  }

  private func run(_ world: World) throws -> Running {
    let folder = try TemporaryDirectory()
    let arguments = [
      Program.path, "run", "--url", world.repository.fileURL, "--environment", "prod", "--state",
      world.statePath, "--secrets", world.secretsPath, "--interval", "1h", "--timeout", "10m",
    ]
    var shell = ChildProcess(
      "/bin/sh",
      ["-c", "number=$1; shift; \"$@\" & echo $! > \"$number\"; wait $!", "sh", folder.file("number")]
        + arguments,
      deadline: .seconds(1200))
    shell.environment = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"]
    return Running(folder: folder, task: Task { [shell] in try? await shell.run() })
  }

  private func files() -> [String: String?] {
    ["team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a")]
  }

  /// The workspace takes the request and says nothing, for longer than anybody waits.
  @Test func terminationEndsACallThatHangs() async throws {
    let world = try await World()
    world.workspace.use(
      FaultPlan([FaultRule(method: "POST", path: WritePath.dashboards, .latency(milliseconds: 600_000))]))
    try await world.push(files())
    let program = try run(world)
    #expect(
      await eventually {
        world.status("/api/folders/team") == 200
          && world.workspace.requests.contains { $0.target == WritePath.dashboards }
      })
    program.send(SIGTERM)
    let (status, log) = await program.end()
    // Where it does not stop within five seconds it ends with 1.
    #expect(status == .exited(0), "\(log)")
    #expect(log.contains("msg=stopping signal=SIGTERM"))
    #expect(log.contains("msg=stopped"))
  }

  @Test func hangupPollsAtOnce() async throws {
    let world = try await World()
    try await world.push(files())
    let program = try run(world)
    #expect(await eventually { world.status("/api/dashboards/uid/a") == 200 })
    try await world.push(["b.yaml": Manifest.dashboard("b")])
    program.send(SIGHUP)
    // The next poll would be in an hour.
    #expect(await eventually { world.status("/api/dashboards/uid/b") == 200 })
    program.send(SIGTERM)
    let (status, log) = await program.end()
    #expect(status == .exited(0), "\(log)")
  }
}
