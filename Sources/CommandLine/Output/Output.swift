import Glibc
import Platform
import Report

/// Takes what is printed.
public protocol TextSink: Sendable {
  func write(_ text: String)

  /// Why not all of it has arrived; nil where it has.
  var failure: OutputFailure? { get }
}

extension TextSink {
  public var failure: OutputFailure? { nil }
}

/// Where a command prints: results to one side, everything about them to the other.
public struct Output: Sendable {
  let standard: any TextSink
  let error: any TextSink
  /// Log lines, which must never hold up the program.
  let log: any LogSink
  let standardStyle: TextStyle
  let errorStyle: TextStyle

  /// - Parameter log: nil for log lines that go the way of errors.
  public init(
    standard: any TextSink, error: any TextSink, log: (any LogSink)? = nil,
    standardStyle: TextStyle = .plain, errorStyle: TextStyle = .plain
  ) {
    self.standard = standard
    self.error = error
    self.log = log ?? LinesOfText(sink: error)
    self.standardStyle = standardStyle
    self.errorStyle = errorStyle
  }

  /// The process' own standard output and standard error.
  public static func process(environment: [String: String]) -> Output {
    Output(
      standard: ResultSink(STDOUT_FILENO), error: ResultSink(STDERR_FILENO),
      log: DescriptorLogSink(descriptor: STDERR_FILENO),
      standardStyle: .of(descriptor: STDOUT_FILENO, environment: environment),
      errorStyle: .of(descriptor: STDERR_FILENO, environment: environment))
  }

  /// The result of the command.
  func write(_ text: String) { standard.write(text) }

  /// What goes beside the result: errors, warnings, progress.
  func tell(_ text: String) { error.write(text) }

  /// The same without colours.
  var withoutColour: Output {
    func plain(_ style: TextStyle) -> TextStyle {
      TextStyle(isTerminal: style.isTerminal, width: style.width, environment: ["NO_COLOR": "1"])
    }
    return Output(
      standard: standard, error: error, log: log, standardStyle: plain(standardStyle),
      errorStyle: plain(errorStyle))
  }
}

/// Log lines among other text.
private struct LinesOfText: LogSink {
  let sink: any TextSink

  func write(line: [UInt8]) { sink.write(String(decoding: line, as: UTF8.self)) }
}
