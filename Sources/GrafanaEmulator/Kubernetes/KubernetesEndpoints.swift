internal import Documents
internal import HTTPServer

/// `/apis/<group>/<version>/namespaces/<namespace>/<plural>` for folders and dashboards
/// (reference/grafana-http-api.md, sections 11 and 19).
enum KubernetesEndpoints {
  /// Versions in which objects can be read and written here.
  private static let served: [(KubernetesKind, [String])] = [
    (.folder, ["v1beta1"]), (.dashboard, [DashboardConversion.convertedVersion, "v0alpha1"]),
  ]

  static func register(in routes: inout RouteTable) {
    for (kind, versions) in served {
      for version in versions {
        let base = "/apis/\(kind.group)/\(version)/namespaces/:namespace/\(kind.plural)"
        let target = KubernetesTarget(kind: kind, version: version)
        routes.add("GET", base, .signedIn, target.list)
        routes.add("POST", base, .signedIn, target.create)
        routes.add("GET", base + "/:name", .signedIn, target.get)
        routes.add("PUT", base + "/:name", .signedIn, target.update)
        routes.add("PATCH", base + "/:name", .signedIn, target.patch)
        routes.add("DELETE", base + "/:name", .signedIn, target.delete)
      }
    }
  }
}
