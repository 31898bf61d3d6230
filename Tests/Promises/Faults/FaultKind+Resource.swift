import Documents

/// Objects of the Kubernetes-style API. Dashboards stand for all of its kinds.
extension FaultKind {
  static let resource = FaultKind(
    name: "resource", versions: FaultSeat.newest, manifest: { _, object in dashboardResource(object) },
    stored: { world, object in
      let path = "\(version)/namespaces/default/dashboards/\(object.name)"
      guard world.status(path) == 200 else { return nil }
      return generation(in: try world.get(path)["spec"]?["title"]?.stringValue ?? "")
    },
    seats: [
      // That a group is not served is said in our own words.
      FaultSeat(
        .observe, "GET", group, on: FaultSeat.newest, like: otherGroups, tolerating: [404],
        needsConnection: true),
      // How the kind is served is asked before each deletion, and each version of a group by those who name it.
      FaultSeat(.read, "GET", version, on: FaultSeat.newest, like: ["/apis/folder.grafana.app/v1beta1"]),
      FaultSeat(.create, "POST", list, body: #""name":"{}""#, on: FaultSeat.newest, like: [folders]),
      FaultSeat(.read, "GET", list + "/{}", on: FaultSeat.newest, like: [folders + "/*"]),
      FaultSeat(.update, "PUT", list + "/{}", on: FaultSeat.newest, like: [folders + "/*"]),
      FaultSeat(.delete, "GET", group, on: FaultSeat.newest, like: otherGroups),
      FaultSeat(.delete, "DELETE", list + "/{}", on: FaultSeat.newest, like: [folders + "/*"]),
    ])

  private static let group = "/apis/dashboard.grafana.app"
  private static let version = group + "/v1beta1"
  private static let list = version + "/namespaces/*/dashboards"
  private static let folders = "/apis/folder.grafana.app/v1beta1/namespaces/*/folders"
  /// The second is one that the newest recorded server does not serve.
  private static let otherGroups = ["/apis/folder.grafana.app", "/apis/provisioning.grafana.app"]

  static func dashboardResource(_ object: Object) -> String {
    NotificationManifest.object(
      "GrafanaManifest", object.name,
      """
      template:
        apiVersion: dashboard.grafana.app/v1beta1
        kind: Dashboard
        metadata: {name: \(object.name)}
        spec: {title: \(object.name) \(object.generation)}
      """)
  }
}
