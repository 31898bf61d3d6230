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
  let memory: any ObjectMemory

  func remembersAdoption(by action: Action) -> Bool { !action.secretPlaces.isEmpty }

  func adopt(_ action: Action, body: DesiredBody) async throws(GrafanaError) {
    guard case .document(let wanted) = body else { return }
    try await places(action.key).remember(wanted.hiddenPaths)
  }

  private func places(_ key: ObjectKey) -> SecretPlaces { SecretPlaces(memory: memory, key: key) }

  func inspect(_ subject: InspectionSubject) async throws(GrafanaError) -> Inspection {
    guard case .document(let body) = subject.body, let stored = try await family.read(subject.key) else {
      return Inspection(digest: nil)
    }
    let (wanted, found) = family.compared(body, stored)
    let hidden = try await places(subject.key).all(
      with: body.hiddenPaths.union(family.secretPlaces(in: found)))
    var changes = DocumentChanges.describe(from: found, to: wanted, hiddenPaths: hidden)
    // A secret that may stand anywhere may stand in the names of parts too.
    if !changes.isEmpty, hidden.contains(.root) { changes = [Change("content (changed)")] }
    // Secrets are not given back. They are what was wanted if they were written as wanted.
    if changes.isEmpty, !family.givesSecretsBack, !body.hiddenPaths.isEmpty,
      subject.entry?.desiredDigest != subject.desired.digest
    {
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
      digest: isEqual ? subject.desired.digest : found.digest, shown: found.digest, version: stored.version,
      parentUID: subject.key.kind.hasParent ? stored.parentUID : nil, marker: subject.observed.marker,
      changes: changes)
  }

  func write(_ action: Action, body: DesiredBody, message: String) async throws(GrafanaError) -> Written {
    guard case .document(let wanted) = body else { throw .wrongBody(action) }
    let digest = written(wanted, title: action.title)
    let place = DocumentPlace(
      key: action.key, title: action.title, parentUID: action.parentUID, message: message,
      handsOver: action.handsOver)
    try await places(action.key).remember(wanted.hiddenPaths)
    let existing = action.verb == .create ? nil : try await family.read(action.key)
    if let existing {
      if action.keepsCopy {
        try await keep(action.key, existing, reason: action.reason)
      } else if let known = action.version, let version = existing.version, version != known,
        !isEqual(wanted, existing)
      {
        try await keep(action.key, existing, reason: "saved by somebody else before the write")
      }
    }
    let loop = WriteLoop<StoredDocument?, Written>(session: session)
    return try await loop.run(existing) { existing async throws(GrafanaError) -> Written in
      let version = try await family.save(wanted, to: place, over: existing)
      return Written(digest: digest, version: version)
    } reread: {
      before, failure async throws(GrafanaError) -> WriteLoop<StoredDocument?, Written>.Decision in
      let stored = try await family.read(action.key)
      guard let stored else { return failure.kind == .conflict && before == nil ? .stop : .again(nil) }
      if stored.parentUID == place.parentUID, wanted.hiddenPaths.isEmpty || family.givesSecretsBack,
        isEqual(wanted, stored)
      {
        return .done(Written(digest: digest, version: stored.version))
      }
      if stored.content == before?.content, stored.version == before?.version {
        return failure.kind == .conflict ? .stop : .again(stored)
      }
      try await keep(action.key, stored, reason: "saved by somebody else during the write")
      return .again(stored)
    }
  }

  /// Digest of what the workspace shows once a content is written: by it an edit is told from a change in Git.
  private func written(_ wanted: DocumentBody, title: String) -> Digest {
    family.compared(wanted, StoredDocument(content: .object(wanted.model), title: title)).wanted.digest
  }

  private func isEqual(_ wanted: DocumentBody, _ stored: StoredDocument) -> Bool {
    let (one, other) = family.compared(wanted, stored)
    return one == other
  }

  func delete(_ action: Action) async throws(GrafanaError) {
    if action.keepsCopy, let stored = try await family.read(action.key) {
      try await keep(action.key, stored, reason: action.reason)
    }
    try await family.delete(action.key)
  }

  func copy(_ key: ObjectKey, reason: String) async throws(GrafanaError) -> ObjectCopy? {
    guard let stored = try await family.read(key) else { return nil }
    return Self.copy(key, try await family.kept(stored), reason: reason)
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
    let kept = try await family.kept(stored)
    try await copies.keep(Self.copy(key, kept, reason: reason), call: "keep a copy of \(key)")
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
