import Base
import Documents

/// What an API server knows of the kinds that it serves, as far as objects around Grafana Agents need it.
struct ClusterSchema: Sendable {
  let kind: String
  let apiVersion: String
  let resource: String

  static let all = [
    ClusterSchema(kind: "Secret", apiVersion: "v1", resource: "secrets"),
    ClusterSchema(kind: "Service", apiVersion: "v1", resource: "services"),
    ClusterSchema(kind: "StatefulSet", apiVersion: "apps/v1", resource: "statefulsets"),
    ClusterSchema(kind: "DaemonSet", apiVersion: "apps/v1", resource: "daemonsets"),
    ClusterSchema(kind: "Deployment", apiVersion: "apps/v1", resource: "deployments"),
  ]

  var group: String { apiVersion == "v1" ? "" : "apps" }
  /// `statefulsets.apps`
  var qualified: String { group.isEmpty ? resource : "\(resource).\(group)" }

  // MARK: Structure

  /// Fields beside those that every object has.
  var fields: Set<String> {
    switch kind {
    case "Secret": ["data", "stringData", "type", "immutable"]
    default: ["spec", "status"]
    }
  }

  /// What tells elements of a list apart (`x-kubernetes-list-map-keys` of core/v1); nil for lists that change as a whole.
  static func keys(of list: String, in path: ClusterFieldPath) -> [String]? {
    switch list {
    case "containers", "initContainers", "volumes", "env", "imagePullSecrets": ["name"]
    case "volumeMounts": ["mountPath"]
    case "ports":
      path.elements.contains(.field("template")) ? ["containerPort", "protocol"] : ["port", "protocol"]
    case "ownerReferences": ["uid"]
    default: nil
    }
  }

  /// Mappings that change as a whole (`x-kubernetes-map-type: atomic`).
  static let atomicMappings: Set<String> = [
    "selector", "nodeSelector", "fieldRef", "secretKeyRef", "configMapKeyRef", "resourceFieldRef",
  ]

  /// The fields that a content has, with their values. An element of a list is a field of its own beside its members.
  func leaves(of content: JSON) -> [ClusterFieldPath: JSON] {
    var leaves: [ClusterFieldPath: JSON] = [:]
    for member in content.objectValue?.members ?? [] {
      switch member.key {
      case "apiVersion", "kind", "status": continue
      case "metadata":
        for part in member.value.objectValue?.members ?? []
        where ["labels", "annotations", "ownerReferences", "finalizers"].contains(part.key) {
          collect(
            part.value, part.key, at: ClusterFieldPath(elements: [.field("metadata"), .field(part.key)]),
            &leaves)
        }
      default:
        collect(member.value, member.key, at: ClusterFieldPath(elements: [.field(member.key)]), &leaves)
      }
    }
    return leaves
  }

  private func collect(
    _ value: JSON, _ name: String, at path: ClusterFieldPath, _ leaves: inout [ClusterFieldPath: JSON]
  ) {
    switch value {
    case .object(let object) where !object.isEmpty && !Self.atomicMappings.contains(name):
      for member in object.members {
        collect(member.value, member.key, at: path.appending(.field(member.key)), &leaves)
      }
    case .array(let elements):
      guard let keys = Self.keys(of: name, in: path) else {
        leaves[path] = value
        return
      }
      for element in elements {
        let item = path.appending(Self.key(of: element, keys))
        leaves[item] = [:]
        for member in element.objectValue?.members ?? [] {
          collect(member.value, member.key, at: item.appending(.field(member.key)), &leaves)
        }
      }
    default: leaves[path] = value
    }
  }

  static func key(of element: JSON, _ keys: [String]) -> ClusterFieldPath.Element {
    .key(
      JSONWriter.string(
        .object(JSONObject(keys.map { ($0, element[$0] ?? ($0 == "protocol" ? "TCP" : .null)) })),
        style: .canonical))
  }

  // MARK: What the server makes of a content

