import AgentConfiguration
import Foundation
import Testing

/// `${NAME}` as the agent puts it in (grafana/agent with drone/envsubst), and places in the text that was written.
@Suite struct EnvironmentExpansionTests {
  private static let variables = [
    "URL": "http://h/p", "EMPTY": "", "LONG": "one\n      two: 3", "NUMBER": "60",
  ]

  /// What the one text of a configuration becomes: told by the name that is missing.
  private func expanded(_ text: String) -> String {
    let configuration =
      "metrics: {configs: [{name: a}]}\nintegrations:\n  redis: {redis_addr: h, autoscrape: {metrics_instance: '\(text)'}}\n"
    let line = Judged(configuration, environment: Self.variables).lines.first ?? ""
    guard let start = line.range(of: "metrics_instance is "), let end = line.range(of: ", but metrics") else {
      return line
    }
    return String(line[start.upperBound..<end.lowerBound])
  }

  @Test(arguments: [
    ("x${URL}y", "xhttp://h/py"), ("${EMPTY}x", "x"), ("${UNSET}x", "x"), ("${UNSET:-d}", "d"),
    ("${EMPTY:-d}", "d"),
    ("${UNSET=d}", "d"), ("$URL", "$URL"), ("$${URL}", "${URL}"), ("a$", "a$"), ("$(x)", "$(x)"),
    (#"C:\\x\/"#, #"C:\\x\/"#),
    ("${1}", "${1}"),
    ("${URL#http://}", "h/p"), ("${URL##*/}", "p"), ("${URL%%/*}", "http:"), ("${URL%/*}", "http://h"),
    ("${#URL}", "10"),
    ("${URL/h/x}", "xttp://h/p"), ("${URL//h/x}", "xttp://x/p"), ("${URL^^}", "HTTP://H/P"),
    ("${URL,,}", "http://h/p"),
    ("${URL:0:4}", "http"), ("${URL:4}", "://h/p"),
  ])
  func putsIn(_ text: String, _ result: String) {
    #expect(expanded(text) == result)
  }

  @Test func keepsPlaces() {
    let text = "metrics:\n  global: {evaluation_interval: ${NUMBER}s}\n  a${URL}: &x ${LONG}\n  nope: 1\n"
    #expect(
      Judged(text, environment: ["NUMBER": "60", "URL": "b", "LONG": "c"]).places
        == ["error 3:3 metrics.ab", "error 4:3 metrics.nope"])
  }

  @Test func tellsWhatItCannotRead() {
    #expect(
      Judged("metrics: {}\nserver: {log_format: '${X'}\n").lines == [
        "error 2:23 environment: what follows this ${ is no variable: the agent refuses the file -> write the variable as ${NAME}, or "
          + "write $$ for a dollar sign that stands for itself"
      ])
  }

  @Test func leavesTheTextAloneWithoutExpansion() {
    #expect(Judged("server: {log_format: '${X'}\n", environment: nil).lines == [])
  }
}
