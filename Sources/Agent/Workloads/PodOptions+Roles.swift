import Base
import Documents
import Manifests

/// Reference agent-operator.md sections 4.3 to 4.5.
extension PodOptions {
  /// - Parameter storage: nil for a log that ends with its pod.
  static func metrics(
    of workload: String, shard: Int, shards: Int, storage: StorageSettings?
  ) -> PodOptions {
    let memory = storage?.name ?? WorkloadNames.memory(of: workload)
    let volume: PodVolume? =
      switch storage {
      case nil: PodVolume(memory, "emptyDir")
      case .volume(_, let source, let settings):
        PodVolume(memory, source, ConfigValue.members(of: settings.objectValue ?? JSONObject()))
      case .claim: nil
      }
    return PodOptions(
      selectorLabels: [ObjectLabels.shard: String(shard), ObjectLabels.type: "metrics"],
      volumes: volume.map { [$0] } ?? [], mounts: [PodMount(memory, at: PodRendering.dataDirectory)],
      environment: [PodVariable("SHARD", String(shard)), PodVariable("SHARDS", String(shards))])
  }

  /// The node's logs, and its disk for how far they are read.
  static let logs: PodOptions = {
    let folders = [("varlog", "/var/log"), ("dockerlogs", "/var/lib/docker/containers")]
    let data = ("data", PodRendering.dataDirectory)
    return PodOptions(
      selectorLabels: [ObjectLabels.type: "logs"],
      volumes: (folders + [data]).map { PodVolume($0, "hostPath", ["path": .text($1)]) },
      mounts: folders.map { PodMount($0, at: $1, isReadOnly: true) } + [PodMount(data.0, at: data.1)],
      environment: [
        PodVariable("HOSTNAME", field: "spec.nodeName"),
        // Without a meaning for logs; the sidecar fills it in everywhere.
        PodVariable("SHARD", "0"),
      ], isPrivileged: true)
  }()

  /// - Parameters:
  ///   - integrations: those of the workload.
  ///   - isPrivileged: upstream means those of all nodes to be, and loses it (reference section 4.5).
  static func integrations(
    _ integrations: [HierarchyMember<Integration>], of workload: String, names: WorkloadNames, shards: Int,
    isPrivileged: Bool
  ) -> PodOptions {
    var own = PodOptions(selectorLabels: [ObjectLabels.type: "integrations"], isPrivileged: isPrivileged)
    for integration in integrations {
      let prefix = volumePrefix(integration)
      own.volumes += integration.spec.volumes.volumes.map { PodVolume($0, prefix: prefix) }
      // Of two mounts at one path the first stays, which is told by the check.
      for mount in integration.spec.volumes.mounts.map({ PodMount($0, prefix: prefix) })
      where !own.mounts.contains(where: { $0.path == mount.path }) {
        own.mounts.append(mount)
      }
    }
    let unmounted = Set(
      integrations.flatMap { entry in
        entry.spec.volumes.mounts.map { PodMount($0, prefix: volumePrefix(entry)).name }
      }
    ).subtracting(own.mounts.map(\.name))
    own.volumes.removeAll { unmounted.contains($0.name) }
    let items = integrationItems(integrations)
    if !items.isEmpty {
      own.volumes.append(
        PodVolume(
          names.integrationValues, "secret", ["secretName": .text(names.values), "items": .list(items)]))
      own.mounts.append(PodMount(names.integrationValues, at: Rendering.mountPath, isReadOnly: true))
    }
    return own.merged(with: .metrics(of: workload, shard: 0, shards: shards, storage: nil), .logs)
  }

  /// Stands before the names of an Integration's volumes, so that those of two do not meet.
  static func volumePrefix(_ integration: HierarchyMember<Integration>) -> String {
    "\(integration.metadata.namespace)-\(integration.metadata.name)-"
  }

  /// Each value once, Secrets of an Integration before its ConfigMaps.
  private static func integrationItems(_ integrations: [HierarchyMember<Integration>]) -> [ConfigValue] {
    var seen: Set<ValueReference> = []
    return integrations.flatMap { integration in
      integration.spec.files.map { ValueReference($0, namespace: integration.metadata.namespace) }
    }.filter { seen.insert($0).inserted }.map { reference in
      .mapping(["key": .text(reference.fileName), "path": .text(String(reference.storeKey.dropFirst()))])
    }
  }
}
