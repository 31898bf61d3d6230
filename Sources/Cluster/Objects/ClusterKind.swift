/// The kinds of objects that are written to a cluster, and where the API server has them.
public enum ClusterKind: String, CaseIterable, Sendable {
  case secret = "Secret"
  case service = "Service"
  case statefulSet = "StatefulSet"
  case daemonSet = "DaemonSet"
  case deployment = "Deployment"

  /// Empty for the core group.
  var group: String {
    switch self {
    case .secret, .service: ""
    case .statefulSet, .daemonSet, .deployment: "apps"
    }
  }

  var version: String { "v1" }

  /// As manifests have it: `v1`, `apps/v1`.
  public var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

  /// As paths and roles have it.
  public var resource: String { rawValue.lowercased() + "s" }

  /// For `kubectl`: `statefulsets.apps`.
  public var qualifiedResource: String { group.isEmpty ? resource : "\(resource).\(group)" }

  /// What messages and answers of this kind may quote is secret.
  var holdsSecrets: Bool { self == .secret }

  /// The path of all objects of a namespace. Namespaces and names have no character that needs escaping.
  func path(in namespace: String) -> String {
    let root = group.isEmpty ? "api/\(version)" : "apis/\(group)/\(version)"
    return "\(root)/namespaces/\(namespace)/\(resource)"
  }
}
