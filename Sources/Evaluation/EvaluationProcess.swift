import Base
internal import CShims
import Glibc

/// The child process seen from its parent: the same program, started again with nothing of its environment. It belongs to
/// one thread, whose calls block.
public struct EvaluationProcess: ~Copyable {
  private let process: pid_t
  private let socket: Int32
  private let deadline: ContinuousClock.Instant
  private let isCancelled: @Sendable () -> Bool
  private var isEnded = false

  /// Bytes of the lengths before the texts of an answer, at most.
  private static let lengthsSize = 16

  /// How often it is looked whether anybody still waits.
  private static let tick: Int32 = 100

  /// - Parameter word: the program's only argument, which names the language.
  public init(
    _ program: EvaluatorProgram, as word: String, deadline: Duration,
    isCancelled: @escaping @Sendable () -> Bool
  ) throws(EvaluationFailure) {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw Self.failure(errno) }
    let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
    defer {
      close(ends[1])
      if nowhere >= 0 { close(nowhere) }
    }
    var process = pid_t()
    // Nothing of the environment: it may hold credentials.
    var environment: [UnsafeMutablePointer<CChar>?] = [nil]
    var arguments: [UnsafeMutablePointer<CChar>?] = [
      strdup(program.path), strdup(word), nil,
    ]
    defer { for argument in arguments { free(argument) } }
    let code = sluice_spawn(
      &process, program.path, &arguments, &environment, "/",
      [ends[1], ends[1], nowhere >= 0 ? nowhere : ends[1]])
    guard code == 0 else {
      close(ends[0])
      throw Self.failure(code)
    }
    self.process = process
    socket = ends[0]
    self.deadline = .now + deadline
    self.isCancelled = isCancelled
  }

  deinit {
    close(socket)
    if !isEnded { _ = Self.end(process) }
  }

  private static func failure(_ code: Int32) -> EvaluationFailure {
    .cannotRun(String(cString: strerror(code)))
  }

  public func send(_ frame: EvaluationFrame) throws(EvaluationFailure) {
    let bytes = frame.bytes
    var sent = 0
    while sent < bytes.count {
      try wait(for: POLLOUT)
      let count = bytes.withUnsafeBytes {
        Glibc.send(
          socket, $0.baseAddress?.advanced(by: sent), bytes.count - sent,
          Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
      }
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      // The child is gone: why, is told when it is asked for its answer.
      guard count > 0 else { return }
      sent += count
    }
  }

  /// Nil where the child ended without an answer.
  /// - Parameter limit: bytes of a text; more is not taken.
  public func receive(limit: Int) throws(EvaluationFailure) -> EvaluationFrame? {
    guard let start = try read(EvaluationFrame.headerSize), let (word, length) = EvaluationFrame.header(start)
    else {
      return nil
    }
    if length > limit + Self.lengthsSize {
      throw .tooLarge("the result is larger than the limit of \(limit) bytes")
    }
    guard let body = try read(length) else { return nil }
    return EvaluationFrame(word, body: body)
  }

  private func read(_ count: Int) throws(EvaluationFailure) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      try wait(for: POLLIN)
      let taken = bytes.withUnsafeMutableBytes {
        recv(socket, $0.baseAddress?.advanced(by: filled), count - filled, Int32(MSG_DONTWAIT))
      }
      if taken < 0, errno == EINTR || errno == EAGAIN { continue }
      guard taken > 0 else { return nil }
      filled += taken
    }
    return bytes
  }

  private func wait(for event: Int32) throws(EvaluationFailure) {
    while true {
      if isCancelled() { throw .cancelled }
      if ContinuousClock.now >= deadline { throw .timedOut }
      var file = pollfd(fd: socket, events: Int16(event), revents: 0)
      if poll(&file, 1, Self.tick) > 0 { return }
    }
  }

  /// Ends the child if it has not ended, and tells why it gave no answer.
  public mutating func reasonOfEnd() -> EvaluationFailure {
    isEnded = true
    let signal = Self.end(process, isPatient: true)
    return switch signal {
    case SIGXCPU: .tooLong
    case 0: .cannotRun("the process that evaluates ended without an answer")
    // The interpreters abort where there is no memory, a stack that is full is a bad access, and a system without memory
    // kills.
    default: .exhausted
    }
  }

  /// - Parameter isPatient: the child has closed its end, so it is about to end by itself.
  /// - Returns: the signal that ended it; 0 where it ended by itself.
  private static func end(_ process: pid_t, isPatient: Bool = false) -> Int32 {
    var state: Int32 = 0
    if isPatient {
      let end = ContinuousClock.now + .seconds(2)
      while ContinuousClock.now < end {
        if waitpid(process, &state, WNOHANG) == process { return state & 0x7F }
        usleep(1000)
      }
    }
    // It leads a process group of its own.
    kill(-process, SIGKILL)
    while waitpid(process, &state, 0) < 0, errno == EINTR {}
    return state & 0x7F
  }
}
