import Base
import Documents
import Grafana
import Plan
import Render

/// Dashboards, read by the API that all versions share, with their permissions and public links.
struct DashboardHandler: ObjectHandler {
  let session: GrafanaSession
  let marked: MarkedWrites
  let copies: any CopyKeeper
  let extras: DashboardExtras
  /// As `ServerCapabilities.expandsLibraryPanels`.
  let expandsLibraryPanels: Bool
  /// Of the digests of contents that may hold secrets.
  let digestKey: [UInt8]

  /// The stored content in the form that is compared.
  private func content(of remote: RemoteDashboard) -> JSON {
    let content = DashboardForm.content(of: remote.model)
    return expandsLibraryPanels ? DashboardForm.namingLibraryPanels(content) : content
  }

  /// The wanted content in that form.
  private func compared(_ wanted: JSON) -> JSON {
    expandsLibraryPanels ? DashboardForm.namingLibraryPanels(wanted) : wanted
  }

  func remembersAdoption(by action: Action) -> Bool { !action.secretPlaces.isEmpty }

  func adopt(_ action: Action, body: DesiredBody) async throws(GrafanaError) {
    try await places(action.key).remember([.root])
  }

  func inspect(_ subject: InspectionSubject) async throws(GrafanaError) -> Inspection {
    guard case .dashboard(let wanted) = subject.body,
      let remote = try await session.dashboard(subject.key.uid)
    else {
      return Inspection(digest: nil)
    }
    let content = content(of: remote)
    let model = compared(wanted.model)
    let isEqual = DashboardForm.isEquivalent(wanted: model, stored: content)
    let isSecret = try await isSecret(subject.key, wanted)
    let beside = try await extras.changes(
      subject.key, wanted, isOurs: subject.entry != nil, mayHaveLink: !subject.observed.parts.isEmpty)
    var changes: [Change] = []
    if !isEqual {
      changes =
        isSecret
        ? [Change("content (changed)")] : DocumentChanges.describe(from: content, to: model)
    }
    // What is beside the model makes no version, so the version would not tell that somebody changed it.
    return Inspection(
      digest: digest(subject, content, isEqual: isEqual, isSecret: isSecret, beside),
      version: beside.isEmpty ? remote.version : nil, parentUID: remote.folderUID,
      marker: subject.observed.marker, changes: changes + beside, editor: remote.updatedBy,
      edited: remote.updated)
  }

  /// Whether a secret may stand in the wanted content or in the one that is there: the manifest may have just given it up,
  /// and workspaces bring old versions back.
  private func isSecret(_ key: ObjectKey, _ wanted: DashboardBody) async throws(GrafanaError) -> Bool {
    if wanted.isSecret { return true }
    if !(try await places(key).all(with: [])).isEmpty { return true }
    return try await extras.remembers(DashboardExtras.formerSecretName, key)
  }

  private func places(_ key: ObjectKey) -> SecretPlaces { SecretPlaces(memory: extras.memory, key: key) }

  private func digest(
    _ subject: InspectionSubject, _ content: JSON, isEqual: Bool, isSecret: Bool, _ beside: [Change]
  ) -> Digest {
    if beside.isEmpty, isEqual { return subject.desired.digest }
    var digest = content.digest
    // What is remembered already as it is was written without secrets.
    if isSecret, digest != subject.entry?.observedDigest { digest = keyed(digest) }
    if beside.isEmpty { return digest }
    let differences = beside.map { "\($0.summary) \($0.before ?? "")" }
    return Digest(of: ([digest.description] + differences).joined(separator: "\n"))
  }

  /// As `DashboardBody.digest`.
  private func keyed(_ digest: Digest) -> Digest { Digest(of: digest.bytes, key: digestKey) }

