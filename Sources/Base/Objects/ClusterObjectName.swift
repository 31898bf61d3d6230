/// Names an object of a Kubernetes cluster.
public struct ClusterObjectName: Hashable, Sendable {
  /// `StatefulSet`.
  public let kind: String
  public let namespace: String
  public let name: String

  public init(kind: String, namespace: String, name: String) {
    self.kind = kind
    self.namespace = namespace
    self.name = name
  }

  /// Reads what `uid` gives.
  public init?(uid: String) {
    let parts = uid.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    self.init(kind: parts[0], namespace: parts[1], name: parts[2])
  }

  /// The name as `ObjectKey.uid`: `Secret/monitoring/agent-config`. None of the parts has a slash.
  public var uid: String { "\(kind)/\(namespace)/\(name)" }

  /// What people call it: `Secret monitoring/agent-config`.
  public var title: String { "\(kind) \(namespace)/\(name)" }

  public var key: ObjectKey { ObjectKey(.clusterObject, uid) }

  /// What is written earlier among the objects of one manifest, and deleted later: pods do not start without the Secrets
  /// that they mount, and a StatefulSet names its Service.
  public var rank: Int {
    switch kind {
    case "Secret": 0
    case "Service": 1
    default: 2
    }
  }
}
