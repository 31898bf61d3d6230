import Base
import Documents
import Grafana
import Plan
import Render

/// Objects of the Kubernetes-style API (reference grafana-operator.md section 2.13).
struct ResourceHandler: ObjectHandler {
  let session: GrafanaSession
  let copies: any CopyKeeper
  let memory: any ObjectMemory
  let digestKey: [UInt8]

  func inspect(_ subject: InspectionSubject) async throws(GrafanaError) -> Inspection {
    guard case .document(let body) = subject.body,
      let stored = try await read(subject.key, apiVersion: body.model["apiVersion"]?.stringValue)
    else { return Inspection(digest: nil) }
    let baseline = try await baseline(of: subject.key, call: "GET \(subject.key)")
    let comparison = ResourceComparison(
      body.model, stored, baseline: baseline, isOurs: subject.entry?.desiredDigest == subject.desired.digest,
      key: digestKey)
    let group = try place(of: subject.key).listing.group
    let hidden = try await places(subject.key).all(with: body.hiddenPaths)
    let changes = comparison.changes(hiding: hidden, group: group)
    return Inspection(
      digest: changes.isEmpty ? subject.desired.digest : comparison.shown, shown: comparison.shown,
      marker: subject.observed.marker, changes: changes,
      editor: stored["metadata"]?["annotations"]?["grafana.app/updatedBy"]?.stringValue,
      edited: stored["metadata"]?["annotations"]?["grafana.app/updatedTimestamp"]?.stringValue)
  }

  func write(_ action: Action, body: DesiredBody, message: String) async throws(GrafanaError) -> Written {
    guard case .document(let wanted) = body else { throw .wrongBody(action) }
    let model = JSON.object(wanted.model)
    let version = model["apiVersion"]?.stringValue
    let place = try place(of: action.key)
    let kind = try await served(place, apiVersion: version)
    let existing = try await session.resource(kind, namespace: namespace(of: place), name: place.name)
    if action.keepsCopy, let existing { try await keep(action.key, existing, action.reason) }
    let replacement = ResourceReplacement(
      model: model, baseline: try await baseline(of: action.key, call: "write \(action.key)"),
      digestKey: digestKey)
    try await places(action.key).remember(wanted.hiddenPaths)
    let loop = WriteLoop<JSON?, JSON?>(session: session)
    let answer = try await loop.run(existing) { existing async throws(GrafanaError) -> JSON? in
      try await put(replacement, over: existing, place, kind)
    } reread: { before, failure async throws(GrafanaError) -> WriteLoop<JSON?, JSON?>.Decision in
      let stored = try await session.resource(kind, namespace: namespace(of: place), name: place.name)
      guard let stored else { return failure.kind == .conflict && before == nil ? .stop : .again(nil) }
      if ResourceComparison(wanted.model, stored, baseline: nil, isOurs: true, key: digestKey).isEqual,
        replacement.isFree(ofFormer: stored)
      {
        return .done(stored)
      }
      if Self.version(of: stored) == before.flatMap({ Self.version(of: $0) }) {
        return failure.kind == .conflict ? .stop : .again(stored)
      }
      try await keep(action.key, stored, "saved by somebody else during the write")
      return .again(stored)
    }
    return Written(digest: try await remember(action.key, wanted, written: answer, place, kind))
  }

  // MARK: How the server stores it

  func remembersAdoption(by action: Action) -> Bool { true }

  func adopt(_ action: Action, body: DesiredBody) async throws(GrafanaError) {
    guard case .document(let wanted) = body else { return }
    try await places(action.key).remember(wanted.hiddenPaths)
    let model = JSON.object(wanted.model)
    guard let stored = try await read(action.key, apiVersion: model["apiVersion"]?.stringValue),
      action.marker == nil || Self.version(of: stored) == action.marker
    else { return }
    try await remember(baseline(of: wanted, as: stored), action.key)
  }

  /// Looks at what the server made of a write. Where somebody wrote again since, its answer has to do.
  /// - Returns: digest of what it shows.
  private func remember(
    _ key: ObjectKey, _ body: DocumentBody, written answer: JSON?, _ place: ResourceName, _ kind: ServedKind
  ) async throws(GrafanaError) -> Digest {
    let read = try? await session.resource(kind, namespace: namespace(of: place), name: place.name)
    let version = answer.flatMap { Self.version(of: $0) }
    let isOurs = read.map { version == nil || Self.version(of: $0) == version } ?? false
    let wanted = ResourceForm.wanted(.object(body.model))
    guard let stored = isOurs ? read : answer else {
      try await memory.remember([], of: .baseline(key), call: "write \(key)")
      return ResourceBaseline.digest(wanted, digestKey)
    }
    try await remember(baseline(of: body, as: stored), key)
    return ResourceComparison(body.model, stored, baseline: nil, isOurs: true, key: digestKey).shown
  }

  private func baseline(of body: DocumentBody, as stored: JSON) -> ResourceBaseline {
    ResourceBaseline(
      wanted: ResourceForm.wanted(.object(body.model)), object: stored,
      isSecret: body.hiddenPaths.contains(.root), key: digestKey)
  }

  private func remember(_ baseline: ResourceBaseline, _ key: ObjectKey) async throws(GrafanaError) {
    try await memory.remember(baseline.parts, of: .baseline(key), call: "write \(key)")
  }

  private func baseline(of key: ObjectKey, call: String) async throws(GrafanaError) -> ResourceBaseline? {
    ResourceBaseline(parts: try await memory.parts(of: .baseline(key), call: call))
  }

  private func places(_ key: ObjectKey) -> SecretPlaces { SecretPlaces(memory: memory, key: key) }

  private func put(
    _ replacement: ResourceReplacement, over existing: JSON?, _ place: ResourceName, _ kind: ServedKind
  ) async throws(GrafanaError) -> JSON? {
    let namespace = namespace(of: place)
    let object = replacement.object(
      kind: place.listing.kind, name: place.name, namespace: kind.isNamespaced ? namespace : nil,
      over: existing)
    return try await session.writeResource(object, kind, namespace: namespace, name: place.name)
  }

  func delete(_ action: Action) async throws(GrafanaError) {
    let place = try place(of: action.key)
    // It was listed just now: that its kind is not served is no sign that it is gone.
    let kind = try await served(place, apiVersion: nil, call: "delete")
    if action.keepsCopy, let copy = try await copy(action.key, reason: action.reason) {
      try await copies.keep(copy, call: "keep a copy of \(copy.key)")
    }
    try await session.deleteResource(kind, namespace: namespace(of: place), name: place.name)
    try await memory.remember([], of: .baseline(action.key), call: "delete \(action.key)")
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
    let replacement = ResourceReplacement(model: model, baseline: nil, digestKey: digestKey)
    _ = try await put(replacement, over: existing, place, kind)
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

  private func namespace(of place: ResourceName) -> String {
    place.listing.namespace ?? session.settings.namespace
  }

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
