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

  func inspect(_ subject: InspectionSubject) async throws(GrafanaError) -> Inspection {
    guard case .datasource(let body) = subject.body,
      let remote = try await session.datasource(subject.key.uid)
    else {
      return Inspection(digest: nil)
    }
    let (wanted, stored) = DatasourceForm.compared(wanted: body.model, stored: remote.model)
    var changes = DatasourceChanges.describe(
      from: stored.json, to: wanted.json, hiddenPaths: body.hiddenPaths)
    let lost = Set(body.secrets.keys).subtracting(remote.secretNames ?? [])
    changes += lost.sorted().map { Change("secret \($0) is not set") }
    // Secrets cannot be read. They are what was wanted if they were written as wanted and nobody has written since.
    let areSecretsKnown =
      body.secrets.isEmpty
      || (subject.entry?.desiredDigest == subject.desired.digest && subject.entry?.version == remote.version)
    if changes.isEmpty, !areSecretsKnown { changes = [Change("secrets (changed)")] }
    let isEqual = changes.isEmpty
    return Inspection(
      digest: isEqual ? subject.desired.digest : Self.digest(of: stored, remote), version: remote.version,
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
    let loop = WriteLoop<RemoteDatasource?, Written>(session: session)
    return try await loop.run(existing) { existing async throws(GrafanaError) -> Written in
      let model = DatasourceForm.toSend(wanted.model, over: existing?.model)
      guard let existing else {
        let created = try await session.createDatasource(model, uid: uid, secrets: wanted.secrets)
        return Written(digest: digest, version: created.version)
      }
      let updated = try await session.updateDatasource(
        model, existing: existing, secrets: wanted.secrets, byUID: capabilities.hasDatasourceWritesByUID)
      return Written(digest: digest, version: updated.version)
    } reread: {
      before, failure async throws(GrafanaError) -> WriteLoop<RemoteDatasource?, Written>.Decision in
      guard let remote = try await session.datasource(uid) else {
        // A conflict over an object that is not there is one over its name.
        return failure.kind == .conflict ? .stop : .again(nil)
      }
      if failure.kind == .conflict, remote.version == before?.version { return .stop }
      if failure.kind == .conflict {
        try await keep(remote, reason: "saved by somebody else during the write")
      }
      return .again(remote)
    }
  }

  func delete(_ action: Action) async throws(GrafanaError) {
    if action.keepsCopy, let copy = try await copy(action.key, reason: action.reason) {
      try await copies.keep(copy, call: "keep a copy of \(copy.key)")
    }
    _ = try await session.deleteDatasource(action.key.uid)
  }

  func copy(_ key: ObjectKey, reason: String) async throws(GrafanaError) -> ObjectCopy? {
    try await session.datasource(key.uid).map { Self.copy($0, reason: reason) }
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

  private static func copy(_ remote: RemoteDatasource, reason: String) -> ObjectCopy {
    // Servers of 8.4 and 8.5 read old password fields back in clear (reference section 5.1).
    let model = remote.model.filter { $0 != "password" && $0 != "basicAuthPassword" }
    return ObjectCopy(
      key: ObjectKey(.datasource, remote.uid), title: remote.name, parentUID: "",
      content: JSONWriter.bytes(.object(model)), reason: reason)
  }

  private static func digest(of stored: DatasourceNormalForm, _ remote: RemoteDatasource) -> Digest {
    let names = (remote.secretNames ?? []).sorted().map { JSON.string($0) }
    return JSON.array([stored.json, .array(names)]).digest
  }
}
