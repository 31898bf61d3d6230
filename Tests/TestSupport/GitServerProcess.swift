import Foundation

/// A server program that a test starts and that ends with this object, and with the test process however that ends:
/// a shell between the two waits on a socket that closes by itself.
public final class GitServerProcess: Sendable {
  private let shell: pid_t
  private let lifeline: Int32

  public init(_ program: String, _ arguments: [String], environment: [String: String] = [:]) throws {
    guard let path = GitProgram.find(program) else {
      throw GitProgram.Failure(description: "\(program) is not installed")
    }
    let script = """
      exec 3<&0
      "$@" </dev/null >/dev/null 2>&1 3<&- &
      child=$!
      read line <&3
      kill $child 2>/dev/null
      wait $child 2>/dev/null
      """
    let variables = GitProgram.environment.merging(environment) { $1 }
    // Close-on-exec from the first: another child that held our end would keep this one alive.
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw GitProgram.Failure(description: "no socket pair can be had")
    }
    defer { close(ends[0]) }
    lifeline = ends[1]
    let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
    defer { close(nowhere) }
    shell = try SpawnedProgram.start(
      ["/bin/sh", "-c", script, "sh", path] + arguments, environment: variables,
      standard: [ends[0], nowhere, nowhere])
  }

  deinit {
    close(lifeline)
    SpawnedProgram.wait(for: shell)
  }
}
