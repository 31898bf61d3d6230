import Base
import Platform

/// Reads the files that access to a cluster is made of.
struct ClusterFiles: Sendable {
  /// More than this is no kubeconfig, certificate or token. In bytes.
  static let limit = 1 << 20

  /// - Returns: what stands in a file, following links: Kubernetes mounts what it changes as links.
  func read(_ path: String) throws(FileError) -> [UInt8] {
    try FileSystem.read(path, limit: Self.limit)
  }

  /// A path as it is meant from a directory.
  static func resolve(_ path: String, in directory: String) -> String {
    path.hasPrefix("/") ? path : directory + "/" + path
  }
}
