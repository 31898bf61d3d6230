import Foundation
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
    let text =
      "metrics: {global: {external_labels: {a: \"${HOST}\", b: \"c\"}}, configs: [{name: a, remote_write: [{url: http://h}]}]}\n"
    let run = try await run(text, ["--no-expand-env"], environment: ["HOST": "h"])
    #expect(run.output.contains("a = \"${HOST}\",\n"), "\(run.errors)")
    #expect(try await self.run(text, environment: ["HOST": "h"]).output.contains("a = \"h\",\n"))
  }

  /// An agent's configuration is checked as an agent would read it; what both find is told once.
  @Test func whatNoAgentWouldRunIsNotConverted() async throws {
    let text = """
      metrics:
        configs:
          - name: a
            remote_write: [{url: http://h}]
            scrape_configs:
              - {job_name: j, kubernetes_sd_configs: [{role: node}], relabel_configs: [{source_labels: [a], regex: "(", target_label: b}]}

      """
    let run = try await run(text)
    #expect(run.status == .failure && run.output.isEmpty)
    #expect(run.errors.contains("file.yaml:6:") && run.errors.contains("no Grafana Agent would run"))
    let bypassed = try await self.run(text, ["-b"])
    #expect(bypassed.status == .success && bypassed.output.contains("prometheus.scrape \"metrics_a_j\""))
    let unknown = try await self.run("metrics: {confgs: []}\n")
    #expect(unknown.errors.split(separator: "file.yaml:1:").count == 2, "\(unknown.errors)")
  }

  @Test func anotherProgramsFileIsNamed() async throws {
    let run = try await run("global: {}\nscrape_configs: [{job_name: j}]\n")
    #expect(run.status == .failure && run.errors.contains("give --from prometheus"))
    #expect(!run.errors.contains("unknown"))
  }

  @Test func aFileIsWrittenWholeAndForItsOwnerOnly() async throws {
    let target = try folder.write("before\n", to: "config.alloy")
    let failed = try await run("nonsense: 1\n", ["--write-to", target])
    #expect(failed.status == .failure)
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "before\n")
    let run = try await run(Self.agent, ["--write-to", target], environment: ["HOST": "h"])
    #expect(run.status == .success && run.output.isEmpty, "\(run.errors)")
    #expect(try String(contentsOfFile: target, encoding: .utf8) == Self.receiver("h"))
    let mode = try FileManager.default.attributesOfItem(atPath: target)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(try await self.run(Self.agent, ["--write-to", folder.file("no/such")]).status == .failure)
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
