import Base
import Glibc

extension ClusterAccess {
  /// What the files say now. They are read each time: tokens and certificates are changed under running programs.
  /// - Throws: everything that is wrong with them.
  public func settings() throws(ClusterAccessError) -> ClusterSettings {
    switch self {
    case .inCluster:
      try InClusterAccess(
        directory: InClusterAccess.standardDirectory,
        variable: { name in getenv(name).map { String(cString: $0) } }, files: ClusterFiles()
      ).settings()
    case .kubeconfig(let path, let context):
      try Kubeconfig(path: path, context: context, files: ClusterFiles()).settings()
    }
  }

  /// For messages before anything is known of the cluster itself.
  public var place: String {
    switch self {
    case .inCluster: InClusterAccess.name
    case .kubeconfig(let path, _): path
    }
  }
}
