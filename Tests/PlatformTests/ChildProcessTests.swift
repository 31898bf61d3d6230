import Glibc
import Platform
import TestSupport
import Testing

@Suite struct ChildProcessTests {
  private func shell(_ script: String, deadline: Duration = .seconds(600)) -> ChildProcess {
    ChildProcess("sh", ["-c", script], deadline: deadline)
  }

  @Test func givesBothOutputsAndTheStatus() async throws {
    var command = shell("cat; echo $NAME >&2; pwd; exit 3")
    command.input = Array("in\n".utf8)
    command.environment = ["NAME": "Ada", "PATH": "/usr/bin:/bin"]
    command.workingDirectory = "/usr"
    let outcome = try await command.run()
    #expect(outcome.ending == .exited(3))
    #expect(!outcome.isSuccess)
    #expect(String(decoding: outcome.output, as: UTF8.self) == "in\n/usr\n")
    #expect(String(decoding: outcome.errorOutput, as: UTF8.self) == "Ada\n")
  }

  @Test func largeInputAndOutputDoNotBlockEachOther() async throws {
    var command = ChildProcess("cat", [], deadline: .seconds(600))
    command.input = (0..<2_000_000).map { UInt8(truncatingIfNeeded: $0) }
    let outcome = try await command.run()
    #expect(outcome.output == command.input)
  }

  @Test func aChildThatDoesNotReadIsNoError() async throws {
    var command = shell("exit 0")
    command.input = Array(repeating: 0, count: 1_000_000)
    #expect(try await command.run().ending == .exited(0))
  }

  @Test func aChildKilledBySomebodyElseSaysSo() async throws {
    #expect(try await shell("kill -TERM $$").run().ending == .signalled(SIGTERM))
  }

  @Test func theDeadlineEndsTheWholeGroup() async throws {
    let directory = try TemporaryDirectory()
    let file = directory.file("pid")
    // A busy machine may need longer than the first of them until the shell has started anything.
    for milliseconds in [300, 3000, 30_000] where try FileSystem.entry(at: file) == nil {
      let command = shell(
        "sleep 300 & echo $! > \(file).new; mv \(file).new \(file); wait",
        deadline: .milliseconds(milliseconds))
      let error = await thrown(ChildProcess.Failure.self) { _ = try await command.run() }
      #expect(error == .timedOut(program: "sh", after: .milliseconds(milliseconds)))
      #expect(
        error?.description == "sh did not end within \(Double(milliseconds) / 1000) seconds and was stopped")
    }
    let text = String(decoding: try FileSystem.read(file, limit: 100), as: UTF8.self)
    let grandchild = try #require(pid_t(text.filter(\.isNumber)))
    #expect(await eventually { Glibc.kill(grandchild, 0) != 0 || isZombie(grandchild) })
  }

  /// A killed process whose parent is gone stays until the init process takes its status.
  private func isZombie(_ process: pid_t) -> Bool {
    guard let status = try? FileSystem.read("/proc/\(process)/stat", limit: 10_000) else { return true }
    return String(decoding: status, as: UTF8.self).contains(") Z ")
  }

  @Test func cancellationEndsIt() async throws {
    let directory = try TemporaryDirectory()
    let command = shell("touch \(directory.file("started")); sleep 300")
    let task = Task { try await command.run() }
    #expect(try await eventually { try FileSystem.entry(at: directory.file("started")) != nil })
    task.cancel()
    await #expect(throws: ChildProcess.Failure.cancelled(program: "sh")) { try await task.value }
  }

  @Test func tooMuchOutputEndsIt() async throws {
    var command = shell("yes")
    command.outputLimit = 100_000
    await #expect(throws: ChildProcess.Failure.outputTooLarge(program: "sh", limit: 100_000)) {
      try await command.run()
    }
  }

  @Test func errorOutputIsKeptUpToItsLimit() async throws {
    var command = shell("i=0; while [ $i -lt 5000 ]; do echo 0123456789 >&2; i=$((i+1)); done")
    command.errorLimit = 100
    let outcome = try await command.run()
    #expect(outcome.isSuccess)
    #expect(outcome.errorOutput.count == 100)
  }

  @Test func aMissingProgramIsSaid() async throws {
    let command = ChildProcess("no-such-program-here", [], deadline: .seconds(5))
    let error = await thrown(ChildProcess.Failure.self) { _ = try await command.run() }
    #expect(error?.description == "cannot start no-such-program-here: No such file or directory")
  }

  @Test func itInheritsNoDescriptors() async throws {
    let directory = try TemporaryDirectory()
    try directory.write("x", to: "open")
    let descriptor = open(directory.file("open"), O_RDONLY)
    defer { close(descriptor) }
    let outcome = try await shell("ls /proc/self/fd").run()
    #expect(String(decoding: outcome.output, as: UTF8.self).split(separator: "\n").count <= 4)
  }
}
