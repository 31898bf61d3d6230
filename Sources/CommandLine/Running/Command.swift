import Platform

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

  var values: OptionValues { invocation.values }
  var words: [String] { invocation.words }
}

/// What commands take from the process and the machine, so that tests can give something else.
public struct SystemAccess: Sendable {
  let time: any TimeSource
  let random: any RandomSource
  let signals: @Sendable ([ProcessSignal]) -> AsyncStream<ProcessSignal>
  /// Ends the process at once.
  let exit: @Sendable (ExitStatus) -> Void
  let isRoot: Bool

  public init(
    time: any TimeSource, random: any RandomSource,
    signals: @escaping @Sendable ([ProcessSignal]) -> AsyncStream<ProcessSignal>,
    exit: @escaping @Sendable (ExitStatus) -> Void, isRoot: Bool
  ) {
    self.time = time
    self.random = random
    self.signals = signals
    self.exit = exit
    self.isRoot = isRoot
  }
}
