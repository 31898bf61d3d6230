import Documents
import Manifests

/// The two containers of every agent's pod, without what they share (reference agent-operator.md section 4.1).
enum AgentContainers {
  static let reloaderName = "config-reloader"
  static let agentName = "grafana-agent"
  static let defaultPortName = "http-metrics"

  /// Fills placeholders in and tells the agent of a new configuration.
  static func reloader(_ settings: PodSettings, _ mode: AgentMode) -> [String: ConfigValue] {
    let file = fileName(mode)
    return [
      "name": .text(reloaderName),
      "image": .text(
        settings.reloaderImage ?? "\(reloaderImage):\(settings.reloaderVersion ?? reloaderVersion)"),
      "args": texts(
        "--config-file=\(folder)/config-in/\(file)", "--config-envsubst-file=\(folder)/config/\(file)",
        "--watch-interval=1m",
        "--statefulset-ordinal-from-envvar=POD_NAME", "--reload-url=http://127.0.0.1:8080/-/reload"),
      "securityContext": .mapping([
        "allowPrivilegeEscalation": .flag(false), "readOnlyRootFilesystem": .flag(true),
        "capabilities": .mapping(["drop": texts("ALL")]),
      ]),
    ]
  }

  private static func fileName(_ mode: AgentMode) -> String {
    mode == .alloy ? RoleConfiguration.alloyFileName : RoleConfiguration.agentFileName
  }

  private static func arguments(_ settings: PodSettings, _ mode: AgentMode) -> [String] {
    let file = "\(folder)/config/\(fileName(mode))"
    guard mode.isAlloy else {
      var arguments = [
        "-config.file=\(file)", "-config.expand-env=true", "-server.http.address=0.0.0.0:8080",
        "-enable-features=integrations-next",
      ]
      if settings.enablesConfigReadAPI { arguments.append("-config.enable-read-api") }
      if settings.disablesReporting { arguments.append("-disable-reporting") }
      if settings.disablesSupportBundle { arguments.append("-disable-support-bundle") }
      return arguments
    }
    // grafana/alloy, docs/sources/reference/cli/run.md and internal/alloycli/cmd_run.go; one process for each shard, as
    // the operator has it, and so no clustering.
    var arguments = [
      "run", file, "--storage.path=\(PodRendering.dataDirectory)", "--server.http.listen-addr=0.0.0.0:8080",
    ]
    if mode == .alloyStatic {
      arguments += [
        "--config.format=static",
        "--config.extra-args=-enable-features=integrations-next -config.expand-env=true",
      ]
    }
    if settings.disablesReporting { arguments.append("--disable-reporting") }
    if settings.disablesSupportBundle { arguments.append("--server.http.disable-support-bundle") }
    return arguments
  }

  private static func image(_ settings: PodSettings, _ mode: AgentMode) -> String {
    if let image = settings.image { return image }
    return mode.isAlloy
      ? "\(alloyImage):\(settings.version ?? alloyVersion)"
      : "\(agentImage):\(settings.version ?? agentVersion)"
  }

  static func agent(
    _ settings: PodSettings, _ mode: AgentMode, isPrivileged: Bool
  ) -> [String: ConfigValue] {
    let port = settings.portName ?? defaultPortName
    return [
      "name": .text(agentName),
      "image": .text(image(settings, mode)), "args": .list(arguments(settings, mode).map { .text($0) }),
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
  private static let folder = "/var/lib/grafana-agent"
  /// Versions and images of grafana/agent, static/operator/defaults.go at 372611b.
  private static let agentVersion = "v0.44.8"
  static let agentImage = "grafana/agent"
  /// The release that configurations were held against (data alloy-convert), and its image (grafana/alloy,
  /// operations/helm/charts/alloy/values.yaml).
  static let alloyVersion = "v1.12.0"
  static let alloyImage = "grafana/alloy"
  private static let reloaderVersion = "v0.67.1"
  private static let reloaderImage = "quay.io/prometheus-operator/prometheus-config-reloader"
}
