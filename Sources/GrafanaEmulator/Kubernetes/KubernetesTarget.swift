internal import Documents

/// One kind in one version of its API.
struct KubernetesTarget: Sendable {
  let kind: KubernetesKind
  let version: String

  var list: Endpoint {
    { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
      try admit(call, .viewer, "list")
      let view = try KubernetesListing(self, call).view(&workspace)
      return .bytes(view.bytes(ObjectForm(accept: call.header("Accept"))))
    }
  }

  var get: Endpoint {
    { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
      try admit(call, .viewer, "get")
      guard let object = object(call["name"], workspace) else { throw kind.notFound(call["name"]) }
      return answer(object, call)
    }
  }

  var create: Endpoint {
    { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
      try admit(call, .editor, "create")
      let write = try KubernetesWrite(self, call, name: nil)
      return try answer(workspace.create(write), call, status: 201)
    }
  }

  /// A PUT makes what is missing.
  var update: Endpoint {
    { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
      try admit(call, .editor, "update")
      let write = try KubernetesWrite(self, call, name: call["name"])
      if object(write.name, workspace) == nil {
        return try answer(workspace.create(write), call, status: 201)
      }
      return try answer(workspace.update(write), call)
    }
  }

  var patch: Endpoint {
    { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
      try admit(call, .editor, "patch")
      guard let current = object(call["name"], workspace) else { throw kind.notFound(call["name"]) }
      let write = try KubernetesPatch(self, call).write(onto: current)
      return try answer(workspace.update(write), call)
    }
  }

  var delete: Endpoint {
    { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
      try admit(call, .editor, "delete")
      let name = call["name"]
      guard let current = object(name, workspace) else { throw kind.notFound(name) }
      if kind == .folder {
        try workspace.checkIsEmpty(name)
        workspace.deleteFolder(name, by: call.caller)
      } else {
        workspace.deleteDashboard(name, by: call.caller)
      }
      var details = kind.details(name)
      details["uid"] = JSON(current.uid)
      return .json([
        "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success",
        "details": .object(details),
      ])
    }
  }

  func object(_ name: String, _ workspace: Workspace) -> KubernetesObject? {
    kind == .folder
      ? workspace.folders[name]?.kubernetesObject : workspace.dashboards[name]?.kubernetesObject
  }

  private func answer(_ object: KubernetesObject, _ call: Call, status: Int = 200) -> Answer {
    var output: [UInt8] = []
    if case .metadata = ObjectForm(accept: call.header("Accept")) {
      object.writePartially(into: &output)
    } else {
      object.write(into: &output, version: version)
    }
    return Answer(status, body: .bytes(output))
  }

  /// Only the organisation's own namespace is served; roles are checked with a status of their own form
  /// [the form of the denial is that of Kubernetes, recalled].
  private func admit(_ call: Call, _ role: Role, _ verb: String) throws(Refusal) {
    guard call["namespace"] == "default" else {
      throw Refusal.kubernetes(KubernetesStatus(code: 500, message: "namespace mismatch"))
    }
    guard call.caller.role >= role else {
      let text = "\(kind.resource) is forbidden: User cannot \(verb) resource \"\(kind.plural)\""
      throw Refusal.kubernetes(
        KubernetesStatus(code: 403, message: text, reason: "Forbidden", details: kind.details(call["name"])))
    }
  }
}
