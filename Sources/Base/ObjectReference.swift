/// Names one object of the repository: kind, namespace and name, as Kubernetes manifests do.
public struct ObjectReference: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let kind: String
  public let namespace: String
  public let name: String

  public init(kind: String, namespace: String, name: String) {
    self.kind = kind
    self.namespace = namespace
    self.name = name
  }

  /// For sentences: `GrafanaDashboard monitoring/node-overview`.
  public var description: String { "\(kind) \(namespace)/\(name)" }

  /// For log fields and the command line: `GrafanaDashboard/monitoring/node-overview`.
  public var path: String { "\(kind)/\(namespace)/\(name)" }

  public static func < (left: ObjectReference, right: ObjectReference) -> Bool {
    (left.kind, left.namespace, left.name) < (right.kind, right.namespace, right.name)
  }
}
