import Glibc

/// A program that runs beside this one and ends with it.
final class RunningProgram {
  let identifier: pid_t
  private var isOver = false

  /// - Parameter program: a path.
  init(_ program: String, _ arguments: [String], environment: [String: String] = [:]) throws {
    var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
    words.append(nil)
    let variables = ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent"].merging(environment) {
      $1
    }
    var surroundings: [UnsafeMutablePointer<CChar>?] = variables.map { strdup("\($0.key)=\($0.value)") }
    surroundings.append(nil)
    defer { for pointer in words + surroundings { free(pointer) } }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    defer { posix_spawn_file_actions_destroy(&actions) }
    var child: pid_t = 0
    guard posix_spawn(&child, program, &actions, nil, words, surroundings) == 0 else {
      throw BenchFailure("\(program) cannot be started; build it first: swift build -c release")
    }
    identifier = child
  }

  deinit { stop() }

  /// Peak of the resident memory so far, in MiB (`VmHWM` of proc(5)).
  var peakMiB: Double? {
    guard let file = fopen("/proc/\(identifier)/status", "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, 256, file) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      if text.hasPrefix("VmHWM:"), let number = text.split(whereSeparator: { !$0.isNumber }).first {
        return Double(number).map { $0 / 1024 }
      }
    }
    return nil
  }

  /// What it has used of all processors so far (`utime` and `stime` of proc(5)).
  var processorSeconds: Double? {
    guard let file = fopen("/proc/\(identifier)/stat", "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 1024)
    guard fgets(&line, 1024, file) != nil else { return nil }
    let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    // The name of the program, in parentheses, may hold blanks.
    guard let end = text.lastIndex(of: ")") else { return nil }
    let fields = text[end...].split(separator: " ")
    guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else {
      return nil
    }
    return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  /// Asks it to end, and waits until it has.
  func stop() {
    guard !isOver else { return }
    isOver = true
    kill(identifier, SIGTERM)
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
  }
}
