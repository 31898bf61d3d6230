import Base
import Documents
import Grafana
import Plan
import Render

/// Objects that are one JSON document each.
struct DocumentHandler<Family: DocumentFamily>: ObjectHandler {
  let family: Family
  let session: GrafanaSession
  let copies: any CopyKeeper

  func inspect(_ subject: InspectionSubject) async throws(GrafanaError) -> Inspection {
    guard case .document(let body) = subject.body, let stored = try await family.read(subject.key) else {
      return Inspection(digest: nil)
    }
    let (wanted, found) = family.compared(body, stored)
    var changes = DocumentChanges.describe(
      from: found, to: wanted, hiddenPaths: body.hiddenPaths.union(family.secretPlaces(in: found)))
    // Secrets are not given back. They are what was wanted if they were written as wanted.
    if changes.isEmpty, !body.hiddenPaths.isEmpty, subject.entry?.desiredDigest != subject.desired.digest {
      changes = [Change("secrets (changed)")]
    }
    let isLocked = stored.isLocked ?? subject.observed.isLocked
    if body.isEditable == true, isLocked == true, family.unlocks {
      changes.append(Change("editable: unlocked"))
    }
    if body.isEditable == false, isLocked == false { changes.append(Change("editable: locked")) }
    let isEqual = changes.isEmpty
    if body.isEditable == true, isLocked == true, !family.unlocks { changes.append(.staysLocked) }
    return Inspection(
      digest: isEqual ? subject.desired.digest : found.digest, version: stored.version,
      parentUID: subject.key.kind.hasParent ? stored.parentUID : nil, marker: subject.observed.marker,
      changes: changes)
  }

  func write(_ action: Action, body: DesiredBody, message: String) async throws(GrafanaError) -> Written {
    guard case .document(let wanted) = body, let digest = action.desiredDigest else {
      throw .wrongBody(action)
    }
    let place = DocumentPlace(
      key: action.key, title: action.title, parentUID: action.parentUID, message: message)
    let existing = action.verb == .create ? nil : try await family.read(action.key)
    if action.keepsCopy, let existing { try await keep(action.key, existing, reason: action.reason) }
    let loop = WriteLoop<StoredDocument?, Written>(session: session)
    return try await loop.run(existing) { existing async throws(GrafanaError) -> Written in
      try await family.write(wanted, to: place, over: existing)
      return Written(digest: digest)
    } reread: {
      before, failure async throws(GrafanaError) -> WriteLoop<StoredDocument?, Written>.Decision in
      let stored = try await family.read(action.key)
      guard let stored else { return failure.kind == .conflict && before == nil ? .stop : .again(nil) }
      if stored.parentUID == place.parentUID, wanted.hiddenPaths.isEmpty, isEqual(wanted, stored) {
        return .done(Written(digest: digest, version: stored.version))
      }
      if stored.content == before?.content { return failure.kind == .conflict ? .stop : .again(stored) }
      try await keep(action.key, stored, reason: "saved by somebody else during the write")
      return .again(stored)
    }
  }

  private func isEqual(_ wanted: DocumentBody, _ stored: StoredDocument) -> Bool {
    let (one, other) = family.compared(wanted, stored)
    return one == other
  }

  func delete(_ action: Action) async throws(GrafanaError) {
    if action.keepsCopy, let copy = try await copy(action.key, reason: action.reason) {
      try await copies.keep(copy, call: "keep a copy of \(copy.key)")
    }
    try await family.delete(action.key)
  }

  func copy(_ key: ObjectKey, reason: String) async throws(GrafanaError) -> ObjectCopy? {
    try await family.read(key).map { Self.copy(key, $0, reason: reason) }
  }

  func restore(_ copy: ObjectCopy, message: String) async throws(GrafanaError) {
    guard let content = (try? JSONParser.parse(copy.content, options: .lenient))?.objectValue else {
      throw GrafanaError(
        kind: .unexpected, status: nil, call: "restore \(copy.key)", message: "the copy is not JSON")
    }
    let place = DocumentPlace(key: copy.key, title: copy.title, parentUID: copy.parentUID, message: message)
    try await family.write(family.restored(content), to: place, over: try await family.read(copy.key))
  }

  private func keep(_ key: ObjectKey, _ stored: StoredDocument, reason: String) async throws(GrafanaError) {
    try await copies.keep(Self.copy(key, stored, reason: reason), call: "keep a copy of \(key)")
  }

  private static func copy(_ key: ObjectKey, _ stored: StoredDocument, reason: String) -> ObjectCopy {
    ObjectCopy(
      key: key, title: stored.title, parentUID: stored.parentUID, content: JSONWriter.bytes(stored.content),
      reason: reason)
  }
}

extension Change {
  /// Of an object that the manifest wants to be open to people in the workspace.
  static let staysLocked = Change(
    "editable: the workspace keeps it locked, having got it without; remove the manifest in one commit and add it in the "
      + "next to unlock it")
}