  /// With what the server fills in, and in its own spelling.
  func completed(_ content: JSON) -> JSON {
    guard var object = content.objectValue else { return content }
    switch kind {
    case "Secret":
      if object["type"] == nil { object["type"] = "Opaque" }
      if let plain = object["stringData"]?.objectValue {
        var data = object["data"]?.objectValue ?? JSONObject()
        for member in plain.members {
          data[member.key] = .string(Base64.encode(Array((member.value.stringValue ?? "").utf8)))
        }
        object["data"] = .object(data)
        object["stringData"] = nil
      }
    case "Service":
      object["spec"] = object["spec"]?.filling([
        "type": "ClusterIP", "sessionAffinity": "None", "internalTrafficPolicy": "Cluster",
        "clusterIP": "10.96.0.7",
      ])
    default:
      var spec = object["spec"]?.filling(["revisionHistoryLimit": 10])
      if kind == "Deployment" { spec = spec?.filling(["replicas": 1]) }
      if let template = spec?["template"], let pod = template["spec"] {
        let filled = pod.filling(["restartPolicy": "Always", "dnsPolicy": "ClusterFirst"])
        spec = spec?.setting("template", template.setting("spec", filled.withCompletedContainers))
      }
      object["spec"] = spec
    }
    return .object(object)
  }

  /// Why a content is refused, as the text and the fields of the answer; nil where it is fine.
  func refusal(of content: JSON, after former: JSON?) -> (field: String, message: String)? {
    switch kind {
    case "Secret":
      for member in content["data"]?.objectValue?.members ?? []
      where member.value.stringValue.flatMap({ Base64.decode($0) }) == nil {
        return ("data", "illegal base64 data: \(JSONWriter.string(member.value))")
      }
    case "StatefulSet":
      let free: Set<String> = [
        "replicas", "ordinals", "template", "updateStrategy", "persistentVolumeClaimRetentionPolicy",
        "minReadySeconds", "revisionHistoryLimit",
      ]
      let fixed = [former, content].map { $0?["spec"]?.objectValue?.filter { !free.contains($0) } }
      if former != nil, fixed[0] != fixed[1] {
        return (
          "spec",
          "Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', "
            + "'updateStrategy', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"
        )
      }
    case "Service":
      if let former, former["spec"]?["clusterIP"] != content["spec"]?["clusterIP"] {
        return ("spec.clusterIPs[0]", "Invalid value: []: may not change once set")
      }
    default:
      if let former, former["spec"]?["selector"] != content["spec"]?["selector"] {
        return ("spec.selector", "Invalid value: {}: field is immutable")
      }
    }
    if kind != "Secret", kind != "Service" {
      for container in content["spec"]?["template"]?["spec"]?["containers"]?.arrayValue ?? []
      where (container["image"]?.stringValue ?? "").isEmpty {
        return ("spec.template.spec.containers[0].image", "Required value")
      }
    }
    return nil
  }
}

extension JSON {
  func setting(_ name: String, _ value: JSON?) -> JSON {
    var object = objectValue ?? JSONObject()
    object[name] = value
    return .object(object)
  }

  fileprivate func filling(_ values: [String: JSON]) -> JSON {
    var object = objectValue ?? JSONObject()
    for (name, value) in values.sorted(by: { $0.key < $1.key }) where object[name] == nil {
      object[name] = value
    }
    return .object(object)
  }

  fileprivate var withCompletedContainers: JSON {
    let containers = (self["containers"]?.arrayValue ?? []).map { container -> JSON in
      var container = container.filling([
        "imagePullPolicy": "IfNotPresent", "terminationMessagePath": "/dev/termination-log",
        "terminationMessagePolicy": "File",
      ])
      for part in ["requests", "limits"] {
        guard let resources = container["resources"], let amounts = resources[part]?.objectValue else {
          continue
        }
        container = container.setting(
          "resources", resources.setting(part, .object(amounts.mapValues(\.inItsSpelling))))
      }
      return container
    }
    return containers.isEmpty ? self : setting("containers", .array(containers))
  }

  /// Quantities have one spelling: `1000m` is `1` (apimachinery api/resource, `Quantity.String`).
  private var inItsSpelling: JSON {
    guard let text = stringValue, text.hasSuffix("000m"), let number = Int(text.dropLast(4)) else {
      return self
    }
    return .string(String(number))
  }
}
