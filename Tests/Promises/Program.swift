import Foundation
import TestSupport

/// The `sluice` program that was built beside the tests.
final class Program: @unchecked Sendable {
  // Safe: the process is started in `init` and only asked and killed afterwards, by one task at a time.
  private let process: Process

  static let path =
    URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path + "/sluice"
  static let isBuilt = FileManager.default.isExecutableFile(atPath: path)

  private init(_ arguments: [String]) throws {
    process = Process()
    process.executableURL = URL(fileURLWithPath: Self.path)
    process.arguments = arguments
    process.environment = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  /// Starts one cycle.
  static func start(_ world: World) throws -> Program {
    try Program([
      "apply", "--url", world.repository.fileURL, "--branch", "main", "--environment", "prod", "--state",
      world.statePath,
      "--secrets", world.secretsPath, "--agent-output", world.agentPath, "--timeout", "30s",
    ])
  }

  /// Runs one cycle to its end, and gives the exit status.
  static func apply(_ world: World) async throws -> Int32 {
    let program = try start(world)
    let isDone = await eventually(within: .seconds(60)) { !program.isRunning }
    if !isDone { program.kill() }
    return isDone ? program.process.terminationStatus : -1
  }

  var isRunning: Bool { process.isRunning }

  /// As `kill -9` does it.
  func kill() {
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}
