import Base
import Documents
import Grafana
import Plan
import Render

/// Contact points: receivers of one name. Each receiver is owned on its own: what somebody added under the same name is
/// never written or deleted (reference grafana-http-api.md section 6.3).
struct ContactPointHandler: ObjectHandler {
  let session: GrafanaSession
  let copies: any CopyKeeper
  let memory: any ObjectMemory

  func remembersAdoption(by action: Action) -> Bool { true }

  func inspect(_ subject: InspectionSubject) async throws(GrafanaError) -> Inspection {
    guard case .document(let body) = subject.body else { return Inspection(digest: nil) }
    let point = ContactPoint(subject.key, subject.desired.reference, former: subject.former, body)
    let known = try await known(point)
    let receivers = try await session.receivers()
    let pairing = point.pairing(receivers, remembered: known)
    guard !pairing.here(point.name).isEmpty else { return Inspection(digest: nil) }
    let isManifestChanged = subject.entry.map { $0.desiredDigest != subject.desired.digest } ?? true
    var changes = ContactPointChanges.describe(
      pairing, name: point.name, isManifestChanged: isManifestChanged && subject.entry != nil,
      hiddenPaths: body.hiddenPaths)
    if !point.isEditable, pairing.pairs.contains(where: { $0.stored?.isLocked == false }) {
      changes.append(Change("editable: locked"))
    }
    // Secrets cannot be read. They are what was wanted if they were written as wanted.
    if changes.isEmpty, isManifestChanged, holdsSecrets(pairing, body) {
      changes = [Change("secrets (changed)")]
    }
    let isEqual = changes.isEmpty
    if !isEqual { changes += point.lostSecrets(pairing, remembered: known) }
    if point.isEditable, pairing.pairs.contains(where: { $0.stored?.isLocked == true }) {
      changes.append(.staysLocked)
    }
    changes += pairing.foreign.map { Change("receiver \($0.uid) (\($0.type)) is not from Git; it stays") }
    return Inspection(
      digest: isEqual ? subject.desired.digest : pairing.shown, shown: pairing.shown,
      isIncomplete: !known.isSubset(of: receivers.map(\.uid)), marker: subject.observed.marker,
      changes: changes)
  }

  /// Remembers the receivers that are as wanted as ours from now on.
  func adopt(_ action: Action, body: DesiredBody) async throws(GrafanaError) {
    guard case .document(let body) = body else { throw .wrongBody(action) }
    let point = ContactPoint(action.key, action.reference, former: action.former, body)
    let known = try await known(point)
    let pairing = point.pairing(try await session.receivers(), remembered: known)
    let uids = Set(pairing.pairs.filter { $0.stored != nil }.map(\.uid))
    if point.former != nil || !known.isSuperset(of: uids) { try await remember(known.union(uids), of: point) }
    try await forgetFormer(of: point)
  }

  func write(_ action: Action, body: DesiredBody, message: String) async throws(GrafanaError) -> Written {
    guard case .document(let body) = body, let digest = action.desiredDigest else { throw .wrongBody(action) }
    let point = ContactPoint(action.key, action.reference, former: action.former, body)
    let known = try await known(point)
    // A receiver that is there all the same, under another name or since the memory was lost, makes a conflict; then they
    // are read.
    let first = action.verb == .create && known.isEmpty ? [] : try await session.receivers()
    if action.keepsCopy { try await keep(point.key, first, reason: action.reason) }
    let loop = WriteLoop<[RemoteReceiver], Void>(session: session)
    try await loop.run(first) { stored async throws(GrafanaError) -> Void in
      try await put(point, over: stored, keeping: action.handsOver, reason: action.reason)
    } reread: {
      before, failure async throws(GrafanaError) -> WriteLoop<[RemoteReceiver], Void>.Decision in
      let stored = try await session.receivers()
      if stored.map(\.row) == before.map(\.row), failure.kind == .conflict { return .stop }
      let pairing = point.pairing(stored, remembered: try await self.known(point))
      if pairing.isSavedByOthers(since: before) {
        try await keep(point.key, stored, reason: "saved by somebody else during the write")
      }
      return .again(stored)
    }
    return Written(digest: await shown(of: point) ?? digest)
  }

  /// What the workspace shows after the write, by which the next edit is told from the next change in Git; nil where it is
  /// not what was written, or cannot be read.
  private func shown(of point: ContactPoint) async -> Digest? {
    guard let known = try? await known(point), let stored = try? await session.receivers() else { return nil }
    let pairing = point.pairing(stored, remembered: known)
    return point.isShown(by: pairing) ? pairing.shown : nil
  }

  private func put(
    _ point: ContactPoint, over stored: [RemoteReceiver], keeping handsOver: Set<String>, reason: String
  ) async throws(GrafanaError) {
    let known = try await known(point)
    let pairing = point.pairing(stored, remembered: known)
    let uids = Set(pairing.pairs.map(\.uid))
    if point.former != nil || !known.isSuperset(of: uids) { try await remember(known.union(uids), of: point) }
    let taken = pairing.pairs.filter { !known.contains($0.uid) }.compactMap { $0.stored?.name }
    for name in Set(taken).sorted() where name != point.name {
      try await keep(ObjectKey(.contactPoint, name), stored, reason: reason)
    }
    try await ContactPointWriting(session: session, point: point, handsOver: handsOver).run(pairing)
    if known.union(uids) != uids { try await remember(uids, of: point) }
    try await forgetFormer(of: point)
  }

