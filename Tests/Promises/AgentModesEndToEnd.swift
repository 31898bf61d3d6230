import Documents
import Foundation
import Platform
import Reconcile
import Report
import TestSupport
import Testing

/// A GrafanaAgent on its way from Grafana Agent to Grafana Alloy, by the whole program.
@Suite struct AgentModesEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static let password = "hush-hush"

  private func manifests(_ mode: String, region: String = "eu-west-1") -> String {
    AgentManifest.whole.replacingOccurrences(
      of: "metadata: {name: agent, namespace: monitoring}",
      with:
        "metadata: {name: agent, namespace: monitoring, annotations: {sluice.dev/agent-mode: \(mode)}}"
    ) + """

            remoteTimeout: 20s
            basicAuth:
              username: {name: db, key: user}
              password: {name: db, key: password}
      ---
      apiVersion: monitoring.grafana.com/v1alpha1
      kind: MetricsInstance
      metadata: {name: managed, namespace: monitoring, labels: {agent: main}}
      spec:
        remoteWrite:
          - url: https://aps-workspaces.eu-west-1.amazonaws.com/workspaces/ws-1/api/v1/remote_write
            sigv4: {region: \(region)}
      """
  }

  private func start(
    _ world: World, _ change: (inout EnvironmentSettings) -> Void = { _ in }
  ) async throws -> Daemon {
    try world.folder.write("ada", to: "secrets/monitoring/db/user")
    try world.folder.write(Self.password, to: "secrets/monitoring/db/password")
    return try await world.start {
      change(&$0)
    }
  }

  private func files(_ world: World, _ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(world.agentPath)/monitoring/agent/\(folder)")
      .sorted()
  }

  private func text(_ world: World, _ file: String) throws -> String {
    try String(contentsOfFile: "\(world.agentPath)/monitoring/agent/\(file)", encoding: .utf8)
  }

  @Test func filesFollowTheMode() async throws {
    let world = try await World()
    try await world.push(["agent.yaml": manifests("agent-static")])
    let daemon = try await start(world)
    #expect(await daemon.cycle().problemMessages == [])
    let former = try text(world, "metrics/agent.yml")

    // Alloy over the same configuration, but for what is a flag of its own.
    try await world.push(["agent.yaml": manifests("alloy-static")])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try files(world, "metrics") == ["agent.yml"])
    #expect(
      try text(world, "metrics/agent.yml")
        == former.split(separator: "\n", omittingEmptySubsequences: false)
        .filter { !$0.contains("wal_directory") }.joined(separator: "\n"))

    // Alloy's own language in a file of its own, with the values beside it as before.
    try await world.push(["agent.yaml": manifests("alloy")])
    let native = await daemon.cycle()
    #expect(native.problemMessages == [])
    #expect(try files(world, "metrics") == ["config.alloy"])
    #expect(try files(world, "secrets") == ["_secrets_monitoring_db_password"])
    let path = "\(world.agentPath)/monitoring/agent/metrics/config.alloy"
    #expect(try FileSystem.entry(at: path)?.mode == 0o600)
    let configuration = try text(world, "metrics/config.alloy")
    #expect(configuration.contains("prometheus.remote_write \"metrics_monitoring_primary\" {"))
    #expect(configuration.contains("sigv4 {\n\t\t\tregion = \"eu-west-1\"\n\t\t}"))
    #expect(!configuration.contains(Self.password))
    #expect(await daemon.cycle().isQuiet)

    // Plans tell components and their arguments.
    try await world.push(["agent.yaml": manifests("alloy", region: "eu-central-1")])
    let changed = await daemon.cycle()
    #expect(
      changed.targets.flatMap(\.outcomes).flatMap(\.action.changes).map {
        "\($0.summary) \($0.before ?? "") \($0.after ?? "")"
      }.filter {
        // The name has a digest of the settings.
        !$0.contains("endpoint.name")
      } == [
        "prometheus.remote_write.metrics_monitoring_managed: endpoint.sigv4.region eu-west-1 eu-central-1"
      ])

    // And back.
    try await world.push(["agent.yaml": manifests("agent-static")])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try files(world, "metrics") == ["agent.yml"])
    #expect(try text(world, "metrics/agent.yml") == former)
    await daemon.stop()
  }

  /// What Alloy has no place for keeps the last good file, and is told where it is written.
  @Test func whatDoesNotComeAlongKeepsTheFormerFile() async throws {
    let world = try await World()
    try await world.push(["agent.yaml": manifests("alloy")])
    let daemon = try await start(world)
    #expect(await daemon.cycle().problemMessages == [])
    let former = try text(world, "metrics/config.alloy")
    try world.folder.write(
      "[{job_name: j, eureka_sd_configs: [{server: 'http://\(Self.password)'}]}]",
      to: "secrets/monitoring/db/jobs")
    try await world.push([
      "agent.yaml": manifests("alloy").replacingOccurrences(
        of: "spec:\n  remoteWrite:\n    - url: http:",
        with: "spec:\n  additionalScrapeConfigs: {name: db, key: jobs}\n  remoteWrite:\n    - url: http:")
    ])
    let report = await daemon.cycle()
    #expect(report.state == .failure)
    #expect(
      report.problemMessages == [
        "additionalScrapeConfigs[0].eureka_sd_configs cannot be carried over: Alloy's converter knows no such service "
          + "discovery"
      ])
    #expect(report.findings.first?.location?.fileAndLine == "agent.yaml:12")
    #expect(try text(world, "metrics/config.alloy") == former)
    #expect(!CycleText.render(report, now: report.started).contains(Self.password))
    await daemon.stop()
  }

  @Test func objectsFollowTheMode() async throws {
    let world = try await World()
    try await world.push(["agent.yaml": manifests("agent-static")])
    let daemon = try await start(world) { $0.agentLayout = .kubernetes }
    #expect(await daemon.cycle().problemMessages == [])
    let before = try files(world, "")
    try await world.push(["agent.yaml": manifests("alloy")])
    let changed = await daemon.cycle()
    #expect(changed.problemMessages == [])
    #expect(try files(world, "") == before)
    let summaries = changed.targets.flatMap(\.outcomes).flatMap(\.action.changes).map(\.summary)
    #expect(
      summaries.contains("prometheus.remote_write.metrics_monitoring_primary added")
        && summaries.contains("StatefulSet agent: spec.template.spec.containers.grafana-agent.image"),
      "\(summaries)")
    #expect(!summaries.contains { $0.contains(Self.password) })
    #expect(try text(world, "statefulset-agent.yaml").contains("image: grafana/alloy:"))
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }
}
