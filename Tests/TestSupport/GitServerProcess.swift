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
    shell = try Self.spawn(
      ["/bin/sh", "-c", script, "sh", path] + arguments, variables.map { "\($0)=\($1)" }, input: ends[0])
  }

  deinit {
    close(lifeline)
    var status: Int32 = 0
    while waitpid(shell, &status, 0) < 0, errno == EINTR {}
  }

  /// Foundation's `Process` hands on the signal mask of a dispatch thread, which blocks SIGTERM and SIGCHLD.
  private static func spawn(_ words: [String], _ environment: [String], input: Int32) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawnattr_init(&attributes)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    let arguments = words.map { strdup($0) } + [nil]
    let variables = environment.map { strdup($0) } + [nil]
    defer { for pointer in arguments + variables { free(pointer) } }
    var child: pid_t = 0
    let code = posix_spawn(&child, words[0], &actions, &attributes, arguments, variables)
    guard code == 0 else {
      throw GitProgram.Failure(description: "\(words[0]): \(String(cString: strerror(code)))")
    }
    return child
  }
}
