import Agent
import Base
import Testing

/// Which objects belong to which GrafanaAgent, and what happens to it when one of them is broken.
@Suite struct HierarchyTests {
  private static func agent(_ selector: String) -> String {
    """
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: GrafanaAgent
    metadata: {name: ga, namespace: mon}
    spec:
      metrics: {\(selector)}
    """
  }

  private static let instances = """
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: MetricsInstance
    metadata: {name: zeta, namespace: mon, labels: {tier: gold}}
    spec: {remoteWrite: [{url: "https://z"}]}
    ---
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: MetricsInstance
    metadata: {name: alpha, namespace: mon}
    spec: {remoteWrite: [{url: "https://a"}]}
    ---
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: MetricsInstance
    metadata: {name: far, namespace: other, labels: {tier: gold}}
    spec: {remoteWrite: [{url: "https://f"}]}
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: other, labels: {team: b}}
    """

  @Test(arguments: [
    ("", [String]()),
    ("instanceSelector: {}", ["mon/alpha", "mon/zeta"]),
    ("instanceSelector: {matchLabels: {tier: gold}}", ["mon/zeta"]),
    (
      "instanceSelector: {matchExpressions: [{key: tier, operator: NotIn, values: [silver]}]}",
      ["mon/alpha", "mon/zeta"]
    ),
    ("instanceSelector: {}, instanceNamespaceSelector: {}", ["mon/alpha", "mon/zeta", "other/far"]),
    ("instanceSelector: {}, instanceNamespaceSelector: {matchLabels: {team: b}}", ["other/far"]),
    (
      "instanceSelector: {}, instanceNamespaceSelector: {matchLabels: {kubernetes.io/metadata.name: mon}}",
      ["mon/alpha", "mon/zeta"]
    ),
  ])
  func selects(_ selector: String, _ expected: [String]) async throws {
    let outputs = try await build(["agent.yaml": Self.agent(selector), "instances.yaml": Self.instances])
    #expect(outputs[0].files.map(\.summary) == (expected.isEmpty ? [] : [expected.joined(separator: ", ")]))
  }

  @Test(arguments: [
    (
      "",
      "agent.yaml:5:3 warning there is neither spec.metrics.instanceSelector nor spec.logs.instanceSelector nor "
        + "spec.integrations.selector: nothing is written — write a selector; {} selects everything in the namespace"
    ),
    (
      "instanceSelector: {matchLabels: {tier: lead}}",
      "agent.yaml:5:13 warning GrafanaAgent mon/ga selects no MetricsInstance — make the selector match the labels "
        + "and the namespace of one"
    ),
  ])
  func saysThatNothingIsSelected(_ selector: String, _ finding: String) async throws {
    let outputs = try await build(["agent.yaml": Self.agent(selector), "instances.yaml": Self.instances])
    #expect(outputs[0].findings == [finding])
  }

  private static let distant =
    agent("instanceSelector: {}") + "\n" + monitoredInstance + """
        podMonitorNamespaceSelector: SELECTOR
      ---
      apiVersion: monitoring.coreos.com/v1
      kind: PodMonitor
      metadata: {name: shop, namespace: two}
      spec: {selector: {}, podMetricsEndpoints: [{port: web}]}

      """

