/// How a Kubernetes API server is found and who we are there.
public enum ClusterAccess: Hashable, Sendable {
  /// As pods do: by the files and variables that Kubernetes gives every container.
  case inCluster
  /// By a kubeconfig.
  /// - Parameters:
  ///   - path: of the file.
  ///   - context: the name of one of its contexts; nil for its `current-context`.
  case kubeconfig(path: String, context: String?)
}
