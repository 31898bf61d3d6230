import Base
import Documents
import Grafana
import Plan
import Render

/// Objects of the Kubernetes-style API (reference grafana-operator.md section 2.13).
struct ResourceHandler: ObjectHandler {
  let session: GrafanaSession
  let copies: any CopyKeeper
  /// The namespace of objects whose manifest names none.
  let namespace: String

  func inspect(_ subject: InspectionSubject) async throws(GrafanaError) -> Inspection {
    guard case .document(let body) = subject.body,
      let stored = try await read(subject.key, apiVersion: body.model["apiVersion"]?.stringValue)
    else { return Inspection(digest: nil) }
    let isChanged = subject.entry.map { $0.desiredDigest != subject.desired.digest } ?? false
    let wanted = ResourceForm.wanted(.object(body.model))
    let found = ResourceForm.stored(stored, beside: wanted, isWhole: isChanged)
    let changes = DocumentChanges.describe(
      from: found, to: wanted,
      hiddenPaths: ResourceForm.secretPlaces(in: wanted).union(ResourceForm.secretPlaces(in: found)))
    return Inspection(
      digest: changes.isEmpty ? subject.desired.digest : found.digest, marker: subject.observed.marker,
      changes: changes, editor: stored["metadata"]?["annotations"]?["grafana.app/updatedBy"]?.stringValue,
      edited: stored["metadata"]?["annotations"]?["grafana.app/updatedTimestamp"]?.stringValue)
  }

  func write(_ action: Action, body: DesiredBody, message: String) async throws(GrafanaError) -> Written {
    guard case .document(let wanted) = body, let digest = action.desiredDigest else {
      throw .wrongBody(action)
    }
    let model = JSON.object(wanted.model)
    let version = model["apiVersion"]?.stringValue
    let place = try place(of: action.key)
    let kind = try await served(place, apiVersion: version)
    let existing = try await session.resource(kind, namespace: namespace(of: place), name: place.name)
    if action.keepsCopy, let existing { try await keep(action.key, existing, action.reason) }
    let loop = WriteLoop<JSON?, Written>(session: session)
    return try await loop.run(existing) { existing async throws(GrafanaError) -> Written in
      try await put(model, over: existing, place, kind)
      return Written(digest: digest)
    } reread: { before, failure async throws(GrafanaError) -> WriteLoop<JSON?, Written>.Decision in
      let stored = try await session.resource(kind, namespace: namespace(of: place), name: place.name)
      guard let stored else { return failure.kind == .conflict && before == nil ? .stop : .again(nil) }
      let form = ResourceForm.wanted(model)
      if ResourceForm.stored(stored, beside: form, isWhole: false) == form {
        return .done(Written(digest: digest))
      }
      if Self.version(of: stored) == before.flatMap({ Self.version(of: $0) }) {
        return failure.kind == .conflict ? .stop : .again(stored)
      }
      try await keep(action.key, stored, "saved by somebody else during the write")
      return .again(stored)
    }
  }

  /// Labels and annotations that the manifest does not name stay: a replacement would take them away.
  private func put(
    _ model: JSON, over existing: JSON?, _ place: ResourceName, _ kind: ServedKind
  ) async throws(GrafanaError) {
    var metadata = JSONObject([("name", .string(place.name))])
    if kind.isNamespaced { metadata["namespace"] = .string(namespace(of: place)) }
    if let version = existing.flatMap({ Self.version(of: $0) }) {
      metadata["resourceVersion"] = .string(version)
    }
    for field in ["labels", "annotations"] {
      var texts = existing?["metadata"]?[field]?.objectValue ?? JSONObject()
      for member in model[field]?.objectValue?.members ?? [] { texts[member.key] = member.value }
      if !texts.isEmpty { metadata[field] = .object(texts) }
    }
    let object: JSON = [
      "apiVersion": model["apiVersion"] ?? "", "kind": .string(place.listing.kind),
      "metadata": .object(metadata),
      "spec": model["spec"] ?? [:],
    ]
    try await session.writeResource(object, kind, namespace: namespace(of: place), name: place.name)
  }

  func delete(_ action: Action) async throws(GrafanaError) {
    let place = try place(of: action.key)
    // It was listed just now: that its kind is not served is no sign that it is gone.
    let kind = try await served(place, apiVersion: nil, call: "delete")
    if action.keepsCopy, let copy = try await copy(action.key, reason: action.reason) {
      try await copies.keep(copy, call: "keep a copy of \(copy.key)")
    }
    try await session.deleteResource(kind, namespace: namespace(of: place), name: place.name)
  }

  func copy(_ key: ObjectKey, reason: String) async throws(GrafanaError) -> ObjectCopy? {
    try await read(key, apiVersion: nil).map { Self.copy(key, $0, reason) }
  }

  func restore(_ copy: ObjectCopy, message: String) async throws(GrafanaError) {
    guard let content = try? JSONParser.parse(copy.content, options: .lenient), content["spec"] != nil else {
      throw GrafanaError(
        kind: .unexpected, status: nil, call: "restore \(copy.key)", message: "the copy is no object")
    }
    let place = try place(of: copy.key)
    let kind = try await served(place, apiVersion: content["apiVersion"]?.stringValue)
    let model: JSON = [
      "apiVersion": content["apiVersion"] ?? "", "labels": content["metadata"]?["labels"] ?? [:],
      "annotations": content["metadata"]?["annotations"] ?? [:], "spec": content["spec"] ?? [:],
    ]
    let existing = try await session.resource(kind, namespace: namespace(of: place), name: place.name)
    try await put(model, over: existing, place, kind)
  }

  // MARK: Places

  private func read(_ key: ObjectKey, apiVersion: String?) async throws(GrafanaError) -> JSON? {
    let place = try place(of: key)
    let kind = try await session.servedKind(
      place.listing.kind, group: place.listing.group, apiVersion: apiVersion)
    guard let kind else { return nil }
    return try await session.resource(kind, namespace: namespace(of: place), name: place.name)
  }

  private func served(
    _ place: ResourceName, apiVersion: String?, call: String = "write"
  ) async throws(GrafanaError) -> ServedKind {
    let kind = try await session.servedKind(
      place.listing.kind, group: place.listing.group, apiVersion: apiVersion)
    if let kind { return kind }
    throw GrafanaError(
      kind: .refused, status: nil, call: "\(call) \(place.title)",
      message:
        "the workspace serves no kind \(place.listing.kind) in \(apiVersion ?? place.listing.group); GET /apis "
        + "lists what it serves")
  }

  private func namespace(of place: ResourceName) -> String { place.listing.namespace ?? namespace }

  private func place(of key: ObjectKey) throws(GrafanaError) -> ResourceName {
    if let place = ResourceName(uid: key.uid) { return place }
    throw GrafanaError(
      kind: .unexpected, status: nil, call: "find \(key)", message: "the name of the object cannot be read")
  }

  private static func version(of object: JSON) -> String? {
    object["metadata"]?["resourceVersion"]?.stringValue
  }

  private func keep(_ key: ObjectKey, _ stored: JSON, _ reason: String) async throws(GrafanaError) {
    try await copies.keep(Self.copy(key, stored, reason), call: "keep a copy of \(key)")
  }

  private static func copy(_ key: ObjectKey, _ stored: JSON, _ reason: String) -> ObjectCopy {
    ObjectCopy(
      key: key, title: ResourceName(uid: key.uid)?.title ?? key.uid, parentUID: "",
      content: JSONWriter.bytes(stored), reason: reason)
  }
}
