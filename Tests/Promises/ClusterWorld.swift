import Base
import Cluster
import Documents
import Foundation
import HTTPServer
import Platform
import Reconcile
import Report
import TestSupport

/// A world with a Kubernetes cluster that gets the objects around its agents.
final class ClusterWorld: Sendable {
  let world: World
  let cluster: ClusterServer

  init() async throws {
    world = try await World()
    cluster = try ClusterServer()
    try world.folder.write("ada", to: "secrets/monitoring/db/user")
    try world.folder.write(Self.password, to: "secrets/monitoring/db/password")
    try world.folder.write("let-me-in", to: "cluster/token")
    try writeKubeconfig(server: cluster.url)
  }

  deinit { cluster.stop() }

  static let password = "hush-hush-hush"

  var kubeconfig: String { world.folder.file("cluster/kubeconfig") }

  func writeKubeconfig(server: String, user: String = "{tokenFile: token}") throws {
    try world.folder.write(
      """
      current-context: here
      contexts: [{name: here, context: {cluster: local, user: sluice}}]
      clusters: [{name: local, cluster: {server: "\(server)"}}]
      users: [{name: sluice, user: \(user)}]
      """, to: "cluster/kubeconfig")
  }

  /// A GrafanaAgent whose objects are a Service, a StatefulSet and two Secrets.
  static func agent(
    _ name: String = "agent", image: String? = nil, annotations: String? = nil,
    namespace: String = "monitoring"
  ) -> String {
    """
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: GrafanaAgent
    metadata: {name: \(name), namespace: \(namespace)\(annotations.map { ", annotations: {\($0)}" } ?? "")}
    spec:
      \(image.map { "image: \($0)" } ?? "logLevel: info")
      metrics:
        instanceSelector: {matchLabels: {agent: \(name)}}
    ---
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: MetricsInstance
    metadata: {name: \(name)-primary, namespace: \(namespace), labels: {agent: \(name)}}
    spec:
      remoteWrite:
        - url: http://prometheus.example.org/api/v1/write
          basicAuth:
            username: {name: db, key: user}
            password: {name: db, key: password}
    """
  }

  static func names(_ agent: String = "agent") -> [String] {
    [
      "Secret/monitoring/\(agent)-config", "Secret/monitoring/\(agent)-secrets",
      "Service/monitoring/\(agent)-operated", "StatefulSet/monitoring/\(agent)",
    ]
  }

  /// What messages call them.
  static let titles = [
    "Secret monitoring/agent-config", "Secret monitoring/agent-secrets", "Service monitoring/agent-operated",
    "StatefulSet monitoring/agent",
  ]

  func start(_ change: (inout EnvironmentSettings) -> Void = { _ in }) async throws -> Daemon {
    try await world.start {
      $0.agentOutput = nil
      $0.agentCluster = .kubeconfig(path: self.kubeconfig, context: nil)
      change(&$0)
    }
  }

  func push(_ files: [String: String?], message: String = "change") async throws {
    try await world.push(files, message: message)
  }

  var targetName: String { "cluster:\(cluster.url)" }
}

extension CycleReport {
  /// What was done in a cluster: `create Secret monitoring/agent-config`.
  var clusterActions: [String] {
    targets.filter { $0.name.hasPrefix("cluster:") }.flatMap(\.outcomes).filter(\.isSuccess)
      .map { "\($0.action.verb.rawValue) \($0.action.title)" }
  }
}
