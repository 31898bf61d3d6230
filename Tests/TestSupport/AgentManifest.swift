/// Manifests of a GrafanaAgent that sends metrics to one place.
public enum AgentManifest {
  public static let agent = """
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: GrafanaAgent
    metadata: {name: agent, namespace: monitoring}
    spec:
      metrics:
        instanceSelector: {matchLabels: {agent: main}}
    """

  /// The MetricsInstance that it selects.
  public static let instance = """
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: MetricsInstance
    metadata: {name: primary, namespace: monitoring, labels: {agent: main}}
    spec:
      remoteWrite:
        - url: http://prometheus.example.org/api/v1/write
    """

  /// Both.
  public static let whole = agent + "\n---\n" + instance

  /// Both, with the keys `user` and `password` of a Secret `write` as credentials.
  public static let withCredentials =
    whole + "\n      basicAuth: {username: {name: write, key: user}, password: {name: write, key: password}}"
}
