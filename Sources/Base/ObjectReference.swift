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

  /// One of several objects that a manifest gives: `sources[Prometheus]`. No name of Kubernetes has brackets.
  public init(part: String, of manifest: ObjectReference) {
    self.init(kind: manifest.kind, namespace: manifest.namespace, name: "\(manifest.name)[\(part)]")
  }

  /// The manifest that gives the object: the object itself, unless it is one of several.
  public var manifest: ObjectReference {
    guard name.hasSuffix("]"), let bracket = name.firstIndex(of: "["), !name[..<bracket].contains(" ") else {
      return self
    }
    return ObjectReference(kind: kind, namespace: namespace, name: String(name[..<bracket]))
  }

  /// For sentences: `GrafanaDashboard monitoring/node-overview`.
  public var description: String { "\(kind) \(namespace)/\(name)" }

  /// For log fields and the command line: `GrafanaDashboard/monitoring/node-overview`.
  public var path: String { "\(kind)/\(namespace)/\(name)" }

  public static func < (left: ObjectReference, right: ObjectReference) -> Bool {
    (left.kind, left.namespace, left.name) < (right.kind, right.namespace, right.name)
  }
}
