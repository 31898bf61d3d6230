import Base
import Documents

/// One object of a cluster, as a manifest. It may hold credentials.
public struct KubernetesObject: Sendable {
  public let apiVersion: String
  public let kind: String
  public let namespace: String
  public let name: String
  /// All of it, `apiVersion`, `kind` and `metadata` among it.
  public let manifest: ConfigValue

  /// - Parameter content: what stands beside the metadata.
  init(
    _ kind: Kind, _ name: String, in namespace: String, labels: [String: String],
    annotations: [String: String] = [:], _ content: [String: ConfigValue]
  ) {
    apiVersion = kind.apiVersion
    self.kind = kind.rawValue
    self.namespace = namespace
    self.name = name
    var metadata = ConfigMapping()
    metadata.set("name", text: name)
    metadata.set("namespace", text: namespace)
    metadata.set("labels", map: labels)
    metadata.set("annotations", map: annotations)
    var members = content
    members["apiVersion"] = .text(kind.apiVersion)
    members["kind"] = .text(kind.rawValue)
    members["metadata"] = metadata.value
    manifest = .mapping(members)
  }

  /// The kinds that are made.
  enum Kind: String, CaseIterable {
    case secret = "Secret"
    case service = "Service"
    case statefulSet = "StatefulSet"
    case daemonSet = "DaemonSet"
    case deployment = "Deployment"

    var apiVersion: String {
      switch self {
      case .secret, .service: "v1"
      case .statefulSet, .daemonSet, .deployment: "apps/v1"
      }
    }
  }

  /// The manifest as JSON with one more label, for an API server.
  public func json(labelled label: String, _ value: String) -> SecretValue {
    guard case .mapping(var members) = manifest, case .mapping(var metadata)? = members["metadata"] else {
      return SecretValue(JSONWriter.bytes(manifest.revealed))
    }
    var labels: [String: ConfigValue] = [:]
    if case .mapping(let known)? = metadata["labels"] { labels = known }
    labels[label] = .text(value)
    metadata["labels"] = .mapping(labels)
    members["metadata"] = .mapping(metadata)
    return SecretValue(JSONWriter.bytes(ConfigValue.mapping(members).revealed))
  }

  /// What it is called in a cluster.
  public var clusterName: ClusterObjectName {
    ClusterObjectName(kind: kind, namespace: namespace, name: name)
  }

  public var reference: ObjectReference { ObjectReference(kind: kind, namespace: namespace, name: name) }
}