  /// A Namespace manifest that cannot be read leaves open what its namespace brings: nothing is removed for it.
  @Test(arguments: ["labels: {team: b, cost: 1}", "labels: {team: b"])
  func keepsWhatABrokenNamespaceDecides(_ labels: String) async throws {
    let agent = Self.distant.replacing("SELECTOR", with: "{matchLabels: {team: b}}")
    let namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: two, labels: {team: b}}\n"
    let before = try await build(["agent.yaml": agent, "two.yaml": namespace])
    #expect(before[0].findings.isEmpty)
    let sources = Set(before[0].files.flatMap(\.sources).map(\.origin.file))
    #expect(sources == ["agent.yaml", "two.yaml"])
    let broken = namespace.replacing("labels: {team: b}", with: labels)
    let after = try await build(
      ["agent.yaml": agent, "two.yaml": broken], lastFiles: [before[0].agent: sources])
    #expect(after[0].keptRoles.contains(.metrics))
    #expect(after[0].files.isEmpty)
  }

  @Test(arguments: [
    ("{matchLabels: {team: b}}", "each PodMonitor of it is left out"),
    ("{matchExpressions: [{key: team, operator: NotIn, values: [a]}]}", "each PodMonitor of it is taken in"),
    ("{matchLabels: {kubernetes.io/metadata.name: two}}", ""), ("{}", ""),
  ])
  func saysThatLabelsOfNamespacesAreNotKnown(_ selector: String, _ consequence: String) async throws {
    let outputs = try await build(["agent.yaml": Self.distant.replacing("SELECTOR", with: selector)])
    let found = outputs[0].findings.filter { $0.contains("Namespace manifest") }
    let expected =
      "agent.yaml:13:3 warning namespace two has no Namespace manifest, so its labels are not known: "
      + consequence
      + " — commit the Namespace manifest with its labels"
    #expect(found == (consequence.isEmpty ? [] : [expected]))
  }

  @Test func keepsWhatBrokenObjectsBelongTo() async throws {
    let files = [
      "agent.yaml": plainAgent, "instance.yaml": plainInstance,
      "broken.yaml": integration("node", "{name: node_exporter, config: 5}"),
      "other.yaml":
        plainAgent.replacing("name: ga", with: "name: second").replacing("selector: {}", with: "x: 1"),
    ]
    let outputs = try await build(files)
    #expect(outputs.map(\.directory) == ["mon/ga", "mon/second"])
    #expect(outputs[0].keptRoles == [.integrationsDeployment, .integrationsDaemonSet])
    #expect(outputs[0].files.map(\.path) == ["mon/ga/metrics/agent.yml"])
    #expect(
      outputs[0].findings.first
        == "agent.yaml:5:3 warning the configurations stay as they are because Integration mon/node (broken.yaml:2) has errors "
        + "— mend it, and they follow"
    )
    #expect(outputs[1].keptRoles.isEmpty)
  }

  @Test func keepsAgentsWhoseFilesCannotBeRead() async throws {
    let reference = ObjectReference(kind: "GrafanaAgent", namespace: "mon", name: "ga")
    let gone = ObjectReference(kind: "GrafanaAgent", namespace: "mon", name: "gone")
    let outputs = try await build(
      ["agent.yaml": plainAgent, "instance.yaml": plainInstance, "broken.yaml": "a: [1"],
      lastFiles: [reference: ["agent.yaml", "broken.yaml"], gone: ["broken.yaml"]])
    #expect(outputs.map(\.agent.name) == ["ga", "gone"])
    #expect(outputs.map(\.files.count) == [0, 0])
    #expect(outputs.map(\.keptRoles) == [Set(AgentRole.allCases), Set(AgentRole.allCases)])
    #expect(
      outputs[0].findings.contains(
        "agent.yaml:5:3 warning the configurations stay as they are because broken.yaml cannot be read — mend it, and they follow"
      ))
  }

  @Test func keepsBrokenAndPausedAgents() async throws {
    let outputs = try await build([
      "broken.yaml": plainAgent.replacing("metrics:", with: "logLevel: loud\n  metrics:"),
      "paused.yaml": plainAgent.replacing("name: ga", with: "name: rest").replacing(
        "metrics:", with: "paused: true\n  metrics:"),
    ])
    #expect(outputs.map(\.agent.name) == ["ga", "rest"])
    #expect(outputs.map(\.keptRoles) == [Set(AgentRole.allCases), Set(AgentRole.allCases)])
    #expect(
      outputs[1].findings == [
        "paused.yaml:5:3 notice spec.paused is true: the configurations stay as they are"
      ])
  }
}
