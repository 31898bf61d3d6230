import Glibc
import Platform

/// A program to run to its end, with limits on everything it may take.
public struct ChildProcess: Sendable {
  /// How it ended.
  public enum Ending: Hashable, Sendable {
    case exited(Int32)
    case signalled(Int32)
  }

  /// What it left.
  public struct Outcome: Sendable {
    public let ending: Ending
    public let output: [UInt8]
    /// The beginning of its standard error; bytes beyond the limit are read and dropped.
    public let errorOutput: [UInt8]

    public var isSuccess: Bool { ending == .exited(0) }
  }

  /// Why there is no outcome.
  public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    case cannotStart(program: String, reason: String)
    case timedOut(program: String, after: Duration)
    case outputTooLarge(program: String, limit: Int)
    case cancelled(program: String)

    public var description: String {
      switch self {
      case .cannotStart(let program, let reason): "cannot start \(program): \(reason)"
      case .timedOut(let program, let limit): "\(program) did not end within \(limit) and was stopped"
      case .outputTooLarge(let program, let limit):
        "\(program) wrote more than the limit of \(limit) bytes and was stopped"
      case .cancelled(let program): "\(program) was stopped, because its result is no longer wanted"
      }
    }
  }

  /// A path, or a name that is looked for in `PATH`.
  public var program: String
  public var arguments: [String]
  /// Nil for our own environment.
  public var environment: [String: String]?
  public var workingDirectory: String?
  /// What it reads from its standard input, which then ends.
  public var input: [UInt8] = []
  /// More bytes than this on its standard output stop it.
  public var outputLimit = 16 * 1024 * 1024
  /// How many bytes of its standard error are kept.
  public var errorLimit = 64 * 1024
  public var deadline: Duration

  public init(_ program: String, _ arguments: [String], deadline: Duration) {
    self.program = program
    self.arguments = arguments
    self.deadline = deadline
  }

  /// Starts it in a process group of its own and waits for its end on a thread of its own. At a limit, or when the
  /// task is cancelled, the whole group is killed.
  public func run() async throws(Failure) -> Outcome {
    let stop: StopSignal
    do throws(FileError) {
      stop = try StopSignal()
    } catch {
      throw .cannotStart(program: program, reason: error.description)
    }
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Result<Outcome, Failure>, Never>) in
        DedicatedThread.start(named: "sluice-child") {
          continuation.resume(returning: ChildRun.perform(self, stop))
        }
      }
    } onCancel: {
      stop.send()
    }
    return try result.get()
  }
}

/// A pipe that becomes readable when the run shall stop.
final class StopSignal: Sendable {
  let readable: Int32
  private let writable: Int32

  init() throws(FileError) {
    let ends = try ChildPipe()
    readable = ends.reading
    writable = ends.writing
  }

  deinit {
    close(readable)
    close(writable)
  }

  func send() {
    var byte: UInt8 = 1
    write(writable, &byte, 1)
  }
}
