import Documents
import Manifests

/// The two containers of every agent's pod, without what they share (reference agent-operator.md section 4.1).
enum AgentContainers {
  static let reloaderName = "config-reloader"
  static let agentName = "grafana-agent"
  static let defaultPortName = "http-metrics"

  /// Fills placeholders in and tells the agent of a new configuration.
  static func reloader(_ settings: PodSettings) -> [String: ConfigValue] {
    [
      "name": .text(reloaderName),
      "image": .text(
        settings.reloaderImage ?? "\(reloaderImage):\(settings.reloaderVersion ?? reloaderVersion)"),
      "args": texts(
        "--config-file=/var/lib/grafana-agent/config-in/agent.yml",
        "--config-envsubst-file=/var/lib/grafana-agent/config/agent.yml", "--watch-interval=1m",
        "--statefulset-ordinal-from-envvar=POD_NAME", "--reload-url=http://127.0.0.1:8080/-/reload"),
      "securityContext": .mapping([
        "allowPrivilegeEscalation": .flag(false), "readOnlyRootFilesystem": .flag(true),
        "capabilities": .mapping(["drop": texts("ALL")]),
      ]),
    ]
  }

  static func agent(_ settings: PodSettings, isPrivileged: Bool) -> [String: ConfigValue] {
    var arguments = [
      "-config.file=/var/lib/grafana-agent/config/agent.yml", "-config.expand-env=true",
      "-server.http.address=0.0.0.0:8080", "-enable-features=integrations-next",
    ]
    if settings.enablesConfigReadAPI { arguments.append("-config.enable-read-api") }
    if settings.disablesReporting { arguments.append("-disable-reporting") }
    if settings.disablesSupportBundle { arguments.append("-disable-support-bundle") }
    let port = settings.portName ?? defaultPortName
    return [
      "name": .text(agentName),
      "image": .text(settings.image ?? "\(agentImage):\(settings.version ?? agentVersion)"),
      "args": .list(arguments.map { .text($0) }),
      "ports": .list([
        .mapping([
          "name": .text(port), "containerPort": .number(JSONNumber(Self.port)), "protocol": .text("TCP"),
        ])
      ]),
      "readinessProbe": .mapping([
        "httpGet": .mapping(["path": .text("/-/ready"), "port": .text(port)]),
        "timeoutSeconds": .number(JSONNumber(3)), "periodSeconds": .number(JSONNumber(5)),
        // Ten minutes, for reading the log that the last one left.
        "failureThreshold": .number(JSONNumber(120)),
      ]),
      "resources": settings.resources.flatMap { ConfigValue($0) } ?? .mapping([:]),
      "securityContext": .mapping(["privileged": .flag(isPrivileged)]),
      "terminationMessagePolicy": .text("FallbackToLogsOnError"),
    ]
  }

  private static func texts(_ texts: String...) -> ConfigValue { .list(texts.map { .text($0) }) }

  static let port = 8080
  /// Versions and images of grafana/agent, static/operator/defaults.go at 372611b.
  private static let agentVersion = "v0.44.8"
  private static let agentImage = "grafana/agent"
  private static let reloaderVersion = "v0.67.1"
  private static let reloaderImage = "quay.io/prometheus-operator/prometheus-config-reloader"
}
