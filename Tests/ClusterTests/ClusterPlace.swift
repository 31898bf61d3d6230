import Base
import Documents
import TestSupport

@testable import Cluster

/// An API server, a kubeconfig for it, and the connection that they make.
final class ClusterPlace: Sendable {
  let server: ClusterServer
  let folder: TemporaryDirectory
  let connection: ClusterConnection

  /// - Parameter timeout: out of reach, in a test that is not about it.
  init(timeout: Duration = .seconds(600)) throws {
    server = try ClusterServer()
    folder = try TemporaryDirectory()
    try folder.write("let-me-in", to: "token")
    try folder.write(Self.kubeconfig(server: server.url), to: "kubeconfig")
    connection = ClusterConnection(
      .kubeconfig(path: folder.file("kubeconfig"), context: nil), timeout: timeout, scrub: { $0 })
    try connection.begin()
  }

  deinit { server.stop() }

  /// - Parameters:
  ///   - cluster: more of the cluster.
  ///   - user: what stands in the user.
  static func kubeconfig(server: String, cluster: String = "", user: String = "tokenFile: token") -> String {
    """
    apiVersion: v1
    kind: Config
    current-context: here
    contexts:
      - name: here
        context: {cluster: local, user: sluice, namespace: elsewhere}
    clusters:
      - name: local
        cluster:
          server: \(server)
          \(cluster)
    users:
      - name: sluice
        user:
          \(user)
    """
  }
}

extension JSON {
  /// Merged by RFC 7386.
  func adding(_ patch: JSON) -> JSON { merging(patch: patch) }
}
