import Base
import Documents
import Grafana
import Plan
import Render

/// Dashboards, by the API that all versions share.
struct DashboardHandler: ObjectHandler {
  let session: GrafanaSession
  let copies: any CopyKeeper

  func inspect(_ subject: InspectionSubject) async throws(GrafanaError) -> Inspection {
    guard case .dashboard(let wanted) = subject.body,
      let remote = try await session.dashboard(subject.key.uid)
    else {
      return Inspection(digest: nil)
    }
    let content = DashboardForm.content(of: remote.model)
    let isEqual = DashboardForm.isEquivalent(wanted: wanted, stored: content)
    return Inspection(
      digest: isEqual ? subject.desired.digest : content.digest, version: remote.version,
      parentUID: remote.folderUID, marker: subject.observed.marker,
      changes: isEqual ? [] : DocumentChanges.describe(from: content, to: wanted), editor: remote.updatedBy,
      edited: remote.updated)
  }

  func write(_ action: Action, body: DesiredBody, message: String) async throws(GrafanaError) -> Written {
    guard case .dashboard(let model) = body else { throw .wrongBody(action) }
    let uid = action.key.uid
    let digest = action.desiredDigest ?? model.digest
    var version = action.version
    if action.keepsCopy, let remote = try await session.dashboard(uid) {
      try await keep(Self.copy(remote, uid: uid, reason: action.reason))
      version = remote.version
    }
    let loop = WriteLoop<Int?, Written>(session: session)
    return try await loop.run(version) { version async throws(GrafanaError) -> Written in
      let saved = try await session.saveDashboard(
        model, uid: uid, version: version, folderUID: action.parentUID, message: message)
      return Written(digest: digest, version: saved.version)
    } reread: { version, failure async throws(GrafanaError) -> WriteLoop<Int?, Written>.Decision in
      guard let remote = try await session.dashboard(uid) else {
        // A conflict over an object that is not there is one over its title.
        if failure.kind == .conflict, version == nil { return .stop }
        return .again(nil)
      }
      let content = DashboardForm.content(of: remote.model)
      if remote.folderUID == action.parentUID, DashboardForm.isEquivalent(wanted: model, stored: content) {
        return .done(Written(digest: digest, version: remote.version))
      }
      // The same version and still a conflict: not somebody's save, but a title that is taken.
      if failure.kind == .conflict, remote.version == version { return .stop }
      if content.digest != action.observedDigest {
        try await keep(Self.copy(remote, uid: uid, reason: "saved by somebody else during the write"))
      }
      return .again(remote.version)
    }
  }

  func delete(_ action: Action) async throws(GrafanaError) {
    if action.keepsCopy, let copy = try await copy(action.key, reason: action.reason) {
      try await keep(copy)
    }
    _ = try await session.deleteDashboard(action.key.uid)
  }

  func copy(_ key: ObjectKey, reason: String) async throws(GrafanaError) -> ObjectCopy? {
    try await session.dashboard(key.uid).map { Self.copy($0, uid: key.uid, reason: reason) }
  }

  func restore(_ copy: ObjectCopy, message: String) async throws(GrafanaError) {
    guard let model = try? JSONParser.parse(copy.content, options: .lenient) else {
      throw GrafanaError(
        kind: .unexpected, status: nil, call: "restore \(copy.key)", message: "the copy is not JSON")
    }
    let present = try await session.dashboard(copy.key.uid)
    _ = try await session.saveDashboard(
      DashboardForm.content(of: model), uid: copy.key.uid, version: present?.version,
      folderUID: copy.parentUID,
      message: message)
  }

  private func keep(_ copy: ObjectCopy) async throws(GrafanaError) {
    try await copies.keep(copy, call: "keep a copy of \(copy.key)")
  }

  private static func copy(_ remote: RemoteDashboard, uid: String, reason: String) -> ObjectCopy {
    ObjectCopy(
      key: ObjectKey(.dashboard, uid), title: remote.model["title"]?.stringValue ?? uid,
      parentUID: remote.folderUID, content: JSONWriter.bytes(remote.model), reason: reason)
  }
}

extension CopyKeeper {
  /// Keeps a copy, or makes the call fail that would need it.
  func keep(_ copy: ObjectCopy, call: String) async throws(GrafanaError) {
    do throws(TargetFailure) {
      try await keep(copy)
    } catch {
      throw GrafanaError(
        kind: .unexpected, status: nil, call: call,
        message: "the copy could not be kept, so nothing is overwritten: \(error.message)")
    }
  }
}
