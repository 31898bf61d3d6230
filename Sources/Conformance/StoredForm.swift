internal import Agent
internal import Base
internal import Documents

/// An object as it could be read back from a cluster in which the operator made it. The cases were written so: with the
/// GrafanaAgent as the owner, which our own manifests leave out because only a cluster knows its uid, and with values that
/// an API server fills in (reference agent-operator.md section 7).
enum StoredForm {
  static func of(_ object: KubernetesObject, owner: ObjectReference) -> JSON {
    var json = object.manifest.revealed
    json = json.adding(
      [
        "ownerReferences": [
          .object(
            JSONObject(
              [
                ("apiVersion", "monitoring.grafana.com/v1alpha1"), ("blockOwnerDeletion", true),
                ("kind", .string(owner.kind)), ("name", .string(owner.name)),
              ] + (object.kind == "Secret" ? [] : [("controller", true)])))
        ]
      ], at: ["metadata"])
    if object.kind == "Service" { json = json.adding(["type": "ClusterIP"], at: ["spec"]) }
    guard let pod = json["spec"]?["template"]?["spec"] else { return json }
    var additions = JSONObject()
    if let account = pod["serviceAccountName"] { additions["serviceAccount"] = account }
    for list in ["containers", "initContainers"] {
      if let containers = pod[list]?.arrayValue { additions[list] = .array(containers.map(container)) }
    }
    return json.adding(additions, at: ["spec", "template", "spec"])
  }

  private static func container(_ container: JSON) -> JSON {
    var json = container
    if let variables = container["env"]?.arrayValue {
      let filled = variables.map { variable in
        variable["valueFrom"]?["fieldRef"] == nil
          ? variable : variable.adding(["apiVersion": "v1"], at: ["valueFrom", "fieldRef"])
      }
      json = json.adding(["env": .array(filled)], at: [])
    }
    if container["readinessProbe"]?["httpGet"] != nil {
      json = json.adding(["scheme": "HTTP"], at: ["readinessProbe", "httpGet"])
    }
    return json["resources"] == nil ? json.adding(["resources": [:]], at: []) : json
  }
}

extension JSON {
  /// With members set in the object at a path, which is there.
  fileprivate func adding(_ members: JSONObject, at path: [String]) -> JSON {
    guard case .object(var object) = self else { return self }
    if let name = path.first {
      object[name] = object[name]?.adding(members, at: Array(path.dropFirst()))
    } else {
      for member in members.members { object[member.key] = member.value }
    }
    return .object(object)
  }

  fileprivate func adding(_ members: [String: JSON], at path: [String]) -> JSON {
    adding(JSONObject(members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }), at: path)
  }
}
