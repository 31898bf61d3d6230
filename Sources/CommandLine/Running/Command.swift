import Platform
import Render
import Secrets

/// One command of the program.
protocol Command: Sendable {
  static var description: CommandDescription { get }

  /// - Returns: what the process ends with; the result has been written by then.
  static func run(_ call: CommandCall) async throws(CommandFailure) -> ExitStatus
}

/// Everything that a command works with.
struct CommandCall: Sendable {
  let invocation: Invocation
  let output: Output
  let environment: [String: String]
  let system: SystemAccess
  /// Knows every secret that this call has read.
  let scrubber = Scrubber()

  var values: OptionValues { invocation.values }
  var words: [String] { invocation.words }
}

/// What commands take from the process and the machine, so that tests can give something else.
public struct SystemAccess: Sendable {
  /// The signals of a set as they arrive.
  public typealias Signals =
    @Sendable ([ProcessSignal]) throws(FileError) -> AsyncStream<ProcessSignal>

  let time: any TimeSource
  let random: any RandomSource
  let signals: Signals
  /// Ends the process at once.
  let exit: @Sendable (ExitStatus) -> Void
  let isRoot: Bool
  /// Nil where nothing is evaluated.
  let evaluators: Evaluators?

  public init(
    time: any TimeSource, random: any RandomSource,
    signals: @escaping Signals,
    exit: @escaping @Sendable (ExitStatus) -> Void, isRoot: Bool, evaluators: Evaluators? = nil
  ) {
    self.time = time
    self.random = random
    self.signals = signals
    self.exit = exit
    self.isRoot = isRoot
    self.evaluators = evaluators
  }

  /// The same for commands.
  func watch(_ wanted: [ProcessSignal]) throws(CommandFailure) -> AsyncStream<ProcessSignal> {
    do throws(FileError) {
      return try signals(wanted)
    } catch {
      throw CommandFailure(error.description)
    }
  }
}
