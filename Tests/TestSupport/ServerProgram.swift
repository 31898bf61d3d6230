import Glibc
import Platform
import Synchronization

/// A server program that a test starts and that ends with this object, and with the test process however that ends:
/// a shell between the two waits on a socket that closes by itself, and then ends its process group: fcgiwrap leaves
/// its workers behind when only the first of them is ended.
///
/// Not Foundation's `Process`: it waits for the end of a socket that every other child started at the same moment
/// inherits, so that tests which run together wait for each other's servers, for ever.
public final class ServerProgram: Sendable {
  /// Whether the shell is gone, and who waits for that.
  private struct State {
    var isOver = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private final class Ending: Sendable {
    let state = Mutex(State())
  }

  private let ending = Ending()
  /// Our end of the socket; nil once it is closed.
  private let lifeline: Mutex<Int32?>

  private static let script = """
    exec 3<&0
    "$@" </dev/null >/dev/null 2>&1 3<&- &
    child=$!
    trap '' TERM
    read line <&3
    kill 0
    wait $child 2>/dev/null
    """

  public init(
    _ program: String, _ arguments: [String], environment: [String: String] = [:], directory: String = "/"
  ) throws {
    guard let path = GitProgram.find(program) else {
      throw GitProgram.Failure(description: "\(program) is not installed")
    }
    // Close-on-exec from the first: another child that held our end would keep this one alive.
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw GitProgram.Failure(description: "no socket pair can be had")
    }
    lifeline = Mutex(ends[1])
    let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
    defer {
      close(ends[0])
      close(nowhere)
    }
    let command = try GitProgram.command(
      "/bin/sh", ["-c", Self.script, "sh", path] + arguments, in: directory, environment: environment)
    let shell: pid_t
    switch ChildSpawn.start(command, standard: [ends[0], nowhere, nowhere]) {
    case .success(let process): shell = process
    case .failure(let refusal): throw GitProgram.Failure(description: "/bin/sh: \(refusal.text)")
    }
    DedicatedThread.start(named: "test-program") { [ending] in
      var status: Int32 = 0
      while waitpid(shell, &status, 0) < 0, errno == EINTR {}
      let waiting = ending.state.withLock { state in
        state.isOver = true
        return state.waiting
      }
      for continuation in waiting { continuation.resume() }
    }
  }

  deinit { cutLifeline() }

  /// Ends the server and waits until it is gone.
  public func stop() async {
    cutLifeline()
    await withCheckedContinuation { continuation in
      let isOver = ending.state.withLock { state in
        if !state.isOver { state.waiting.append(continuation) }
        return state.isOver
      }
      if isOver { continuation.resume() }
    }
  }

  private func cutLifeline() {
    lifeline.withLock { descriptor in
      if let open = descriptor { close(open) }
      descriptor = nil
    }
  }
}