  func delete(_ action: Action) async throws(GrafanaError) {
    let stored = try await session.receivers()
    let owner = PartOwner.manifest(action.reference)
    let call = "DELETE \(action.key)"
    let known = try await memory.parts(of: owner, call: call)
    let pairing = ReceiverPairing(
      [], of: action.reference, name: action.key.uid, stored: stored, remembered: known)
    if !pairing.givenUp.isEmpty {
      try await requireUnnamed(action.key, call: call)
      if action.keepsCopy { try await keep(action.key, stored, reason: action.reason) }
    }
    for receiver in pairing.givenUp { try await session.deleteReceiver(receiver.uid) }
    let gone = Set(pairing.givenUp.map(\.uid))
    try await memory.remember(known.subtracting(gone), of: owner, call: call)
  }

  /// Servers refuse only the last receiver of a contact point that the policies name: the others would be gone by then.
  private func requireUnnamed(_ key: ObjectKey, call: String) async throws(GrafanaError) {
    let uses = NotificationUses.all(inTree: try await session.notificationPolicies())
    guard let use = uses.first(where: { $0.kind == .contactPoint && $0.identifier == key.uid }) else {
      return
    }
    throw GrafanaError(
      kind: .refused, status: nil, call: call,
      message:
        "the notification policies of the workspace name it: \(use.place); none of its receivers was deleted: name "
        + "another contact point there, or bring the manifest back")
  }

  func copy(_ key: ObjectKey, reason: String) async throws(GrafanaError) -> ObjectCopy? {
    Self.copy(key, try await session.receivers(), reason: reason)
  }

  /// Puts back the receivers of a copy. A secret is not in it: where the receiver is still there, it keeps the one that it
  /// has; where it is not, it cannot be made without.
  func restore(_ copy: ObjectCopy, message: String) async throws(GrafanaError) {
    let call = "restore \(copy.key)"
    guard let content = try? JSONParser.parse(copy.content, options: .lenient) else {
      throw GrafanaError(kind: .unexpected, status: nil, call: call, message: "the copy is not JSON")
    }
    let receivers = (content["receivers"]?.arrayValue ?? []).compactMap { RemoteReceiver($0) }
    let present = Set(try await session.receivers().map(\.uid))
    let lost = receivers.filter {
      !present.contains($0.uid) && ReceiverForm.hidesSecrets(.object($0.settings))
    }
    guard lost.isEmpty else {
      let names = lost.map { "\($0.uid) (\($0.type))" }.joined(separator: ", ")
      throw GrafanaError(
        kind: .refused, status: nil, call: call,
        message:
          "the secrets of the receivers \(names) are in no copy, and without them the workspace takes none; "
          + "make the contact point again with them, in Git or in the workspace")
    }
    for receiver in receivers {
      let row = (receiver.row.objectValue ?? JSONObject()).filter { $0 != "provenance" }
      if present.contains(receiver.uid) {
        try await session.updateReceiver(
          row, uid: receiver.uid, isEditable: !receiver.isLocked, isLocked: receiver.isLocked)
      } else {
        try await session.createReceiver(row, isEditable: !receiver.isLocked)
      }
    }
  }

  // MARK: Memory

  /// The uids of the receivers that came from the manifest, or from the one before it.
  private func known(_ point: ContactPoint) async throws(GrafanaError) -> Set<String> {
    var known = try await memory.parts(of: point.owner, call: point.call)
    if let former = point.former {
      known.formUnion(try await memory.parts(of: .manifest(former), call: point.call))
    }
    return known
  }

  private func remember(_ uids: Set<String>, of point: ContactPoint) async throws(GrafanaError) {
    try await memory.remember(uids, of: point.owner, call: point.call)
  }

  /// A manifest that comes back under the former name is not answerable for them.
  private func forgetFormer(of point: ContactPoint) async throws(GrafanaError) {
    guard let former = point.former else { return }
    try await memory.remember([], of: .manifest(former), call: point.call)
  }

  // MARK: Parts

  private func holdsSecrets(_ pairing: ReceiverPairing, _ body: DocumentBody) -> Bool {
    !body.hiddenPaths.isEmpty
      || pairing.pairs.contains { pair in
        pair.stored.map { ReceiverForm.hidesSecrets(.object($0.settings)) } ?? false
      }
  }

  private func keep(
    _ key: ObjectKey, _ stored: [RemoteReceiver], reason: String
  ) async throws(GrafanaError) {
    guard let copy = Self.copy(key, stored, reason: reason) else { return }
    try await copies.keep(copy, call: "keep a copy of \(key)")
  }

  private static func copy(_ key: ObjectKey, _ stored: [RemoteReceiver], reason: String) -> ObjectCopy? {
    let rows = stored.filter { $0.name == key.uid }.map(\.row)
    if rows.isEmpty { return nil }
    return ObjectCopy(
      key: key, title: key.uid, parentUID: "",
      content: JSONWriter.bytes(["name": .string(key.uid), "receivers": .array(rows)]),
      reason: reason)
  }
}

extension ReceiverPairing {
  /// Everything under a name that is wanted, given up or somebody else's.
  fileprivate func here(_ name: String) -> [RemoteReceiver] {
    (pairs.compactMap(\.stored) + givenUp + foreign).filter { $0.name == name }
  }
}
