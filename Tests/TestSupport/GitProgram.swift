import Foundation
import Platform

/// Runs the `git` program (and others) for fixtures, cut off from the user's configuration.
public enum GitProgram {
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  public static let environment: [String: String] = [
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/nonexistent", "LC_ALL": "C", "TZ": "UTC",
    "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0",
    "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.org",
  ]

  /// Ends a program that hangs; no program needs a part of it.
  private static let deadline = Duration.seconds(600)

  /// The full path of a program (a path is taken as it is), or nil where it is not installed.
  public static func find(_ name: String) -> String? {
    if name.hasPrefix("/") { return FileManager.default.isExecutableFile(atPath: name) ? name : nil }
    var folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    folders.append("/usr/lib/git-core")
    return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// A program as `run` starts it, for those that want more than its output.
  public static func command(
    _ program: String, _ arguments: [String], in directory: String = "/",
    environment extra: [String: String] = [:], input: String? = nil
  ) throws -> ChildProcess {
    guard let path = find(program) else { throw Failure(description: "\(program) is not installed") }
    var command = ChildProcess(path, arguments, deadline: deadline)
    command.environment = environment.merging(extra) { $1 }
    command.workingDirectory = directory
    command.input = Array((input ?? "").utf8)
    return command
  }

  /// Runs a program to its end, while others run, and gives its standard output without the final line end.
  @discardableResult
  public static func run(
    _ program: String, _ arguments: [String], in directory: String = "/",
    environment extra: [String: String] = [:], input: String? = nil
  ) async throws -> String {
    let outcome = try await command(program, arguments, in: directory, environment: extra, input: input).run()
    let text = String(decoding: outcome.output, as: UTF8.self)
    guard outcome.isSuccess else {
      let reason = String(decoding: outcome.errorOutput, as: UTF8.self)
      throw Failure(description: "\(program) \(arguments.joined(separator: " ")): \(reason)\(text)")
    }
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }
}
