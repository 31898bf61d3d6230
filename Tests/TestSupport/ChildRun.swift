internal import CShims
import Glibc
import Platform

/// Runs one child on the calling thread: starts it, feeds it, reads it, and waits for it.
struct ChildRun {
  private let command: ChildProcess
  private let process: pid_t
  private let ended: Int32
  private var input: Int32
  private var output: Int32
  private var errorOutput: Int32
  private var inputOffset = 0
  private var outputBytes: [UInt8] = []
  private var errorBytes: [UInt8] = []

  static func perform(_ command: ChildProcess, _ stop: StopSignal) -> Result<
    ChildProcess.Outcome, ChildProcess.Failure
  > {
    // A child that ends before it has read its input must give EPIPE here, not kill this process.
    var blocked = sigset_t()
    sigemptyset(&blocked)
    sigaddset(&blocked, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &blocked, nil)
    return Result { () throws(ChildProcess.Failure) in
      var run = try ChildRun(command)
      return try run.wait(stop)
    }
  }

  private init(_ command: ChildProcess) throws(ChildProcess.Failure) {
    self.command = command
    let input: ChildPipe
    let output: ChildPipe
    let errorOutput: ChildPipe
    do throws(FileError) {
      input = try ChildPipe()
      output = try ChildPipe()
      errorOutput = try ChildPipe()
    } catch {
      throw .cannotStart(program: command.program, reason: error.description)
    }
    let theirs = [input.reading, output.writing, errorOutput.writing]
    let ours = [input.writing, output.reading, errorOutput.reading]
    let spawned = ChildSpawn.start(command, standard: theirs)
    for end in theirs { close(end) }
    guard case .success(let process) = spawned else {
      for end in ours { close(end) }
      guard case .failure(let reason) = spawned else { preconditionFailure("neither started nor refused") }
      throw .cannotStart(program: command.program, reason: reason.text)
    }
    for end in ours { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    self.process = process
    self.input = input.writing
    self.output = output.reading
    self.errorOutput = errorOutput.reading
    ended = sluice_open_process(process)
    if ended < 0 {
      let reason = String(cString: strerror(errno))
      for end in ours { close(end) }
      throw kill(.cannotStart(program: command.program, reason: reason))
    }
  }

  private mutating func wait(_ stop: StopSignal) throws(ChildProcess.Failure) -> ChildProcess.Outcome {
    defer {
      for descriptor in [input, output, errorOutput, ended] where descriptor >= 0 { close(descriptor) }
    }
    let time = SystemTime()
    let end = time.elapsed + command.deadline
    if command.input.isEmpty { closeInput() }
    while true {
      let rest = end - time.elapsed
      if rest <= .zero { throw kill(.timedOut(program: command.program, after: command.deadline)) }
      var events = [
        pollfd(fd: stop.readable, events: Int16(POLLIN), revents: 0),
        pollfd(fd: ended, events: Int16(POLLIN), revents: 0),
        pollfd(fd: output, events: Int16(POLLIN), revents: 0),
        pollfd(fd: errorOutput, events: Int16(POLLIN), revents: 0),
        pollfd(fd: input, events: Int16(POLLOUT), revents: 0),
      ]
      poll(
        &events, nfds_t(events.count), Int32(clamping: rest.components.seconds * 1000 + 1 + rest.milliseconds)
      )
      if events[0].revents != 0 { throw kill(.cancelled(program: command.program)) }
      if events[2].revents != 0 { try readOutput() }
      if events[3].revents != 0 { readErrorOutput() }
      if events[4].revents != 0 { writeInput() }
      // What it wrote before its end is in the pipes by now. A grandchild that keeps them open is not waited for.
      if events[1].revents != 0 {
        try readOutput()
        readErrorOutput()
        return ChildProcess.Outcome(ending: reap(), output: outputBytes, errorOutput: errorBytes)
      }
    }
  }

  private mutating func readOutput() throws(ChildProcess.Failure) {
    ChildRun.drain(&output) { outputBytes.append(contentsOf: $0) }
    if outputBytes.count > command.outputLimit {
      throw kill(.outputTooLarge(program: command.program, limit: command.outputLimit))
    }
  }

  private mutating func readErrorOutput() {
    ChildRun.drain(&errorOutput) {
      errorBytes.append(contentsOf: $0.prefix(command.errorLimit - errorBytes.count))
    }
  }

  private mutating func writeInput() {
    let count = command.input.withUnsafeBytes { bytes in
      write(input, bytes.baseAddress?.advanced(by: inputOffset), bytes.count - inputOffset)
    }
    if count > 0 { inputOffset += count }
    let failed = count < 0 && errno != EAGAIN && errno != EINTR
    if failed || inputOffset == command.input.count { closeInput() }
  }

  private mutating func closeInput() {
    close(input)
    input = -1
  }

  /// Kills the group and gives the reason back, once nothing of the child is left.
  private func kill(_ reason: ChildProcess.Failure) -> ChildProcess.Failure {
    _ = reap()
    return reason
  }

  /// Takes the child's status. What is left of its group goes first: the group's number is free afterwards.
  private func reap() -> ChildProcess.Ending {
    Glibc.kill(-process, SIGKILL)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    // The macros WIFSIGNALED and WEXITSTATUS of <sys/wait.h>, which Swift does not import.
    let signal = status & 0x7F
    return signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
  }

  /// Reads what is there, up to a megabyte at a time, so that a fast writer cannot outrun the limits; closes at the end.
  private static func drain(_ descriptor: inout Int32, _ take: (ArraySlice<UInt8>) -> Void) {
    guard descriptor >= 0 else { return }
    var piece = [UInt8](repeating: 0, count: 64 * 1024)
    for _ in 0..<16 {
      let count = read(descriptor, &piece, piece.count)
      if count > 0 {
        take(piece[..<count])
      } else if count == 0 {
        close(descriptor)
        descriptor = -1
        return
      } else if errno != EINTR {
        return
      }
    }
  }
}

extension Duration {
  /// The part below a second.
  fileprivate var milliseconds: Int64 { components.attoseconds / 1_000_000_000_000_000 }
}
