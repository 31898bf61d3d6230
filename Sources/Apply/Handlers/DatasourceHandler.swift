import Base
import Documents
import Grafana
import Plan
import Render

/// Data sources.
struct DatasourceHandler: ObjectHandler {
  let session: GrafanaSession
  let capabilities: ServerCapabilities
  let copies: any CopyKeeper
  let memory: any ObjectMemory
  /// Of the digests of contents that are otherwise than wanted: people type credentials into them.
  let digestKey: [UInt8]

  func remembersAdoption(by action: Action) -> Bool { !action.secretPlaces.isEmpty }

  func adopt(_ action: Action, body: DesiredBody) async throws(GrafanaError) {
    guard case .datasource(let wanted) = body else { throw .wrongBody(action) }
    try await places(action.key).remember(wanted.hiddenPaths)
  }

  func inspect(_ subject: InspectionSubject) async throws(GrafanaError) -> Inspection {
    guard case .datasource(let body) = subject.body,
      let remote = try await session.datasource(subject.key.uid)
    else {
      return Inspection(digest: nil)
    }
    let (wanted, stored) = DatasourceForm.compared(
      wanted: body.model, stored: remote.model,
      isManifestChanged: subject.entry.map { $0.desiredDigest != subject.desired.digest } ?? false)
    var changes = DatasourceChanges.describe(
      from: stored.json, to: wanted.json,
      hiddenPaths: try await places(subject.key).all(with: body.hiddenPaths))
    let names = try await SecretNames(wanted: body, stored: remote, memory: memory)
    changes += names.lost.map { Change("secret \($0) is not set") }
    changes += names.removed.map { Change("secret \($0) (removed)") }
    // Secrets cannot be read. They are what was wanted if they were written as wanted and nobody has written since.
    let areSecretsKnown =
      body.secrets.isEmpty
      || (subject.entry?.desiredDigest == subject.desired.digest && subject.entry?.version == remote.version)
    if changes.isEmpty, !areSecretsKnown { changes = [Change("secrets (changed)")] }
    let isEqual = changes.isEmpty
    if DatasourceForm.isConverted(wanted: body.model, stored: remote.model) {
      changes.append(Change("type stays \(remote.type), which the workspace has converted it to"))
    }
    changes += names.foreign.map { Change("secret \($0) is set, not from Git; it stays") }
    return Inspection(
      digest: isEqual ? subject.desired.digest : digest(of: stored, remote), version: remote.version,
      marker: subject.observed.marker, changes: changes)
  }

  func write(_ action: Action, body: DesiredBody, message: String) async throws(GrafanaError) -> Written {
    guard case .datasource(let wanted) = body, let digest = action.desiredDigest else {
      throw .wrongBody(action)
    }
    let uid = action.key.uid
    let existing = action.verb == .create ? nil : try await session.datasource(uid)
    if let existing, existing.isReadOnly {
      throw GrafanaError(
        kind: .refused, status: nil, call: "PUT /api/datasources/uid/\(uid)",
        message: "the data source is provisioned from files and read-only")
    }
    if action.keepsCopy, let existing { try await keep(existing, reason: action.reason) }
    try await places(action.key).remember(wanted.hiddenPaths)
    let loop = WriteLoop<RemoteDatasource?, Written>(session: session)
    return try await loop.run(existing) { existing async throws(GrafanaError) -> Written in
      let stored = try await put(wanted, uid: uid, over: existing)
      return Written(digest: digest, version: stored.version)
    } reread: {
      before, failure async throws(GrafanaError) -> WriteLoop<RemoteDatasource?, Written>.Decision in
      guard let remote = try await session.datasource(uid) else {
        // A conflict over an object that is not there is one over its name.
        return failure.kind == .conflict ? .stop : .again(nil)
      }
      if failure.kind == .conflict, remote.version == before?.version { return .stop }
      // Also after an answer that was lost: what is there may be somebody's save and not ours.
      if remote.model != before?.model, !Self.isEqual(wanted, remote) {
        try await keep(remote, reason: "saved by somebody else during the write")
      }
      return .again(remote)
    }
  }

  /// Writes the wanted content, and takes away the secrets that were set from Git and are not wanted any more: a server
  /// keeps what is not named, and removes what is named with an empty value (reference section 5.3; 8.4 and 8.5 empty it
  /// and go on listing the name).
  private func put(
    _ wanted: DatasourceBody, uid: String, over existing: RemoteDatasource?
  ) async throws(GrafanaError) -> RemoteDatasource {
    let key = ObjectKey(.datasource, uid)
    let call = existing == nil ? "POST /api/datasources" : "PUT /api/datasources/uid/\(uid)"
    let model = DatasourceForm.toSend(wanted.model, over: existing?.model)
    let names = Set(wanted.secrets.keys)
    var secrets = wanted.secrets
    var known = try await memory.parts(of: .object(key), call: call)
    if let existing {
      for name in try await SecretNames(wanted: wanted, stored: existing, memory: memory).removed {
        secrets[name] = SecretValue("")
      }
    } else {
      known = []
    }
    if !known.isSuperset(of: names) {
      try await memory.remember(known.union(names), of: .object(key), call: call)
    }
    let stored =
      if let existing {
        try await session.updateDatasource(
          model, existing: existing, secrets: secrets, byUID: capabilities.hasDatasourceWritesByUID)
      } else {
        try await session.createDatasource(model, uid: uid, secrets: secrets)
      }
    if known.union(names) != names { try await memory.remember(names, of: .object(key), call: call) }
    return stored
  }

