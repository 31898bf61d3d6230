/// A GrafanaAgent that selects everything in its namespace, in a mode.
func agentInMode(_ mode: String, spec: String = "", annotations: String = "") -> String {
  """
  apiVersion: monitoring.grafana.com/v1alpha1
  kind: GrafanaAgent
  metadata:
    name: ga
    namespace: mon
    annotations:
      sluice.dev/agent-mode: \(mode)
  \(annotations)
  spec:
    metrics:
      instanceSelector: {}
    logs:
      instanceSelector: {}
    integrations:
      selector: {}
  \(spec)

  """
}

/// A MetricsInstance with a receiver that logs in.
let securedInstance = """
  ---
  apiVersion: monitoring.grafana.com/v1alpha1
  kind: MetricsInstance
  metadata: {name: primary, namespace: mon}
  spec:
    serviceMonitorSelector: {}
    podMonitorSelector: {}
    probeSelector: {}
    remoteWrite:
    - url: https://m
      basicAuth:
        username: {name: login, key: user}
        password: {name: login, key: password}

  """

let serviceMonitor = """
  ---
  apiVersion: monitoring.coreos.com/v1
  kind: ServiceMonitor
  metadata: {name: app, namespace: mon}
  spec:
    selector: {}
    endpoints: [{port: web}]

  """

let logsInstance =
  plainLogsInstance + """
    ---
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: PodLogs
    metadata: {name: pods, namespace: mon}
    spec:
      selector: {}

    """
