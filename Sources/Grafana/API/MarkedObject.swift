import Documents
import HTTP

/// A folder or dashboard as it is to be written, with the mark of who manages it.
struct MarkedObject {
  let kind: ListedKind
  let name: String
  let namespace: String
  var spec: JSONObject
  let folderUID: String
  var annotations = JSONObject()

  /// Annotations that a server sets by itself, or that belong to one write.
  private static let passing: Set<String> = [
    "grafana.app/createdBy", "grafana.app/updatedBy", "grafana.app/updatedTimestamp", "grafana.app/message",
    "grafana.app/folder",
  ]

  /// - Parameter folderUID: the place; empty for the top level. A write without it moves there.
  init(
    _ kind: ListedKind, name: String, namespace: String, spec: JSONObject, folderUID: String,
    mark: ManagedMark
  ) {
    self.kind = kind
    self.name = name
    self.namespace = namespace
    self.spec = spec
    self.folderUID = folderUID
    if !folderUID.isEmpty { annotations["grafana.app/folder"] = .string(folderUID) }
    for (key, value) in mark.annotations { annotations[key] = value }
  }

  var path: String { kind.writtenPath(in: namespace) + "/" + PercentEncoding.encode(name) }

  /// - Parameter head: the metadata of what is there, whose other annotations and labels stay; nil for a new object.
  func json(after head: JSON?) -> JSON {
    var metadata = JSONObject([("name", .string(name)), ("namespace", .string(namespace))])
    for member in ["resourceVersion", "labels", "finalizers", "ownerReferences"] {
      if let value = head?[member] { metadata[member] = value }
    }
    var all = (head?["annotations"]?.objectValue ?? JSONObject()).filter { !Self.passing.contains($0) }
    for member in annotations.members { all[member.key] = member.value }
    // As the older API gives them to what is made at the top level; in folders those of the folder count.
    if head == nil, folderUID.isEmpty { all["grafana.app/grant-permissions"] = "default" }
    metadata["annotations"] = .object(all)
    return [
      "apiVersion": .string(kind.group + "/" + kind.writtenVersion), "kind": .string(kind.kindName),
      "metadata": .object(metadata), "spec": .object(spec),
    ]
  }

  /// The version that a write has made, as the older API counts it.
  func version(_ answer: JSON, _ call: String) throws(GrafanaError) -> Int {
    guard let version = answer["metadata"]?["generation"]?.intValue,
      answer["metadata"]?["name"]?.stringValue == name
    else {
      throw GrafanaError(
        kind: .unexpected, status: 200, call: call, message: "the server did not confirm the write")
    }
    return version
  }

  /// The folder that it is then.
  func folder(version: Int) -> RemoteFolder {
    RemoteFolder(
      uid: name, title: spec["title"]?.stringValue ?? name, version: version, parentUID: folderUID,
      updatedBy: nil, updated: nil)
  }
}
