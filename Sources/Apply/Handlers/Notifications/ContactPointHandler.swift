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

  var remembersAdoption: Bool { true }

  func inspect(_ subject: InspectionSubject) async throws(GrafanaError) -> Inspection {
    guard case .document(let body) = subject.body else { return Inspection(digest: nil) }
    let point = ContactPoint(subject.key, subject.desired.reference, body)
    let pairing = try await pairing(of: point)
    let present = pairing.here(point.name)
    guard !present.isEmpty else { return Inspection(digest: nil) }
    let isManifestChanged = subject.entry.map { $0.desiredDigest != subject.desired.digest } ?? true
    var changes = ContactPointChanges.describe(
      pairing, name: point.name, isManifestChanged: isManifestChanged && subject.entry != nil,
      hiddenPaths: body.hiddenPaths)
    if body.isEditable == false, present.contains(where: { !$0.isLocked }) {
      changes.append(Change("editable: locked"))
    }
    // Secrets cannot be read. They are what was wanted if they were written as wanted.
    if changes.isEmpty, isManifestChanged, holdsSecrets(pairing, body) {
      changes = [Change("secrets (changed)")]
    }
    let isEqual = changes.isEmpty
    if body.isEditable == true, pairing.pairs.contains(where: { $0.stored?.isLocked == true }) {
      changes.append(.staysLocked)
    }
    changes += pairing.foreign.map { Change("receiver \($0.uid) (\($0.type)) is not from Git; it stays") }
    let stored = pairing.pairs.compactMap(\.stored) + pairing.givenUp
    return Inspection(
      digest: isEqual ? subject.desired.digest : JSON.array(stored.map { ReceiverForm.normal($0) }).digest,
      marker: subject.observed.marker, changes: changes)
  }

  /// Remembers the receivers that are as wanted as ours from now on.
  func adopt(_ action: Action, body: DesiredBody) async throws(GrafanaError) {
    guard case .document(let body) = body else { throw .wrongBody(action) }
    let point = ContactPoint(action.key, action.reference, body)
    let pairing = try await pairing(of: point)
    let uids = Set(pairing.pairs.filter { $0.stored != nil }.map(\.uid))
    let known = try await memory.parts(of: point.owner, call: point.call)
    if !known.isSuperset(of: uids) {
      try await memory.remember(known.union(uids), of: point.owner, call: point.call)
    }
  }

  func write(_ action: Action, body: DesiredBody, message: String) async throws(GrafanaError) -> Written {
    guard case .document(let body) = body, let digest = action.desiredDigest else { throw .wrongBody(action) }
    let point = ContactPoint(action.key, action.reference, body)
    let known = try await memory.parts(of: point.owner, call: point.call)
    // A receiver that is there all the same, under another name or since the memory was lost, makes a conflict; then they
    // are read.
    let first = action.verb == .create && known.isEmpty ? [] : try await session.receivers()
    if action.keepsCopy { try await keep(point.key, first, reason: action.reason) }
    let loop = WriteLoop<[RemoteReceiver], Written>(session: session)
    return try await loop.run(first) { stored async throws(GrafanaError) -> Written in
      try await put(point, over: stored, reason: action.reason)
      return Written(digest: digest)
    } reread: {
      before, failure async throws(GrafanaError) -> WriteLoop<[RemoteReceiver], Written>.Decision in
      let stored = try await session.receivers()
      let isUnchanged = stored.map(\.row) == before.map(\.row)
      return isUnchanged && failure.kind == .conflict ? .stop : .again(stored)
    }
  }

  /// Writes what differs, then deletes what the manifest gave up: nothing goes before what replaces it is there.
  private func put(
    _ point: ContactPoint, over stored: [RemoteReceiver], reason: String
  ) async throws(GrafanaError) {
    let known = try await memory.parts(of: point.owner, call: point.call)
    let pairing = ReceiverPairing(
      point.receivers, of: point.reference, name: point.name, stored: stored, remembered: known)
    let uids = Set(pairing.pairs.map(\.uid))
    if !known.isSuperset(of: uids) {
      try await memory.remember(known.union(uids), of: point.owner, call: point.call)
    }
    let isEditable = point.body.isEditable ?? false
    for (index, pair) in pairing.pairs.enumerated() {
      var receiver = pair.wanted
      receiver["uid"] = .string(pair.uid)
      receiver["name"] = .string(point.name)
      if receiver["disableResolveMessage"] == nil { receiver["disableResolveMessage"] = false }
      guard let existing = pair.stored else {
        try await session.createReceiver(receiver, isEditable: isEditable)
        continue
      }
      if isAsWanted(pair, existing, point, at: index) { continue }
      if existing.name != point.name, !known.contains(pair.uid) {
        try await keep(ObjectKey(.contactPoint, existing.name), stored, reason: reason)
      }
      try await session.updateReceiver(
        receiver, uid: pair.uid, isEditable: isEditable, isLocked: existing.isLocked)
    }
    for receiver in pairing.givenUp { try await session.deleteReceiver(receiver.uid) }
    if known.union(uids) != uids { try await memory.remember(uids, of: point.owner, call: point.call) }
  }

  /// Nothing that can be seen differs, and nothing is in it that cannot be seen.
  private func isAsWanted(
    _ pair: ReceiverPairing.Pair, _ stored: RemoteReceiver, _ point: ContactPoint, at index: Int
  ) -> Bool {
    let place = JSONPointer(["receivers", "\(index)"])
    guard stored.name == point.name, !ReceiverForm.hidesSecrets(.object(stored.settings)),
      !point.body.hiddenPaths.contains(where: { place.isPrefix(of: $0) }),
      point.body.isEditable != false || stored.isLocked
    else { return false }
    let (wanted, found) = ReceiverForm.compared(pair.wanted, stored, isManifestChanged: true)
    return wanted == found
  }

  func delete(_ action: Action) async throws(GrafanaError) {
    let stored = try await session.receivers()
    if action.keepsCopy { try await keep(action.key, stored, reason: action.reason) }
    let owner = PartOwner.manifest(action.reference)
    let call = "DELETE \(action.key)"
    let known = try await memory.parts(of: owner, call: call)
    let pairing = ReceiverPairing(
      [], of: action.reference, name: action.key.uid, stored: stored, remembered: known)
    for receiver in pairing.givenUp { try await session.deleteReceiver(receiver.uid) }
    let gone = Set(pairing.givenUp.map(\.uid))
    try await memory.remember(known.subtracting(gone), of: owner, call: call)
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

  // MARK: Parts

  /// What a manifest wants under which name.
  private struct ContactPoint {
    let key: ObjectKey
    let reference: ObjectReference
    let body: DocumentBody
    let receivers: [JSONObject]

    init(_ key: ObjectKey, _ reference: ObjectReference, _ body: DocumentBody) {
      self.key = key
      self.reference = reference
      self.body = body
      receivers = (body.model["receivers"]?.arrayValue ?? []).compactMap(\.objectValue)
    }

    var name: String { key.uid }
    var owner: PartOwner { .manifest(reference) }
    var call: String { "write \(key)" }
  }

  private func pairing(of point: ContactPoint) async throws(GrafanaError) -> ReceiverPairing {
    ReceiverPairing(
      point.receivers, of: point.reference, name: point.name, stored: try await session.receivers(),
      remembered: try await memory.parts(of: point.owner, call: point.call))
  }

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