  func delete(_ action: Action) async throws(GrafanaError) {
    if action.keepsCopy, let copy = try await copy(action.key, reason: action.reason) {
      try await copies.keep(copy, call: "keep a copy of \(copy.key)")
    }
    _ = try await session.deleteDatasource(action.key.uid)
    try await memory.remember(
      [], of: .object(action.key), call: "DELETE /api/datasources/uid/\(action.key.uid)")
  }

  func copy(_ key: ObjectKey, reason: String) async throws(GrafanaError) -> ObjectCopy? {
    try await session.datasource(key.uid).map { Self.copy($0, reason: reason, version: $0.version) }
  }

  func restore(_ copy: ObjectCopy, message: String) async throws(GrafanaError) {
    guard let model = (try? JSONParser.parse(copy.content, options: .lenient))?.objectValue else {
      throw GrafanaError(
        kind: .unexpected, status: nil, call: "restore \(copy.key)", message: "the copy is not JSON")
    }
    let fields = model.filter { Self.writableFields.contains($0) }
    if let present = try await session.datasource(copy.key.uid) {
      _ = try await session.updateDatasource(
        fields, existing: present, secrets: [:], byUID: capabilities.hasDatasourceWritesByUID)
    } else {
      _ = try await session.createDatasource(fields, uid: copy.key.uid, secrets: [:])
    }
  }

  private static let writableFields: Set<String> = [
    "name", "type", "access", "url", "user", "database", "basicAuth", "basicAuthUser", "withCredentials",
    "isDefault",
    "jsonData",
  ]

  private func keep(_ remote: RemoteDatasource, reason: String) async throws(GrafanaError) {
    try await copies.keep(Self.copy(remote, reason: reason), call: "keep a copy of datasource/\(remote.uid)")
  }

  /// - Parameter version: nil for what somebody else has made.
  private static func copy(_ remote: RemoteDatasource, reason: String, version: Int? = nil) -> ObjectCopy {
    let model = remote.model.filter { !notKept.contains($0) }
    return ObjectCopy(
      key: ObjectKey(.datasource, remote.uid), title: remote.name, parentUID: "",
      content: JSONWriter.bytes(.object(model)), reason: reason, version: version)
  }

  /// Servers of 8.4 and 8.5 read old password fields back in clear (reference section 5.1). Counters would make a content
  /// that comes again and again another one each time.
  private static let notKept: Set<String> = ["password", "basicAuthPassword", "id", "version"]

  private static func isEqual(_ wanted: DatasourceBody, _ remote: RemoteDatasource) -> Bool {
    let (wantedForm, stored) = DatasourceForm.compared(
      wanted: wanted.model, stored: remote.model, isManifestChanged: true)
    return DatasourceChanges.describe(
      from: stored.json, to: wantedForm.json, hiddenPaths: wanted.hiddenPaths
    ).isEmpty
  }

  private func places(_ key: ObjectKey) -> SecretPlaces { SecretPlaces(memory: memory, key: key) }

  private func digest(of stored: DatasourceNormalForm, _ remote: RemoteDatasource) -> Digest {
    let names = (remote.secretNames ?? []).sorted().map { JSON.string($0) }
    return Digest(of: JSON.array([stored.json, .array(names)]).digest.bytes, key: digestKey)
  }
}

/// The names of a data source's secrets: what is wanted, what is set, and what was set from Git.
private struct SecretNames {
  /// Wanted and not set.
  let lost: [String]
  /// Set from Git once, and not wanted any more.
  let removed: [String]
  /// Set by somebody else.
  let foreign: [String]

  init(
    wanted: DatasourceBody, stored: RemoteDatasource, memory: any ObjectMemory
  ) async throws(GrafanaError) {
    let ours = try await memory.parts(
      of: .object(ObjectKey(.datasource, stored.uid)), call: "GET /api/datasources/uid/\(stored.uid)")
    let names = Set(wanted.secrets.keys)
    let set = stored.secretNames ?? []
    lost = names.subtracting(set).sorted()
    removed = set.subtracting(names).intersection(ours).sorted()
    foreign = set.subtracting(names).subtracting(ours).sorted()
  }
}
