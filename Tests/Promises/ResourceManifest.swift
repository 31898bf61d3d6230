/// Manifests of objects of the Kubernetes-style API as people write them.
enum ResourceManifest {
  static let path = "/apis/dashboard.grafana.app/v1beta1/namespaces/default/dashboards/wall"

  /// - Parameters:
  ///   - name: of the object; the manifest has its own.
  ///   - metadata: further members.
  static func dashboard(
    _ name: String = "wall", manifest: String = "wall", kind: String = "Dashboard",
    version: String = "dashboard.grafana.app/v1beta1",
    spec: String = "{title: Wall, tags: [a]}", metadata: String = "annotations: {team: ops}",
    extra: String = ""
  ) -> String {
    """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: GrafanaManifest
    metadata: {name: \(manifest), namespace: monitoring}
    spec:
      instanceSelector: {}
      template:
        apiVersion: \(version)
        kind: \(kind)
        metadata: {name: \(name)\(metadata.isEmpty ? "" : ", " + metadata)}
        spec: \(spec)
    \(extra.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }.joined(separator: "\n"))
    """
  }
}
