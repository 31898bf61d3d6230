import Base
import Documents
import Manifests

/// The pods of one workload (reference agent-operator.md section 4.1).
struct PodTemplate {
  /// What the workload finds its pods by.
  let selector: [String: String]
  let labels: [String: String]
  let annotations: [String: String]
  let volumes: [PodVolume]
  let mounts: [PodMount]
  let containers: [ConfigValue]
  private let settings: PodSettings

  /// - Parameters:
  ///   - mode: what the pods run.
  ///   - configuration: the Secret with what it reads.
  init(
    _ agent: HierarchyMember<GrafanaAgent>, mode: AgentMode, configuration: String, _ options: PodOptions
  ) {
    let settings = agent.spec.pods
    let names = WorkloadNames(agent: agent.metadata.name)
    self.settings = settings
    selector = ObjectLabels.selector(of: names.agent).merging(options.selectorLabels) { first, _ in first }
    labels = settings.labels.merging(selector) { _, own in own }
    annotations = settings.annotations.merging([
      "kubectl.kubernetes.io/default-container": "grafana-agent"
    ]) { _, own in own }
    volumes =
      [
        PodVolume("config", "secret", ["secretName": .text(configuration)]),
        PodVolume("config-out", "emptyDir"),
        PodVolume("secrets", "secret", ["secretName": .text(names.values)]),
      ] + options.volumes + settings.volumes.volumes.map { PodVolume($0) }
      + settings.secrets.map {
        PodVolume(WorkloadNames.volume("secret", $0), "secret", ["secretName": .text($0)])
      }
      + settings.configMaps.map {
        PodVolume(WorkloadNames.volume("configmap", $0), "configMap", ["name": .text($0)])
      }
    mounts =
      [
        PodMount("config", at: "\(Self.folder)/config-in", isReadOnly: true),
        PodMount("config-out", at: "\(Self.folder)/config"),
        PodMount("secrets", at: "\(Self.folder)/secrets", isReadOnly: true),
      ] + options.mounts + settings.volumes.mounts.map { PodMount($0) }
      + settings.secrets.map {
        PodMount(
          WorkloadNames.volume("secret", $0), at: "\(Self.folder)/extra-secrets/\($0)", isReadOnly: true)
      }
      + settings.configMaps.map {
        PodMount(
          WorkloadNames.volume("configmap", $0), at: "\(Self.folder)/extra-configmaps/\($0)", isReadOnly: true
        )
      }
    let shared: [String: ConfigValue] = [
      "env": .list((Self.variables + options.environment).map(\.value)),
      "volumeMounts": .list(mounts.map(\.value)),
    ]
    containers = ContainerPatch.merge(
      [
        .mapping(shared.merging(AgentContainers.reloader(settings, mode)) { first, _ in first }),
        .mapping(
          shared.merging(AgentContainers.agent(settings, mode, isPrivileged: options.isPrivileged)) {
            first, _ in first
          }),
      ], with: settings.containers)
  }

  /// As it stands in a workload.
  var value: ConfigValue {
    var metadata = ConfigMapping()
    metadata.set("labels", map: labels)
    metadata.set("annotations", map: annotations)
    var spec = ConfigValue.members(of: settings.copied)
    spec["containers"] = .list(containers)
    spec["volumes"] = .list(volumes.map(\.value))
    // The agent flushes what it has before it ends.
    spec["terminationGracePeriodSeconds"] = .number(JSONNumber(4800))
    if !settings.initContainers.isEmpty {
      spec["initContainers"] = .list(settings.initContainers.map(ContainerPatch.value))
    }
    return .mapping(["metadata": metadata.value, "spec": .mapping(spec)])
  }

  /// The names of the variables that the sidecar fills in.
  var variables: Set<String> {
    let reloader = containers.first { $0["name"]?.writtenText == AgentContainers.reloaderName }
    return Set((reloader?["env"]?.elements ?? []).compactMap { $0["name"]?.writtenText })
  }

  private static let folder = "/var/lib/grafana-agent"
  private static let variables = [
    PodVariable("POD_NAME", field: "metadata.name"), PodVariable("AGENT_DEPLOY_MODE", "operator"),
  ]
}
