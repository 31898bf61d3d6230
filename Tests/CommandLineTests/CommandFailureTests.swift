import Report
import Testing

@testable import CommandLine

@Suite struct CommandFailureTests {
  /// Servers speak in messages, and a terminal must not do what they say.
  @Test func nothingInItSteersATerminal() {
    let failure = CommandFailure("400: \u{1B}[2Jgone\nerror: all is well", remedy: "ask\u{202E}again\r")
    #expect(
      failure.text(style: .plain) == "error: 400: \u{FFFD}[2Jgone error: all is well\n  ask\u{FFFD}again \n")
  }
}
