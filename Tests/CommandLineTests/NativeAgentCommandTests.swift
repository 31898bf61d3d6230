import Alloy
import Foundation
import TestSupport
import Testing

@testable import CommandLine

/// `sluice alloy` of a directory with manifests.
@Suite struct NativeAgentCommandTests {
  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(Self.manifests, to: "repository/agents.yaml")
    try folder.write("hush", to: "values/mon/login/password")
    try folder.write("ada", to: "values/mon/login/user")
  }

  private static func agent(_ name: String) -> String {
    """
    ---
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: GrafanaAgent
    metadata: {name: \(name), namespace: mon}
    spec:
      metrics:
        instanceSelector: {matchLabels: {agent: \(name)}}
      integrations:
        selector: {matchLabels: {agent: \(name)}}
    ---
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: MetricsInstance
    metadata: {name: \(name)-m, namespace: mon, labels: {agent: \(name)}}
    spec:
      remoteWrite:
      - url: https://\(name)
        name: r
        basicAuth:
          username: {name: login, key: user}
          password: {name: login, key: password}

    """
  }

  private static let manifests = agent("one") + agent("two")

  private static let vsphere = """
    ---
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: Integration
    metadata: {name: v, namespace: mon, labels: {agent: one}}
    spec:
      name: vsphere
      type: {unique: false}
      config:
        vsphere_url: https://v
        vsphere_user: u
        vsphere_password: p
        autoscrape: {enable: true, metrics_instance: mon/one-m}

    """

  private var repository: String { folder.file("repository") }

  private func run(_ options: String...) async -> CommandRun {
    await CommandRun.of(["alloy", repository] + options)
  }

  @Test func everyRoleOfEveryAgentIsPrinted() async throws {
    let run = await run()
    #expect(run.status == .success, "\(run.errors)")
    #expect(
      run.output.hasPrefix(
        "// mon/one/metrics/config.alloy\n\nprometheus.remote_write \"metrics_mon_one_m\" {"))
    #expect(run.output.contains("\n// mon/two/metrics/config.alloy\n\n"))
    // What is not at hand is not made up.
    #expect(run.output.contains("username      = \"(secret)\""))
    #expect(try AlloyParser.configuration(run.output).blocks.count == 2)
    // Passwords are files, which nobody wrote.
    #expect(
      run.errors.contains(
        "warning: what is printed names 2 files with values that are not written: mon/one/secrets/_secrets_mon_login_password and others"
      ), "\(run.errors)")
    #expect(run.errors.contains("give --write-to DIRECTORY"))
  }

  @Test func oneIsPrintedAlone() async throws {
    let run = await run("--name", "two", "--namespace", "mon", "--secrets", folder.file("values"))
    #expect(run.output.hasPrefix("prometheus.remote_write \"metrics_mon_two_m\" {"))
    #expect(run.output.contains("username      = \"ada\"") && !run.output.contains("hush"))
    let nobody = await self.run("--name", "three")
    #expect(nobody.status == .failure && nobody.errors.contains("has no such GrafanaAgent"))
    #expect(await self.run("--namespace", "other").status == .failure)
  }

  @Test func filesAreWrittenWithTheirValues() async throws {
    let target = folder.file("out")
    let run = await run("--write-to", target, "--secrets", folder.file("values"))
    #expect(run.status == .success && !run.errors.contains("not written"), "\(run.errors)")
    #expect(
      run.output == "\(target)/mon/one/metrics/config.alloy\n\(target)/mon/two/metrics/config.alloy\n")
    let value = "\(target)/mon/one/secrets/_secrets_mon_login_password"
    #expect(try String(contentsOfFile: value, encoding: .utf8) == "hush")
    let text = try String(contentsOfFile: "\(target)/mon/one/metrics/config.alloy", encoding: .utf8)
    #expect(text.contains("password_file = \"\(value)\""))
    for file in [value, "\(target)/mon/one/metrics/config.alloy"] {
      let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
      #expect(mode == 0o600)
    }
    // What is to be run is not written with stand-ins.
    let without = await self.run("--write-to", folder.file("other"))
    #expect(without.status == .failure && without.errors.contains("key password of Secret mon/login"))
    #expect(!FileManager.default.fileExists(atPath: folder.file("other/mon")))
  }

  @Test func whatIsLostIsNamedAtItsManifest() async throws {
    try folder.write(Self.vsphere, to: "repository/vsphere.yaml")
    let run = await run()
    #expect(run.status == .failure)
    #expect(run.errors.contains("vsphere.yaml:"))
    #expect(run.errors.contains("Alloy has no counterpart of the integration vsphere"))
    // The mode is not the manifest's.
    #expect(run.errors.contains("take it out, or give --bypass-errors to go without it"))
    #expect(!run.errors.contains("sluice.dev/agent-mode"))
    #expect(run.output.contains("// mon/one/metrics/config.alloy"))
    #expect(!run.output.contains("integrations-deploy"))
    let bypassed = await self.run("--bypass-errors")
    #expect(bypassed.status == .success)
    #expect(bypassed.output.contains("// mon/one/integrations-deploy/config.alloy"))
    #expect(bypassed.errors.contains("warning: Integration mon/v: the integration cannot be carried over"))
  }

  @Test(arguments: [
    ["--from", "prometheus"], ["--layout", "next"], ["--no-expand-env"],
  ])
  func optionsOfFilesAreRefused(_ options: [String]) async {
    let run = await CommandRun.of(["alloy", repository] + options)
    #expect(run.status == .failure && run.output.isEmpty)
    #expect(run.errors.contains("\(options[0]) cannot be given here"), "\(run.errors)")
  }

  @Test(arguments: [["--name", "a"], ["--namespace", "a"], ["--secrets", "/x"]])
  func optionsOfDirectoriesAreRefused(_ options: [String]) async throws {
    let file = try folder.write("metrics: {}\n", to: "agent.yml")
    let run = await CommandRun.of(["alloy", file] + options)
    #expect(run.status == .failure && run.output.isEmpty)
    #expect(run.errors.contains("\(options[0]) cannot be given here"), "\(run.errors)")
  }
}
