import Glibc
import Platform
import Report

/// Takes what is printed.
public protocol TextSink: Sendable {
  func write(_ text: String)
}

/// Where a command prints: results to one side, everything about them to the other.
public struct Output: Sendable {
  let standard: any TextSink
  let error: any TextSink
  let standardStyle: TextStyle
  let errorStyle: TextStyle

  public init(
    standard: any TextSink, error: any TextSink, standardStyle: TextStyle = .plain,
    errorStyle: TextStyle = .plain
  ) {
    self.standard = standard
    self.error = error
    self.standardStyle = standardStyle
    self.errorStyle = errorStyle
  }

  /// The process' own standard output and standard error.
  public static func process(environment: [String: String]) -> Output {
    Output(
      standard: DescriptorSink(STDOUT_FILENO), error: DescriptorSink(STDERR_FILENO),
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
      standard: standard, error: error, standardStyle: plain(standardStyle), errorStyle: plain(errorStyle))
  }
}

/// Writes to a file descriptor. What a closed pipe does not take is lost: nobody reads it.
private struct DescriptorSink: TextSink {
  private let lines: DescriptorLogSink

  init(_ descriptor: Int32) {
    lines = DescriptorLogSink(descriptor: descriptor)
  }

  func write(_ text: String) { lines.write(line: Array(text.utf8)) }
}
