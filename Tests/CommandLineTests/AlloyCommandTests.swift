import TestSupport
import Testing

@testable import CommandLine

/// `sluice alloy`.
@Suite struct AlloyCommandTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func run(
    _ text: String, _ options: [String] = [], environment: [String: String] = [:]
  ) async throws -> CommandRun {
    let path = try folder.write(text, to: "file.yaml")
    return await CommandRun.of(["alloy"] + options + [path], environment: environment)
  }

  private static let agent = """
    metrics:
      configs:
        - name: a
          remote_write: [{url: "https://${HOST}/push", name: r}]

    """

  private static func receiver(_ host: String) -> String {
    """
    prometheus.remote_write "metrics_a" {
    \tendpoint {
    \t\tname = "r"
    \t\turl  = "https://\(host)/push"

    \t\tqueue_config { }

    \t\tmetadata_config { }
    \t}
    }

    """
  }

  @Test func anAgentsConfigurationGoesToTheOutput() async throws {
    let run = try await run(Self.agent, environment: ["HOST": "h"])
    #expect(run.status == .success && run.errors.isEmpty)
    #expect(run.output == Self.receiver("h"))
    let same = try await self.run(
      Self.agent, ["--from", "static", "--expand-env"], environment: ["HOST": "h"])
    #expect(same.output == run.output)
  }

  @Test func variablesMayStay() async throws {
    let run = try await run(Self.agent, ["--no-expand-env"], environment: ["HOST": "h"])
    #expect(run.output == Self.receiver("${HOST}"))
  }

  @Test func whatIsLostEndsWithOneUnlessItIsBypassed() async throws {
    let text = "remote_read: [{url: http://u:hush@h}]\nscrape_configs: [{job_name: j}]\n"
    let run = try await run(text, ["--from", "prometheus"])
    #expect(run.status == .failure && run.output.isEmpty)
    #expect(run.errors.contains("file.yaml:1:1"))
    #expect(run.errors.contains("remote_read cannot be carried over"))
    #expect(run.errors.contains("--bypass-errors") && !run.errors.contains("hush"))
    for option in ["--bypass-errors", "-b"] {
      let bypassed = try await self.run(text, ["--from", "prometheus", option])
      #expect(bypassed.status == .success && bypassed.output.hasPrefix("prometheus.scrape \"j\" {"))
      #expect(bypassed.errors.contains("remote_read cannot be carried over"))
    }
  }

  @Test func whatIsNoConfigurationIsNeverPrinted() async throws {
    let run = try await run("scrape_confgs: []\n", ["--from", "promtail", "-b"])
    #expect(run.status == .failure && run.output.isEmpty)
    #expect(run.errors.contains("unknown field scrape_confgs, did you mean scrape_configs?"))
    #expect(run.errors.contains("cannot be converted"))
  }

  @Test func theFormOfIntegrationsCanBeSaid() async throws {
    let text = """
      metrics: {global: {remote_write: [{url: http://h, name: r}]}, configs: [{name: default}]}
      integrations: {agent: {}}

      """
    let newer = try await run(text, ["--layout", "next"])
    #expect(newer.output.contains("prometheus.scrape \"integrations_agent\""))
    let older = try await run(text, ["--layout", "classic"])
    #expect(!older.output.contains("prometheus.scrape") && older.errors.contains("it is not enabled"))
  }

  @Test func aFileThatIsNotThereIsNamed() async {
    let run = await CommandRun.of(["alloy", "/nowhere"])
    #expect(run.status == .failure && run.errors.contains("cannot read /nowhere"))
  }
}
