internal import Documents

/// One page of a list.
struct ListView: Sendable {
  let kind: KubernetesKind
  let version: String
  let resourceVersion: String
  let continueToken: String?
  let objects: [KubernetesObject]

  func bytes(_ form: ObjectForm) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(objects.count * 1500 + 200)
    switch form {
    case .full:
      begin("\(kind.kind)List", "\(kind.group)/\(version)", &output)
      append(",\"items\":", &output)
      // An empty list of whole objects is `[]`, one of metadata `null` [12.4 kubernetes_listing].
      writeList(&output) { $0.write(into: &$1, version: version) }
    case .metadata:
      begin("PartialObjectMetadataList", "meta.k8s.io/v1", &output)
      append(",\"items\":", &output)
      if objects.isEmpty {
        append("null", &output)
      } else {
        writeList(&output) { $0.writePartially(into: &$1) }
      }
    case .table:
      begin("Table", "meta.k8s.io/v1", &output)
      append(",\"columnDefinitions\":", &output)
      output.append(contentsOf: JSONWriter.bytes(TableColumns.definitions(of: kind)))
      append(",\"rows\":", &output)
      writeList(&output, writeRow)
    }
    append("}", &output)
    return output
  }

  private func begin(_ kind: String, _ apiVersion: String, _ output: inout [UInt8]) {
    var metadata = JSONObject(members: [("resourceVersion", JSON(resourceVersion))])
    if let continueToken { metadata["continue"] = JSON(continueToken) }
    let head: JSON = ["kind": JSON(kind), "apiVersion": JSON(apiVersion), "metadata": .object(metadata)]
    output.append(contentsOf: JSONWriter.bytes(head).dropLast())
  }

  private func writeList(_ output: inout [UInt8], _ write: (KubernetesObject, inout [UInt8]) -> Void) {
    append("[", &output)
    for (index, object) in objects.enumerated() {
      if index > 0 { append(",", &output) }
      write(object, &output)
    }
    append("]", &output)
  }

  private func writeRow(_ object: KubernetesObject, _ output: inout [UInt8]) {
    append("{\"cells\":", &output)
    output.append(contentsOf: JSONWriter.bytes(TableColumns.cells(of: object)))
    append(",\"object\":", &output)
    object.writePartially(into: &output)
    append("}", &output)
  }

  private func append(_ text: String, _ output: inout [UInt8]) { output.append(contentsOf: text.utf8) }
}
