import Base
import Documents
import Manifests

/// What an API server would refuse of the objects around agents, told before it does. Pods that cannot be made would
/// otherwise show only in the events of a cluster.
struct WorkloadCheck {
  private let hierarchy: AgentHierarchy
  private let objects: WorkloadObjects
  private(set) var diagnostics: [Diagnostic] = []

  init(_ hierarchy: AgentHierarchy, _ objects: WorkloadObjects) {
    self.hierarchy = hierarchy
    self.objects = objects
    checkNames()
    checkLabels()
    checkStorage()
    checkSizes()
    checkIntegrationMounts()
    // Shards differ in their names only.
    for workload in objects.workloads where workload.shard == 0 {
      diagnostics += PodCheck(hierarchy.agent, workload.template, claim: claim(of: workload)).diagnostics
    }
  }

  private var agent: HierarchyMember<GrafanaAgent> { hierarchy.agent }
  private var places: FieldPlaces { agent.spec.places }

  private func claim(of workload: WorkloadObjects.Workload) -> String? {
    guard workload.role == .metrics, case .claim(let claim)? = agent.spec.pods.storage else { return nil }
    return claim.name ?? WorkloadNames.memory(of: workload.object.name)
  }

  // MARK: Names

  private mutating func checkNames() {
    let name = agent.metadata.name
    if name.utf8.count > KubernetesName.labelLimit {
      refuse("the name \(name) has more than 63 bytes, which labels of its objects may not have")
      return
    }
    let service = WorkloadNames(agent: name).service
    if objects.workloads.contains(where: { $0.role == .metrics }), !KubernetesName.isServiceName(service) {
      refuse(
        "\(service) is no name of a Service: it is made of lower-case letters, digits and hyphens, begins with a "
          + "letter and has at most 63 bytes")
    }
    if let set = objects.workloads.last(where: { $0.role == .metrics })?.object.name,
      set.utf8.count > Self.statefulSetLimit
    {
      refuse(
        "the name of StatefulSet \(set) has more than \(Self.statefulSetLimit) bytes: its pods are refused")
    }
    if let port = agent.spec.pods.portName, !KubernetesName.isPortName(port) {
      tell(
        "invalid-name", at: places.location(of: "portName"), "spec.portName \(port) is no name of a port",
        remedy: "write at most 15 lower-case letters, digits and hyphens, a letter among them")
    }
  }

  /// Its pods have the label controller-revision-hash with the name, a hyphen and ten digits more (kubernetes/kubernetes#64023).
  private static let statefulSetLimit = KubernetesName.labelLimit - 11

  private mutating func refuse(_ message: String) {
    tell("invalid-name", at: agent.origin, message, remedy: "give the GrafanaAgent another name")
  }

  private mutating func checkLabels() {
    let place = places.location(of: "podMetadata.labels")
    for (key, value) in agent.spec.pods.labels.sorted(by: { $0.key < $1.key }) {
      if !KubernetesName.isLabelKey(key) {
        tell(
          "invalid-name", at: place, "spec.podMetadata.labels has \(key), which is no key of a label",
          remedy:
            "write letters, digits, hyphens, underscores and points, with or without a domain and / before")
      }
      if !KubernetesName.isLabelValue(value) {
        tell(
          "invalid-value", at: place, "spec.podMetadata.labels.\(key) is no value of a label: \(value)",
          remedy: "write at most 63 letters, digits, hyphens, underscores and points")
      }
    }
  }

  // MARK: Storage

  private mutating func checkStorage() {
    guard case .claim(let claim)? = agent.spec.pods.storage, !claim.hasSize,
      objects.workloads.contains(where: { $0.role == .metrics })
    else { return }
    tell(
      "missing-field", at: claim.origin,
      "spec.storage.volumeClaimTemplate.spec.resources.requests.storage is missing: a claim without a size is refused",
      remedy: "write a size such as 10Gi, or emptyDir: {}")
  }

  private mutating func checkSizes() {
    for secret in objects.secrets + objects.configurations.map(\.object) {
      var size = 0
      if case .mapping(let data)? = secret.manifest["data"] {
        for value in data.values {
          guard case .hidden(let text) = value else { continue }
          size += Self.decodedSize(text)
        }
      }
      if size > Self.secretLimit {
        tell(
          "too-large", at: agent.origin,
          "\(secret.reference) would hold \(size) bytes, and a cluster takes 1048576",
          remedy: "divide what it is made of among several GrafanaAgents")
      }
    }
  }

  /// Of base64.
  private static func decodedSize(_ text: SecretValue) -> Int {
    text.withBytes { bytes in bytes.count / 4 * 3 - bytes.suffix(2).count { $0 == UInt8(ascii: "=") } }
  }

  /// Kubernetes, core/v1 types.go, `MaxSecretSize`.
  static let secretLimit = 1 << 20

  // MARK: Integrations

  /// Upstream drops the later of two mounts at one path without a word (reference agent-operator.md section 5).
  private mutating func checkIntegrationMounts() {
    for runsOnAllNodes in [false, true] {
      var known: [String: CoreObject] = [:]
      var prefixes: [String: HierarchyMember<Integration>] = [:]
      for integration in hierarchy.integrations where integration.spec.runsOnAllNodes == runsOnAllNodes {
        for mount in integration.spec.volumes.mounts {
          guard let path = mount.text("mountPath") else { continue }
          if let first = known[path] {
            diagnostics.append(
              Diagnostic(
                .warning, code: "mount-conflict", subject: integration.reference, at: mount.origin,
                "\(mount.path) is left out: \(first.origin.fileAndLine) already mounts a volume at \(path) in the same "
                  + "pods", remedy: "mount it at another path, or once for both"))
          } else {
            known[path] = mount
          }
        }
        let prefix = PodOptions.volumePrefix(integration)
        if let first = prefixes[prefix], !integration.spec.volumes.volumes.isEmpty,
          !first.spec.volumes.volumes.isEmpty
        {
          diagnostics.append(
            Diagnostic(
              .error, code: "duplicate-name", subject: integration.reference, at: integration.origin,
              "the volumes of \(first.reference) (\(first.origin.fileAndLine)) and of this one would be called alike: "
                + "\(prefix)…", remedy: "rename one of them"))
        }
        prefixes[prefix] = prefixes[prefix] ?? integration
      }
    }
  }

  private mutating func tell(
    _ code: String, at place: SourceLocation, _ message: String, remedy: String
  ) {
    diagnostics.append(
      Diagnostic(.error, code: code, subject: agent.reference, at: place, message, remedy: remedy))
  }
}