  func write(_ action: Action, body: DesiredBody, message: String) async throws(GrafanaError) -> Written {
    guard case .dashboard(let wanted) = body, let digest = action.desiredDigest else {
      throw .wrongBody(action)
    }
    let concernsExtras = extras.concern(wanted, action.changes)
    let mayBeThere = action.verb != .create && concernsExtras
    let existing = action.keepsCopy || mayBeThere ? try await session.dashboard(action.key.uid) : nil
    if action.keepsCopy, let existing { try await keep(existing, action.key, reason: action.reason) }
    if wanted.isSecret { try await places(action.key).remember([.root]) }
    let saved: (version: Int, isNew: Bool)
    if mayBeThere, let existing, existing.folderUID == action.parentUID,
      DashboardForm.isEquivalent(wanted: compared(wanted.model), stored: content(of: existing))
    {
      saved = (existing.version, isNew: false)
    } else {
      saved = try await save(
        wanted.model, action, over: existing?.version ?? action.version, message: message)
    }
    if concernsExtras {
      do throws(GrafanaError) {
        try await extras.setPermissions(
          wanted, action, isNew: saved.isNew || action.takeover == .first)
      } catch {
        // A dashboard that is open to everybody is not what is wanted.
        if saved.isNew, !error.isPassing { _ = try? await session.deleteDashboard(action.key.uid) }
        throw error
      }
      try await extras.setLink(action.key, wanted, action.changes)
    } else if saved.isNew {
      try await extras.forgetPermissions(of: action.key)
    }
    return Written(digest: digest, version: saved.version)
  }

  /// - Returns: the version that the workspace has now, and whether nothing was there before it.
  private func save(
    _ model: JSON, _ action: Action, over version: Int?, message: String
  ) async throws(GrafanaError) -> (version: Int, isNew: Bool) {
    typealias Loop = WriteLoop<Int?, (version: Int, isNew: Bool)>
    let uid = action.key.uid
    let loop = Loop(session: session)
    let writing = DashboardWriting(session: session, marked: marked) { wanted, stored in
      DashboardForm.isEquivalent(wanted: wanted, stored: DashboardForm.content(of: stored))
    }
    return try await loop.run(version) { version async throws(GrafanaError) in
      (try await writing.save(model, action, over: version, message: message), isNew: version == nil)
    } reread: { version, failure async throws(GrafanaError) -> Loop.Decision in
      guard let remote = try await session.dashboard(uid) else {
        // A conflict over an object that is not there is one over its title.
        if failure.kind == .conflict, version == nil { return .stop }
        return .again(nil)
      }
      let content = content(of: remote)
      if remote.folderUID == action.parentUID,
        DashboardForm.isEquivalent(wanted: compared(model), stored: content)
      {
        return .done((remote.version, isNew: version == nil))
      }
      // The same version and still a conflict: not somebody's save, but a title that is taken.
      if failure.kind == .conflict, remote.version == version { return .stop }
      if ![content.digest, keyed(content.digest)].contains(action.observedDigest) {
        try await keep(remote, action.key, reason: "saved by somebody else during the write")
      }
      return .again(remote.version)
    }
  }

  func delete(_ action: Action) async throws(GrafanaError) {
    if action.keepsCopy, let copy = try await copy(action.key, reason: action.reason) {
      try await copies.keep(copy, call: "keep a copy of \(copy.key)")
    }
    if try await extras.remembers(DashboardExtras.linkName, action.key) {
      try await extras.removeLink(of: action.key)
    }
    _ = try await session.deleteDashboard(action.key.uid)
    try await extras.forgetPermissions(of: action.key)
  }

  func copy(_ key: ObjectKey, reason: String) async throws(GrafanaError) -> ObjectCopy? {
    guard let remote = try await session.dashboard(key.uid) else { return nil }
    return try await copy(remote, key, reason: reason, version: remote.version)
  }

  func restore(_ copy: ObjectCopy, message: String) async throws(GrafanaError) {
    guard let kept = DashboardCopy(content: copy.content) else {
      throw GrafanaError(
        kind: .unexpected, status: nil, call: "restore \(copy.key)", message: "the copy is not JSON")
    }
    let present = try await session.dashboard(copy.key.uid)
    _ = try await session.saveDashboard(
      DashboardForm.content(of: kept.model), uid: copy.key.uid, version: present?.version,
      folderUID: copy.parentUID,
      message: message)
    try await extras.restore(kept, copy.key)
  }

  private func keep(_ remote: RemoteDashboard, _ key: ObjectKey, reason: String) async throws(GrafanaError) {
    try await copies.keep(
      try await copy(remote, key, reason: reason), call: "keep a copy of \(key)")
  }

  /// - Parameter version: nil for what somebody else has made.
  private func copy(
    _ remote: RemoteDashboard, _ key: ObjectKey, reason: String, version: Int? = nil
  ) async throws(GrafanaError) -> ObjectCopy {
    var kept = DashboardCopy(remote.model)
    try await extras.add(to: &kept, key)
    return ObjectCopy(
      key: key, title: remote.model["title"]?.stringValue ?? key.uid, parentUID: remote.folderUID,
      content: kept.content, reason: reason, version: version)
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
