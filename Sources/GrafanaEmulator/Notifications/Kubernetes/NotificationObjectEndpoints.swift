internal import Documents

/// `/apis/notifications.alerting.grafana.app/v0alpha1`, for reading [12.4 kubernetes_listing].
enum NotificationObjectEndpoints {
  private static let kinds = [
    ("receivers", "Receiver"), ("routingtrees", "RoutingTree"), ("templategroups", "TemplateGroup"),
    ("timeintervals", "TimeInterval"),
  ]

  static func register(in routes: inout RouteTable) {
    for (plural, kind) in kinds {
      let base = "/apis/\(NotificationObject.apiVersion)/namespaces/:namespace/\(plural)"
      routes.add("GET", base, .signedIn) { call, workspace throws(Refusal) in
        let objects = try objects(plural, call, workspace)
        guard case .metadata = ObjectForm(accept: call.header("Accept")) else {
          return list("\(kind)List", NotificationObject.apiVersion, .array(objects.map(\.item)))
        }
        let items: JSON = objects.isEmpty ? .null : .array(objects.map(\.partial))
        return list("PartialObjectMetadataList", "meta.k8s.io/v1", items)
      }
      routes.add("GET", base + "/:name", .signedIn) { call, workspace throws(Refusal) in
        let name = call["name"]
        guard let object = try objects(plural, call, workspace).first(where: { $0.name == name }) else {
          let resource = "\(plural).notifications.alerting.grafana.app"
          throw Refusal.kubernetes(
            KubernetesStatus(code: 404, message: "\(resource) \"\(name)\" not found", reason: "NotFound"))
        }
        guard case .metadata = ObjectForm(accept: call.header("Accept")) else { return .json(object.whole) }
        return .json(object.partial)
      }
    }
  }

  private static func objects(
    _ plural: String, _ call: Call, _ workspace: Workspace
  ) throws(Refusal) -> [NotificationObject] {
    guard call["namespace"] == "default" else {
      throw Refusal.kubernetes(KubernetesStatus(code: 500, message: "namespace mismatch"))
    }
    guard call.caller.role >= .viewer else {
      throw Refusal.kubernetes(
        KubernetesStatus(
          code: 403, message: "\(plural) is forbidden: User cannot list resource \"\(plural)\"",
          reason: "Forbidden"))
    }
    let state = workspace.notifications
    if let problem = state.stored.corruption {
      throw Refusal.kubernetes(KubernetesStatus(code: 500, message: problem, reason: "InternalError"))
    }
    return NotificationObjects(
      configuration: state.stored, state: state, rules: Array(workspace.ruleBook.rules.values)
    ).list(plural)
  }

  private static func list(_ kind: String, _ apiVersion: String, _ items: JSON) -> Answer {
    .json(["kind": JSON(kind), "apiVersion": JSON(apiVersion), "metadata": [:], "items": items])
  }
}
