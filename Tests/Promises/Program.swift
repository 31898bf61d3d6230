import Foundation
import Platform
import Synchronization
import TestSupport
import Testing

/// The `sluice` program that was built beside the tests.
enum Program {
  static let path =
    URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path + "/sluice"
  static let isBuilt = FileManager.default.isExecutableFile(atPath: path)

  /// Runs one cycle to its end, which must be with this exit status.
  static func apply(
    _ world: World, _ circumstance: String = "", endsWith status: Int32 = 0,
    at place: SourceLocation = #_sourceLocation
  ) async throws {
    let outcome = try await cycle(in: world).run()
    let log = String(decoding: outcome.errorOutput, as: UTF8.self)
    #expect(outcome.ending == .exited(status), "\(circumstance): \(log)", sourceLocation: place)
  }

  /// Starts one cycle and kills it, as `kill -9` does, as soon as something is true or the cycle is over; false where
  /// neither came.
  ///
  /// - Parameter arguments: more of them.
  static func kill(
    _ world: World, with arguments: [String] = [], once isTrue: () -> Bool
  ) async throws -> Bool {
    let command = try cycle(in: world, arguments)
    let isOver = Atomic(false)
    let running = Task {
      _ = try? await command.run()
      isOver.store(true, ordering: .releasing)
    }
    let isReached = await eventually { isTrue() || isOver.load(ordering: .acquiring) }
    running.cancel()
    await running.value
    return isReached
  }

  private static func cycle(in world: World, _ arguments: [String] = []) throws -> ChildProcess {
    try GitProgram.command(
      path,
      [
        "apply", "--url", world.repository.fileURL, "--branch", "main", "--environment", "prod", "--state",
        world.statePath, "--secrets", world.secretsPath, "--agent-output", world.agentPath, "--timeout", "2m",
      ] + arguments)
  }
}
