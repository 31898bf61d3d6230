import Agent
import Base
import Manifests
import Testing

/// The sample repository is what a team copies, so it must be without a fault.
@Suite("Sample repository: manifests")
struct SampleManifestTests {
  @Test("every file is read without an error, a warning or a document that is left out")
  func isClean() async throws {
    let set = try await SampleRepository().environment()
    #expect(set.diagnostics == [])
    #expect(set.heldBack == [:])
    #expect(set.skipped == [])
    #expect(
      Dictionary(grouping: set.items, by: \.reference.kind).mapValues(\.count) == [
        "Grafana": 1, "GrafanaFolder": 4, "GrafanaDatasource": 4, "GrafanaDashboard": 7, "ConfigMap": 1,
        "GrafanaAgent": 1, "MetricsInstance": 1, "LogsInstance": 1, "Integration": 3, "PodLogs": 1,
        "ServiceMonitor": 1, "PodMonitor": 1, "Probe": 1,
      ])
  }

  @Test("the workspace selects everything that is meant for it")
  func workspaceSelectsAll() async throws {
    let set = try await SampleRepository().environment()
    let workspace = try #require(set.items.first { $0.spec is GrafanaInstance })
    let selectors: [(String, GrafanaCommonSpec)] = set.items.compactMap { item in
      switch item.spec {
      case let folder as GrafanaFolder: (item.metadata.namespace, folder.common)
      case let datasource as GrafanaDatasource: (item.metadata.namespace, datasource.common)
      case let dashboard as GrafanaDashboard: (item.metadata.namespace, dashboard.common)
      default: nil
      }
    }
    #expect(selectors.count == 15)
    #expect(selectors.allSatisfy { $0.1.selects(workspace.metadata, from: $0.0) })
  }

  @Test("secrets are named, not written")
  func holdsNoSecrets() async throws {
    let set = try await SampleRepository().environment()
    #expect(set.specs(SecretManifest.self).isEmpty)
    #expect(set.specs(GrafanaDatasource.self).allSatisfy { $0.secrets.isEmpty })
    let workspace = try #require(set.specs(GrafanaInstance.self).first)
    guard case .token(let selector) = workspace.credentials else {
      Issue.record("the workspace is reached without a token")
      return
    }
    #expect(selector.name == "grafana-token")
    #expect(selector.key == "token")
  }

  @Test("agent configurations come out without a finding, and say where metrics go")
  func agentConfigurations() async throws {
    let set = try await SampleRepository().environment()
    let builder = AgentBuilder(settings: AgentSettings(outputDirectory: "/etc/grafana-agent"))
    let outputs = await builder.build(AgentInput(set)) { _ in .missing("none", remedy: "none") }
    #expect(outputs.flatMap(\.diagnostics) == [])
    let files = Dictionary(
      uniqueKeysWithValues: outputs.flatMap(\.files).map { ($0.path, $0.bytes.revealed) })
    #expect(
      files.keys.sorted() == [
        "monitoring/grafana-agent/integrations-deploy/agent.yml",
        "monitoring/grafana-agent/integrations-ds/agent.yml",
        "monitoring/grafana-agent/logs/agent.yml",
        "monitoring/grafana-agent/metrics/agent.yml",
      ])
    for (path, text) in files where !path.contains("/logs/") {
      #expect(text.contains("https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/"))
      #expect(text.contains("region: eu-central-1"))
    }
    let logs = try #require(files["monitoring/grafana-agent/logs/agent.yml"])
    #expect(logs.contains("url: http://loki.monitoring:3100/loki/api/v1/push"))
    #expect(logs.contains("job_name: podLogs/shop/shop"))
    let metrics = try #require(files["monitoring/grafana-agent/metrics/agent.yml"])
    for job in ["serviceMonitor/shop/shop/0", "podMonitor/shop/shop-jobs/0", "probe/shop/shop"] {
      #expect(metrics.contains("job_name: \(job)"))
    }
    let everyNode = try #require(files["monitoring/grafana-agent/integrations-ds/agent.yml"])
    #expect(everyNode.contains("node_exporter_configs:"))
    #expect(!everyNode.contains("mysql_configs:"))
    let once = try #require(files["monitoring/grafana-agent/integrations-deploy/agent.yml"])
    #expect(once.contains("mysql_configs:"))
    #expect(once.contains("agent_configs:"))
    #expect(!once.contains("node_exporter_configs:"))
  }

  @Test("the agents can leave for Grafana Alloy", arguments: [AgentMode.alloyStatic, .alloy])
  func alloy(_ mode: AgentMode) async throws {
    let set = try await SampleRepository().environment()
    let builder = AgentBuilder(settings: AgentSettings(outputDirectory: "/srv", mode: mode))
    let outputs = await builder.build(AgentInput(set)) { _ in .missing("none", remedy: "none") }
    // Other names of series are the one thing that people have to know.
    #expect(
      outputs.flatMap(\.diagnostics).map(\.message) == [
        #"the series of mysql get job="integrations/mysql", of the agent they have job="integrations/mysqld_exporter""#
      ])
    let file = mode == .alloy ? "config.alloy" : "agent.yml"
    #expect(
      outputs.flatMap(\.files).map(\.path).sorted()
        == ["integrations-deploy", "integrations-ds", "logs", "metrics"].map {
          "monitoring/grafana-agent/\($0)/\(file)"
        })
  }

  @Test("the example of Flux documents follows the environment")
  func sources() async throws {
    let set = try await SampleRepository().load("sluice", vocabulary: .sources)
    #expect(set.diagnostics == [])
    let repository = try #require(set.specs(FluxGitRepository.self).first)
    let kustomization = try #require(set.specs(FluxKustomization.self).first)
    #expect(repository.reference == .branch("main"))
    #expect(kustomization.path == "clusters/prod")
    #expect(kustomization.source.name == "observability")
    #expect(kustomization.prune)
  }
}
