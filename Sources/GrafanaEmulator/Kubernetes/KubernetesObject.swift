internal import Documents

/// A folder, a dashboard, a version of one or a deleted one, as the Kubernetes-style API shows it.
struct KubernetesObject: Sendable {
  /// What stands in `spec`.
  enum Content: Sendable {
    case folder(title: String, description: String?)
    case dashboard(DashboardDocument)
  }

  let kind: KubernetesKind
  let name: String
  let uid: String
  /// Nil leaves it out: the answer to a write that changed nothing.
  var resourceVersion: Int?
  var generation: Int
  let created: Moment
  var deleted: Moment?
  /// The number in the old API; nil leaves the label out.
  var id: Int?
  var annotations: [String: String]
  var managedFields: [ManagedFieldsEntry]
  let storedVersion: String
  let content: Content

  var title: String {
    switch content {
    case .folder(let title, _): title
    case .dashboard(let document): document.title.text
    }
  }

  /// The places that clients have set.
  var places: FieldSet {
    let names = annotations.keys.filter { !AnnotationName.serverMade.contains($0) }.sorted()
    switch content {
    case .folder(let title, let description):
      var spec = JSONObject(members: [("title", JSON(title))])
      if let description { spec["description"] = JSON(description) }
      return FieldSet(annotations: names, spec: spec)
    case .dashboard(let document): return FieldSet(annotations: names, spec: document.object)
    }
  }

  /// What a page of a list counts: about what the store holds for it.
  var byteCount: Int {
    let fields = managedFields.reduce(0) { $0 + $1.fields.text.count }
    if case .dashboard(let document) = content { return 900 + fields + document.byteCount }
    return 900 + fields
  }

  /// The whole object, in a version of its API.
  func write(into output: inout [UInt8], version: String) {
    append("{\"kind\":\"\(kind.kind)\",\"apiVersion\":\"\(kind.group)/\(version)\",\"metadata\":", &output)
    writeMetadata(into: &output)
    append(",\"spec\":", &output)
    switch content {
    case .folder(let title, let description):
      var spec = JSONObject(members: [("title", JSON(title))])
      if let description { spec["description"] = JSON(description) }
      output.append(contentsOf: JSONWriter.bytes(.object(spec)))
    case .dashboard(let document):
      DashboardConversion.write(document, storedVersion: storedVersion, version: version, into: &output)
    }
    append("}", &output)
  }

  /// The object without `spec`.
  func writePartially(into output: inout [UInt8]) {
    append(#"{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":"#, &output)
    writeMetadata(into: &output)
    append("}", &output)
  }

  private func writeMetadata(into output: inout [UInt8]) {
    var object = JSONObject(members: [("name", JSON(name)), ("namespace", "default"), ("uid", JSON(uid))])
    if let resourceVersion { object["resourceVersion"] = JSON(String(resourceVersion)) }
    object["generation"] = JSON(generation)
    object["creationTimestamp"] = JSON(created.text)
    if let deleted { object["deletionTimestamp"] = JSON(deleted.text) }
    if let id { object["labels"] = ["grafana.app/deprecatedInternalID": JSON(String(id))] }
    if !annotations.isEmpty {
      let sorted = annotations.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      object["annotations"] = .object(JSONObject(sorted.map { ($0.key, JSON($0.value)) }))
    }
    output.append(contentsOf: JSONWriter.bytes(.object(object)))
    guard !managedFields.isEmpty else { return }
    output.removeLast()
    append(",\"managedFields\":[", &output)
    for (index, entry) in managedFields.enumerated() {
      if index > 0 { append(",", &output) }
      entry.write(into: &output)
    }
    append("]}", &output)
  }

  private func append(_ text: String, _ output: inout [UInt8]) { output.append(contentsOf: text.utf8) }
}

extension FolderRecord {
  /// All annotations, the server's own included.
  var annotations: [String: String] {
    KubernetesObject.annotations(
      metadata.annotations, folderUID: parentUID, message: "", createdBy: createdBy, updatedBy: updatedBy,
      updated: updated)
  }

  var kubernetesObject: KubernetesObject {
    KubernetesObject(
      kind: .folder, name: uid, uid: metadata.uid, resourceVersion: metadata.resourceVersion,
      generation: version, created: created, id: id, annotations: annotations,
      managedFields: metadata.managedFields, storedVersion: metadata.storedVersion,
      content: .folder(title: title.text, description: description))
  }
}

extension DashboardRecord {
  /// All annotations, the server's own included.
  var annotations: [String: String] {
    KubernetesObject.annotations(
      metadata.annotations, folderUID: folderUID, message: message, createdBy: createdBy,
      updatedBy: updatedBy, updated: updated)
  }

  var kubernetesObject: KubernetesObject {
    KubernetesObject(
      kind: .dashboard, name: uid, uid: metadata.uid, resourceVersion: metadata.resourceVersion,
      generation: version, created: created, id: id, annotations: annotations,
      managedFields: metadata.managedFields, storedVersion: metadata.storedVersion,
      content: .dashboard(document))
  }

  /// The saved states, newest first.
  var kubernetesHistory: [KubernetesObject] {
    history.reversed().map { state in
      KubernetesObject(
        kind: .dashboard, name: uid, uid: metadata.uid, resourceVersion: state.metadata.resourceVersion,
        generation: state.version, created: created, id: id,
        annotations: KubernetesObject.annotations(
          state.metadata.annotations, folderUID: state.folderUID, message: state.message,
          createdBy: createdBy, updatedBy: state.updatedBy, updated: state.created),
        managedFields: state.metadata.managedFields, storedVersion: state.metadata.storedVersion,
        content: .dashboard(state.document))
    }
  }
}

extension TrashedDashboard {
  /// A generation that no living object has marks it [12.4 kubernetes_listing: trash].
  var kubernetesObject: KubernetesObject {
    KubernetesObject(
      kind: .dashboard, name: record.uid, uid: record.metadata.uid, resourceVersion: resourceVersion,
      generation: -999, created: record.created, deleted: deleted, id: record.id,
      annotations: KubernetesObject.annotations(
        record.metadata.annotations, folderUID: record.folderUID, message: record.message,
        createdBy: record.createdBy, updatedBy: deletedBy, updated: deleted),
      managedFields: [], storedVersion: record.metadata.storedVersion, content: .dashboard(record.document))
  }
}

extension KubernetesObject {
  static func annotations(
    _ own: [String: String], folderUID: String, message: String, createdBy: Author, updatedBy: Author?,
    updated: Moment
  ) -> [String: String] {
    var result = own
    result[AnnotationName.createdBy] = createdBy.reference
    if !folderUID.isEmpty { result[AnnotationName.folder] = folderUID }
    if !message.isEmpty { result[AnnotationName.message] = message }
    if let updatedBy {
      result[AnnotationName.updatedBy] = updatedBy.reference
      result[AnnotationName.updatedTimestamp] = updated.text
    }
    return result
  }
}
