import Base
import Manifests

/// What an API server would refuse of one workload's pods: names of volumes and containers, mounts of volumes that are not
/// there, two at one path.
struct PodCheck {
  private let agent: HierarchyMember<GrafanaAgent>
  private let template: PodTemplate
  private(set) var diagnostics: [Diagnostic] = []

  /// - Parameter claim: the volume that the cluster adds to each pod.
  init(_ agent: HierarchyMember<GrafanaAgent>, _ template: PodTemplate, claim: String?) {
    self.agent = agent
    self.template = template
    checkVolumes(claim)
    let volumes = Set(template.volumes.map(\.name)).union(claim.map { [$0] } ?? [])
    for container in template.containers { checkMounts(of: container, volumes) }
    for container in agent.spec.pods.initContainers {
      checkMounts(of: ContainerPatch.value(container), volumes)
    }
    checkContainers()
  }

  private mutating func checkVolumes(_ claim: String?) {
    var seen: Set<String> = []
    let all: [(name: String, origin: SourceLocation?)] =
      template.volumes.map { ($0.name, $0.origin) } + (claim.map { [($0, nil)] } ?? [])
    for volume in all {
      if !KubernetesName.isLabel(volume.name) {
        tell(
          "invalid-name", at: volume.origin, "\(volume.name) is no name of a volume",
          remedy:
            "shorten the names that it is made of to 63 bytes together, of lower-case letters, digits and hyphens"
        )
      }
      if !seen.insert(volume.name).inserted {
        tell(
          "duplicate-name", at: volume.origin, "two volumes of one pod would be called \(volume.name)",
          remedy: "rename one of them")
      }
    }
  }

  private mutating func checkMounts(of container: ConfigValue, _ volumes: Set<String>) {
    var paths: Set<String> = []
    for mount in container["volumeMounts"]?.elements ?? [] {
      let name = mount["name"]?.writtenText ?? ""
      let path = mount["mountPath"]?.writtenText ?? ""
      let origin = place(name, path, container)
      if !volumes.contains(name) {
        tell(
          "missing-volume", at: origin, "\(path) is to hold the volume \(name), which no pod of these has",
          remedy: "add it to volumes, or mend its name")
      }
      if !paths.insert(path).inserted {
        tell(
          "mount-conflict", at: origin, "two volumes would be mounted at \(path)",
          remedy: "mount one of them elsewhere")
      }
    }
  }

  /// Where a mount is written, or the container that has it.
  private func place(_ name: String, _ path: String, _ container: ConfigValue) -> SourceLocation? {
    template.mounts.last { $0.name == name && $0.path == path && $0.origin != nil }?.origin
      ?? (agent.spec.pods.containers + agent.spec.pods.initContainers)
      .last { $0.text("name") == container["name"]?.writtenText }?.origin
  }

  private mutating func checkContainers() {
    let pods = agent.spec.pods
    var seen: Set<String> = []
    for name in [AgentContainers.reloaderName, AgentContainers.agentName]
    where pods.initContainers.contains(where: { $0.text("name") == name }) {
      seen.insert(name)
    }
    for container in pods.initContainers + pods.containers {
      let name = container.text("name") ?? ""
      if !KubernetesName.isLabel(name) {
        tell(
          "invalid-name", at: container.origin, "\(name) is no name of a container",
          remedy: "write at most 63 lower-case letters, digits and hyphens")
      }
      if !seen.insert(name).inserted {
        tell(
          "duplicate-name", at: container.origin, "two containers would be called \(name)",
          remedy: "rename one of them")
      }
      let isChange = [AgentContainers.reloaderName, AgentContainers.agentName].contains(name)
      if container.text("image") == nil, !isChange || container.path.contains("initContainers") {
        tell(
          "missing-field", at: container.origin, "\(container.path).image is missing",
          remedy: "write image, or the name of a container that the pod has: config-reloader or grafana-agent"
        )
      }
    }
  }

  private mutating func tell(_ code: String, at place: SourceLocation?, _ message: String, remedy: String) {
    diagnostics.append(
      Diagnostic(
        .error, code: code, subject: agent.reference, at: place ?? agent.origin, message, remedy: remedy))
  }
}
