import Evaluation
import Glibc
import Platform
import Render
import Report

/// The program behind `sluice`: understands a command line and runs what it asks for.
public struct Program: Sendable {
  private let environment: [String: String]
  private let output: Output
  private let system: SystemAccess
  private let readFile: CommandParser.FileReading

  /// All commands, in the order of the help.
  static let commands: [any Command.Type] = [
    RunCommand.self, ApplyCommand.self, PlanCommand.self, BuildCommand.self, ValidateCommand.self,
    StatusCommand.self, EventsCommand.self, WhyCommand.self, HistoryCommand.self, RestoreCommand.self,
    AlloyCommand.self, EmulateGrafanaCommand.self,
    CompletionCommand.self, VersionCommand.self,
  ]

  static let descriptions = commands.map { $0.description }

  public init(environment: [String: String], output: Output, system: SystemAccess) {
    self.environment = environment
    self.output = output
    self.system = system
    readFile = { path throws(FileError) in
      try FileSystem.read(path, limit: ConfigurationFile.sizeLimit)
    }
  }

  /// The program as the process' own: its environment, output, clock and signals.
  public static func ofProcess() -> Program {
    // A reader that goes away is an error of a call here, and no reason for a daemon to die.
    signal(SIGPIPE, SIG_IGN)
    let environment = ProcessEnvironment.variables()
    return Program(
      environment: environment, output: .process(environment: environment),
      system: SystemAccess(
        time: SystemTime(), random: SystemRandom(),
        signals: { wanted throws(FileError) in try ProcessSignal.stream(of: wanted) },
        exit: { Glibc._exit($0.rawValue) }, isRoot: Glibc.getuid() == 0, evaluators: Evaluators(.own)))
  }

  /// - Parameter arguments: without the program's own name.
  /// - Returns: what the process is to end with.
  public func run(_ arguments: [String]) async -> ExitStatus {
    let status = await runWhole(arguments)
    switch output.standard.failure {
    case nil: return status
    case .closed: return .unread
    case .system(let code):
      output.tell("error: the result cannot be written: \(String(cString: strerror(code)))\n")
      return .failure
    }
  }

  private func runWhole(_ arguments: [String]) async -> ExitStatus {
    let parser = CommandParser(commands: Self.descriptions, environment: environment, readFile: readFile)
    switch parser.parse(arguments) {
    case .help(let path):
      output.write(HelpPage(Self.descriptions, style: output.standardStyle).text(about: path))
      return .success
    case .refused(let error):
      output.tell(error.description)
      return .failure
    case .run(let invocation): return await run(invocation)
    }
  }

  private func run(_ invocation: Invocation) async -> ExitStatus {
    let isPlain = invocation.values[Settings.withoutColor] ?? false
    let output = isPlain ? self.output.withoutColour : self.output
    for warning in invocation.warnings { output.tell("warning: \(warning)\n") }
    guard let command = Self.commands.first(where: { $0.description.path == invocation.command.path }) else {
      return .failure
    }
    let call = CommandCall(invocation: invocation, output: output, environment: environment, system: system)
    do throws(CommandFailure) {
      return try await command.run(call)
    } catch {
      output.tell(error.text(style: output.errorStyle))
      return .failure
    }
  }
}
