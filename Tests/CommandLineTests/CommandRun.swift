import Base
import Platform
import Report
import Synchronization
import TestSupport

@testable import CommandLine

/// The program run in process, with everything that it prints kept.
struct CommandRun: Sendable {
  let status: ExitStatus
  let output: String
  let errors: String

  /// - Parameter environment: the only variables that the program sees.
  static func of(
    _ arguments: [String], environment: [String: String] = [:], signals: SignalSource = SignalSource(),
    style: TextStyle = .plain, output: CapturedText = CapturedText(), errors: CapturedText = CapturedText()
  ) async -> CommandRun {
    let status = await status(
      of: arguments, environment: environment, signals: signals, style: style, output: output, errors: errors)
    return CommandRun(status: status, output: output.text, errors: errors.text)
  }

  /// The same where the result goes elsewhere.
  static func status(
    of arguments: [String], environment: [String: String] = [:], signals: SignalSource = SignalSource(),
    style: TextStyle = .plain, output: any TextSink, errors: CapturedText
  ) async -> ExitStatus {
    await Program(
      environment: environment,
      output: Output(standard: output, error: errors, standardStyle: style, errorStyle: style),
      system: SystemAccess(
        time: UnhurriedTime(), random: SystemRandom(), signals: { _ in signals.stream },
        exit: { signals.noteExit($0) }, isRoot: false,
        evaluators: .patient)
    ).run(arguments)
  }
}

/// Keeps what is printed.
final class CapturedText: TextSink {
  private let kept = Mutex("")

  func write(_ text: String) { kept.withLock { $0 += text } }

  var text: String { kept.withLock { $0 } }
}

/// Signals that a test sends.
final class SignalSource: Sendable {
  let stream: AsyncStream<ProcessSignal>
  private let continuation: AsyncStream<ProcessSignal>.Continuation
  private let exits = Mutex<[ExitStatus]>([])

  init() {
    (stream, continuation) = AsyncStream.makeStream(of: ProcessSignal.self)
  }

  func send(_ signal: ProcessSignal) { continuation.yield(signal) }

  /// What the process would have ended with at once.
  var immediateExits: [ExitStatus] { exits.withLock { $0 } }

  func noteExit(_ status: ExitStatus) { exits.withLock { $0.append(status) } }
}
