import Conformance
import TestSupport
import Testing

@Suite struct ConformanceCommandTests {
  private static func run(_ suite: String, _ text: String) throws -> ConformanceCommand {
    let folder = try TemporaryDirectory()
    return ConformanceCommand([suite, try folder.write(text, to: "case")])
  }

  @Test func printsJSONInCanonicalForm() throws {
    let command = try Self.run("json", #" {"b": 1.0, "a": [1e2, "\u00e9"], "b": 2} "#)
    #expect(command.output == "{\"a\":[100,\"é\"],\"b\":2}\n")
    #expect(command.problem == "")
    #expect(command.status == 0)
  }

  @Test func printsADocumentALine() throws {
    let command = try Self.run("yaml", "mode: 0644\non: off\n---\n---\n- |\n  x\n")
    #expect(command.output == "{\"mode\":420,\"true\":false}\nnull\n[\"x\\n\"]\n")
    #expect(command.status == 0)
  }

  @Test(arguments: [
    ("json", "[1,]", "line 1, column 4: expected a value here\n"),
    (
      "yaml", "a: 1\na: 2\n",
      "line 2, column 1: the key \"a\" stands twice in one mapping (first on line 1, column 1)\n"
    ),
  ])
  func tellsRefusals(suite: String, text: String, problem: String) throws {
    let command = try Self.run(suite, text)
    #expect(command.output == "")
    #expect(command.problem == problem)
    #expect(command.status == 1)
  }

  @Test func printsAnAlloyConfiguration() throws {
    let folder = try TemporaryDirectory()
    let path = try folder.write("scrape_configs: [{job_name: a}]\n", to: "case")
    let command = ConformanceCommand(["alloy", "prometheus", path])
    #expect(
      command.output == """
        prometheus.scrape "a" {
        \ttargets    = []
        \tforward_to = [prometheus.remote_write.default.receiver]
        \tjob_name   = "a"
        }

        """)
    #expect(command.status == 0)
    let refused = ConformanceCommand(["alloy", "operator", path])
    #expect(
      refused.problem.contains(":1:1: this is a configuration of Prometheus, not of the agent")
        && refused.status == 1)
    let traces = try folder.write("traces: {configs: [{name: a}]}\n", to: "traces")
    #expect(
      ConformanceCommand(["alloy", "static", traces]).problem.contains("traces cannot be carried over"))
    #expect(ConformanceCommand(["alloy", "grafana", path]).problem.contains("is none of static, prometheus"))
  }

  @Test func saysHowItIsCalled() {
    #expect(
      ConformanceCommand(["yaml", "/nowhere"]).problem
        == "cannot read /nowhere: it does not exist\n")
    #expect(ConformanceCommand(["--help"]).output.contains("sluice-conformance json FILE"))
    for arguments in [[], ["json"], ["yaml", "a", "b"], ["toml", "a"]] {
      let command = ConformanceCommand(arguments)
      #expect(command.status == 2)
      #expect(command.problem.hasPrefix("Runs one case of a test suite"))
    }
  }
}
