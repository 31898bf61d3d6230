/// What the Kubernetes-style store keeps about an object beside its content.
struct KubernetesMetadata: Sendable {
  /// The internal uid, not Grafana's.
  let uid: String
  /// Microseconds since 1970, growing with every write.
  var resourceVersion: Int
  /// Annotations that a client set itself, such as those of a manager; the server's own are made from the record.
  var annotations: [String: String] = [:]
  var managedFields: [ManagedFieldsEntry] = []
  /// The API version in which the object was written.
  var storedVersion: String
}
