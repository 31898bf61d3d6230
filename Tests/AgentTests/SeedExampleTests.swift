import Agent
import Base
import Testing

/// The example of the proposal that brought integrations to Grafana Agent Operator (RFC 0002), with its labels made
/// to match its selectors.
@Suite struct SeedExampleTests {
  private static let manifests = """
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: GrafanaAgent
    metadata:
      name: grafana-agent-example
      namespace: default
      labels:
        agent: grafana-agent-example
    spec:
      metrics:
        instanceSelector:
          matchLabels:
            agent: grafana-agent-example
      integrations:
        instanceSelector:
          matchLabels:
            agent: grafana-agent-example
    ---
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: MetricsInstance
    metadata:
      name: primary
      namespace: default
      labels:
        agent: grafana-agent-example
    spec:
      remoteWrite:
      - url: http://prometheus:9090/api/v1/write
    ---
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: Integration
    metadata:
      name: mysql
      namespace: default
      labels:
        agent: grafana-agent-example
    spec:
      name: mysqld_exporter
      config:
        autoscrape:
          enable: true
          # MetricsInstance <namespace>/<name> to send metrics to
          metrics_instance: default/primary
        data_source_name: root@(mysql.default:3306)/
        disable_collectors: [slave_status]
    """

  @Test func givesTwoConfigurations() async throws {
    let output = try await buildOne(Self.manifests)
    #expect(
      output.files.map(\.path) == [
        "default/grafana-agent-example/metrics/agent.yml",
        "default/grafana-agent-example/integrations-deploy/agent.yml",
      ])
    #expect(output.files.map(\.summary) == ["default/primary", "mysql"])
    #expect(output.keptRoles.isEmpty)
    #expect(
      output.findings == [
        "a.yaml:37:3 warning spec.name mysqld_exporter is the exporter's name, which the agent refuses; "
          + "it is written as mysql — write name: mysql"
      ])
    #expect(
      output.text("default/grafana-agent-example/metrics/agent.yml") == """
        metrics:
          configs:
          - name: default/primary
            remote_write:
            - url: http://prometheus:9090/api/v1/write
          global:
            external_labels:
              __replica__: replica-0
              cluster: default/grafana-agent-example
          wal_directory: /var/lib/grafana-agent/data/default/grafana-agent-example/metrics
        server: {}

        """)
    #expect(
      output.text("default/grafana-agent-example/integrations-deploy/agent.yml") == """
        integrations:
          metrics:
            autoscrape:
              enable: false
          mysql_configs:
          - autoscrape:
              enable: true
              metrics_instance: default/primary
            data_source_name: root@(mysql.default:3306)/
            disable_collectors:
            - slave_status
        logs:
          positions_directory: /var/lib/grafana-agent/data/default/grafana-agent-example/integrations-deploy
        metrics:
          configs:
          - name: default/primary
            remote_write:
            - url: http://prometheus:9090/api/v1/write
          global:
            external_labels:
              cluster: default/grafana-agent-example
          wal_directory: /var/lib/grafana-agent/data/default/grafana-agent-example/integrations-deploy
        server: {}

        """)
  }

  /// The second example gives `config` as a text; its `secrets` are names, which the shipped operator does not take.
  @Test func readsSettingsInAText() async throws {
    let output = try await buildOne(
      plainAgent + plainInstance
        + """
        ---
        apiVersion: monitoring.grafana.com/v1alpha1
        kind: Integration
        metadata: {name: kafka, namespace: mon}
        spec:
          name: kafka_exporter
          config: |
            kafka_uris: [kafka:9092]
            ca_fil: /etc/ca
          secrets:
          - {name: kafka-ca, key: ca.crt}
        """, values: ["/secrets/mon/kafka-ca/ca.crt": "x"])
    #expect(
      output.findings == [
        "a.yaml:21:3 warning spec.name kafka_exporter is the exporter's name, which the agent refuses; it is written as "
          + "kafka — write name: kafka",
        "a.yaml:24:5 error spec.config: unknown key ca_fil of kafka, did you mean ca_file?: the agent refuses it — "
          + "write a key of version 0.44, or remove it",
      ])
    #expect(output.keptRoles == [.integrationsDeployment])
    #expect(output.files.map(\.path) == ["mon/ga/metrics/agent.yml"])
  }
}
