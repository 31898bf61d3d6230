import Testing

@testable import AgentConfiguration

/// `${NAME}` as the agent puts it in (grafana/agent with drone/envsubst), and places in the text that was written.
@Suite struct EnvironmentExpansionTests {
  private static let variables = [
    "URL": "http://h/p", "EMPTY": "", "LONG": "one\n      two: 3", "NUMBER": "60",
  ]

  private func expanded(_ text: String) throws -> String {
    let variables = Self.variables
    let expansion = EnvironmentExpansion(Array(text.utf8)) { variables[$0] }
    return String(decoding: try expansion.expanded().bytes, as: UTF8.self)
  }

  @Test(arguments: [
    ("x${URL}y", "xhttp://h/py"), ("${EMPTY}x", "x"), ("${UNSET}x", "x"), ("${UNSET:-d}", "d"),
    ("${EMPTY:-d}", "d"),
    ("${UNSET=d}", "d"), ("$URL", "$URL"), ("$${URL}", "${URL}"), ("a$", "a$"), ("$(x)", "$(x)"),
    ("${1}", "${1}"),
    ("${URL#http://}", "h/p"), ("${URL##*/}", "/h/p"), ("${URL%/*}", "http://h"), ("${#URL}", "10"),
    ("${URL/h/x}", "xttp://h/p"), ("${URL//h/x}", "xttp://x/p"), ("${URL^^}", "HTTP://H/P"),
    ("${URL,,}", "http://h/p"),
    ("${URL:0:4}", "http"), ("${URL:4}", "://h/p"),
  ])
  func putsIn(_ text: String, _ result: String) throws {
    #expect(try expanded(text) == result)
  }

  @Test func keepsPlaces() {
    let text = "metrics:\n  global: {evaluation_interval: ${NUMBER}s}\n  a${URL}: &x ${LONG}\n  nope: 1\n"
    #expect(
      Judged(text, environment: ["NUMBER": "60", "URL": "b", "LONG": "c"]).places
        == ["error 3:3 metrics.a…", "error 4:3 metrics.nope"])
  }

  @Test func tellsWhatItCannotRead() {
    #expect(
      Judged("metrics: {}\nserver: {log_format: '${X'}\n").lines == [
        "error 2:23 environment: what follows this ${ is no variable: the agent refuses the file -> write the variable as ${NAME}, or "
          + "write $$ for a dollar sign that stands for itself"
      ])
  }

  /// drone/envsubst, parse/scan.go, acceptIdent: a dash ends a name, and no function begins with one.
  @Test(arguments: ["${A-B}", "${A-}", "${-A}", "${A:-${B-C}}"])
  func namesHaveNoDash(_ text: String) {
    let lines = Judged("# \(text)\nmetrics: {}\n", environment: ["A-B": "x"]).lines
    #expect(lines.count == 1)
    #expect(
      lines.first?.contains("environment: what follows this ${ is no variable: the agent refuses the file")
        == true)
    #expect(
      lines.first?.hasSuffix(
        "write ${NAME:-text} for a text that stands in, and names with letters, digits and _ only") == true)
  }

  @Test func leavesTheTextAloneWithoutExpansion() {
    #expect(Judged("server: {log_format: '${X'}\n", environment: nil).lines == [])
  }
}
