internal import Documents

/// What `/apis` serves [12.4 kubernetes_apis].
enum DiscoveryEndpoints {
  /// The preferred version first. Objects of the first two groups are played; the others are only listed.
  private static let groups: [(name: String, versions: [String])] = [
    ("dashboard.grafana.app", ["v1beta1", "v0alpha1", "v2beta1", "v2alpha1"]),
    ("folder.grafana.app", ["v1beta1"]), ("iam.grafana.app", ["v0alpha1"]),
    ("userstorage.grafana.app", ["v0alpha1"]), ("preferences.grafana.app", ["v1alpha1"]),
    ("collections.grafana.app", ["v1alpha1"]), ("features.grafana.app", ["v0alpha1"]),
    ("playlist.grafana.app", ["v1", "v0alpha1"]), ("plugins.grafana.app", ["v0alpha1"]),
    ("example.grafana.app", ["v1alpha1", "v0alpha1"]), ("notifications.alerting.grafana.app", ["v0alpha1"]),
  ]

  static func register(in routes: inout RouteTable) {
    routes.add("GET", "/apis", .signedIn, list)
    for group in groups {
      routes.add("GET", "/apis/\(group.name)", .signedIn, { _, _ throws(Refusal) in describe(group) })
    }
    routes.add("GET", "/apis/folder.grafana.app/v1beta1", .signedIn, folderResources)
    routes.add("GET", "/apis/dashboard.grafana.app/v1beta1", .signedIn, dashboardResources)
    routes.add("GET", "/version", .signedIn, version)
    routes.add("GET", "/openapi/v3", .signedIn, openAPI)
  }

  private static let list: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let address = call.header("Host") ?? "127.0.0.1:3000"
    return .json([
      "kind": "APIGroupList",
      "groups": .array(
        groups.map { group in
          var object = JSONObject(members: [("name", JSON(group.name))])
          for (key, value) in versions(of: group) { object[key] = value }
          object["serverAddressByClientCIDRs"] = [
            ["clientCIDR": "0.0.0.0/0", "serverAddress": JSON(address)]
          ]
          return .object(object)
        }),
    ])
  }

  private static func describe(_ group: (name: String, versions: [String])) -> Answer {
    var object = JSONObject(members: [("kind", "APIGroup"), ("apiVersion", "v1"), ("name", JSON(group.name))])
    for (key, value) in versions(of: group) { object[key] = value }
    return .json(.object(object))
  }

  private static func versions(of group: (name: String, versions: [String])) -> [(String, JSON)] {
    let all = group.versions.map { version -> JSON in
      ["groupVersion": JSON("\(group.name)/\(version)"), "version": JSON(version)]
    }
    return [("versions", .array(all)), ("preferredVersion", all.first ?? .null)]
  }

  private static let folderResources: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    resources(
      "folder.grafana.app/v1beta1", main(.folder, "folder"),
      [
        ("folders/access", "FolderAccessInfo"), ("folders/children", "FolderList"),
        ("folders/counts", "DescendantCounts"), ("folders/parents", "FolderInfoList"),
      ])
  }

  private static let dashboardResources: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    resources(
      "dashboard.grafana.app/v1beta1", main(.dashboard, "dashboard"),
      [("dashboards/dto", "DashboardWithAccessInfo")])
  }

  private static func resources(_ groupVersion: String, _ main: JSON, _ subresources: [(String, String)])
    -> Answer
  {
    let others = subresources.map { name, kind -> JSON in
      ["name": JSON(name), "singularName": "", "namespaced": true, "kind": JSON(kind), "verbs": ["get"]]
    }
    return .json([
      "kind": "APIResourceList", "apiVersion": "v1", "groupVersion": JSON(groupVersion),
      "resources": .array([main] + others),
    ])
  }

  private static func main(_ kind: KubernetesKind, _ singular: String) -> JSON {
    [
      "name": JSON(kind.plural), "singularName": JSON(singular), "namespaced": true, "kind": JSON(kind.kind),
      "verbs": ["create", "delete", "deletecollection", "get", "list", "patch", "update"],
    ]
  }

  private static let version: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    .json([
      "major": "1", "minor": "35", "emulationMajor": "1", "emulationMinor": "35",
      "minCompatibilityMajor": "1", "minCompatibilityMinor": "34",
      "gitVersion": JSON("1.35.0+grafana-v\(call.lens.versionText)"),
      "gitCommit": JSON("main@\(ServerEndpoints.commit)"),
      "gitTreeState": JSON("grafana v\(call.lens.versionText)"), "buildDate": "2026-02-02T02:40:00Z",
      "goVersion": "go1.26.8", "compiler": "gc", "platform": "linux/amd64",
    ])
  }

  /// The index of the documents, which are not served themselves.
  private static let openAPI: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    var paths = JSONObject()
    for group in groups {
      for version in group.versions {
        let path = "apis/\(group.name)/\(version)"
        paths[path] = ["serverRelativeURL": JSON("/openapi/v3/\(path)")]
      }
    }
    let body: JSON = ["paths": .object(paths)]
    let tag = Fingerprint.sha1(JSONWriter.string(body)).uppercased()
    return Answer(
      headers: [("Etag", "\"\(tag)\""), ("Last-Modified", workspace.started.httpText)], body: .json(body))
  }
}
