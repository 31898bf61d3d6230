import Documents
import TestSupport
import Testing

@testable import CommandLine

/// `validate --agent-config`.
@Suite struct AgentConfigurationCommandTests {
  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(
      """
      metrics:
        configs:
          - name: "${NAME}"
      integrations:
        redis_exporter: {enabled: true, redis_addr: "h:6379"}

      """, to: "classic.yml")
    try folder.write("metrics:\n  configs:\n    - name: a\n      nope: 1\n", to: "bad.yml")
    try folder.write("server: {http_tls_config: {cert_file: \(folder.file("no.crt"))}}\n", to: "warned.yml")
  }

  @Test func saysWhatIsTaken() async {
    let file = folder.file("classic.yml")
    let run = await CommandRun.of(
      ["validate", "--agent-config", file, "--layout", "classic"], environment: ["NAME": "a"])
    #expect(run.output == "Grafana Agent 0.44 takes \(file).\n")
    #expect(run.errors.isEmpty)
    #expect(run.status == .success)
  }

  @Test func readsVariablesUnlessTold() async {
    let file = folder.file("classic.yml")
    let arguments = ["validate", "--agent-config", file, "--layout", "classic"]
    let unset = await CommandRun.of(arguments)
    #expect(unset.output.contains("metrics.configs[0].name is missing or empty"))
    #expect(unset.status == .failure)
    let without = await CommandRun.of(arguments + ["--no-expand-env"])
    #expect(without.status == .success)
  }

  @Test func readsTheNewerLayoutByItself() async {
    let run = await CommandRun.of(
      ["validate", "--agent-config", folder.file("classic.yml"), "--no-expand-env"])
    #expect(
      run.output.contains(
        "integrations.redis_exporter is the older name of redis: the agent refuses the file"))
    #expect(run.status == .failure)
  }

  @Test func tellsPlaceAndRemedy() async {
    let file = folder.file("bad.yml")
    let run = await CommandRun.of(["validate", "--agent-config", file])
    #expect(
      run.output == """
        error: metrics.configs[0].nope is no key that the agent knows here, did you mean name?: the agent refuses the file
          \(file):4:7
          write name, or remove the key

        Grafana Agent 0.44 refuses \(file), or never does what it says (1 error).

        """)
    #expect(run.status == .failure)
  }

  @Test func warningsDoNotRefuse() async {
    let file = folder.file("warned.yml")
    let run = await CommandRun.of(["validate", "--agent-config", file])
    #expect(run.output.contains("warning: server.http_tls_config.cert_file names a file that does not exist"))
    #expect(run.output.hasSuffix("Grafana Agent 0.44 takes \(file) (1 warning).\n"))
    #expect(run.status == .success)
  }

  @Test func writesADocument() async throws {
    let file = folder.file("bad.yml")
    let run = await CommandRun.of(["validate", "--agent-config", file, "-o", "json"])
    let document = try JSONParser.parse(run.output)
    #expect(document["version"] == 1)
    #expect(document["file"]?.stringValue == file)
    #expect(document["layout"]?.stringValue == "next")
    #expect(document["accepted"]?.boolValue == false)
    #expect(document["diagnostics"]?[0]?["code"]?.stringValue == "unknown-key")
    #expect(document["diagnostics"]?[0]?["line"] == 4)
    let yaml = await CommandRun.of(["validate", "--agent-config", file, "-o", "yaml"])
    #expect(yaml.output.contains("accepted: false\n"))
  }

  /// A process of its own, since standard input belongs to a process.
  @Test func readsAPipe() async throws {
    for name in ["-", "/dev/stdin"] {
      var program = ChildProcess(
        BuiltProgram.path("sluice"), ["validate", "--agent-config", name], deadline: .seconds(600))
      program.input = Array("metrics:\n  configs:\n    - name: a\n      nope: 1\n".utf8)
      let outcome = try await program.run()
      let output = String(decoding: outcome.output, as: UTF8.self)
      #expect(output.contains("metrics.configs[0].nope is no key that the agent knows here"))
      #expect(output.contains("standard input:4:7"))
      #expect(outcome.ending == .exited(1))
    }
  }

  @Test func oneThingIsChecked() async {
    let file = folder.file("bad.yml")
    let both = await CommandRun.of(["validate", folder.path, "--agent-config", file])
    #expect(both.errors.hasPrefix("error: DIR and --agent-config exclude each other; keep one of them\n"))
    let neither = await CommandRun.of(["validate"])
    #expect(neither.errors.hasPrefix("error: DIR is missing: directory with manifests, such as a clone\n"))
    let alone = await CommandRun.of(["validate", folder.path, "--layout", "classic", "--no-expand-env"])
    #expect(
      alone.errors.hasPrefix(
        "error: --layout means nothing without --agent-config\nerror: --no-expand-env means nothing without --agent-config\n"
      ))
    let secrets = await CommandRun.of(["validate", "--agent-config", file, "--secrets", folder.path])
    #expect(secrets.errors.contains("exclude each other; a configuration of an agent is read alone"))
    let unknown = await CommandRun.of(["validate", "--agent-config", file, "--layout", "old"])
    #expect(unknown.errors.contains("--layout old is not known; write next or classic"))
  }

  /// What is typed holds before what lies in the environment.
  @Test func aDirectoryHoldsBeforeAVariable() async throws {
    let run = await CommandRun.of(
      ["validate", folder.path], environment: ["SLUICE_AGENT_CONFIG": "/nowhere"])
    #expect(!run.output.contains("Grafana Agent"))
    let variable = await CommandRun.of(
      ["validate"], environment: ["SLUICE_AGENT_CONFIG": folder.file("bad.yml")])
    #expect(variable.status == .failure)
    #expect(variable.output.contains("metrics.configs[0].nope"))
  }

  @Test func tellsWhatItCannotRead() async {
    let run = await CommandRun.of(["validate", "--agent-config", folder.file("none.yml")])
    #expect(run.errors.hasPrefix("error: "))
    #expect(run.errors.contains("none.yml"))
    #expect(run.status == .failure)
    let directory = await CommandRun.of(["validate", "--agent-config", folder.path])
    #expect(directory.status == .failure)
  }
}
