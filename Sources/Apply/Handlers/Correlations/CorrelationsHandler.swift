import Base
import Documents
import Grafana
import Plan
import Render

/// The correlations that lead away from a data source. Each is owned on its own: what people made beside is never written or
/// deleted (reference grafana-http-api.md section 5.4).
struct CorrelationsHandler: ObjectHandler {
  let session: GrafanaSession
  let copies: any CopyKeeper
  let memory: any ObjectMemory

  func remembersAdoption(by action: Action) -> Bool { true }

  func inspect(_ subject: InspectionSubject) async throws(GrafanaError) -> Inspection {
    guard case .document(let body) = subject.body else { return Inspection(digest: nil) }
    let known = try await known(subject.key)
    let pairing = Self.pairing(body, try await session.correlations(of: subject.key.uid), known)
    // Only somebody else's are there.
    guard !pairing.uids.isEmpty || !pairing.givenUp.isEmpty else { return Inspection(digest: nil) }
    let changes = CorrelationChanges.describe(pairing)
    return Inspection(
      digest: pairing.isAsWanted ? subject.desired.digest : pairing.shown, shown: pairing.shown,
      isIncomplete: pairing.pairs.contains { $0.stored == nil }, marker: subject.observed.marker,
      changes: changes + CorrelationChanges.strangers(pairing))
  }

  /// Remembers those that are as wanted as ours from now on.
  func adopt(_ action: Action, body: DesiredBody) async throws(GrafanaError) {
    guard case .document(let body) = body else { throw .wrongBody(action) }
    let known = try await known(action.key)
    let pairing = Self.pairing(body, try await session.correlations(of: action.key.uid), known)
    if !pairing.uids.isSubset(of: known) { try await remember(known.union(pairing.uids), action.key) }
  }

  func write(_ action: Action, body: DesiredBody, message: String) async throws(GrafanaError) -> Written {
    guard case .document(let body) = body else { throw .wrongBody(action) }
    // Also where they are to be made: what is there equally is taken, since a server would take it twice.
    let first = try await session.correlations(of: action.key.uid)
    if action.keepsCopy { try await keep(action.key, first, body, reason: action.reason) }
    let loop = WriteLoop<[RemoteCorrelation], Void>(session: session)
    try await loop.run(first) { stored async throws(GrafanaError) -> Void in
      try await put(action, body, over: stored)
    } reread: {
      before, failure async throws(GrafanaError) -> WriteLoop<[RemoteCorrelation], Void>.Decision in
      let stored = try await session.correlations(of: action.key.uid)
      let isConflict = failure.kind == .conflict
      return isConflict && stored.map(\.row) == before.map(\.row) ? .stop : .again(stored)
    }
    return Written(digest: CorrelationPairing.digest(Self.models(body)))
  }

  /// Nothing ends before what replaces it is there.
  private func put(
    _ action: Action, _ body: DocumentBody, over stored: [RemoteCorrelation]
  ) async throws(GrafanaError) {
    let key = action.key
    var known = try await known(key)
    let pairing = Self.pairing(body, stored, known)
    try Self.requireOpen(pairing, key)
    let takenOver = pairing.pairs.filter { $0.stored != nil && !$0.isOurs && !$0.isAsWanted }
    if !takenOver.isEmpty, !action.keepsCopy {
      try await keep(key, takenOver.compactMap(\.stored), reason: "taken over")
    }
    if !pairing.uids.isSubset(of: known) {
      known.formUnion(pairing.uids)
      try await remember(known, key)
    }
    for pair in pairing.pairs where !pair.isAsWanted {
      if let present = pair.stored {
        try await update(present, pair.wanted)
      } else {
        known.insert(try await session.createCorrelation(pair.wanted, of: key.uid))
        try await remember(known, key)
      }
    }
    for correlation in pairing.givenUp {
      try await session.deleteCorrelation(correlation)
      known.remove(correlation.uid)
    }
    // Those that are not shown stay remembered: they are again when their target comes back.
    if !pairing.givenUp.isEmpty { try await remember(known, key) }
  }

  /// One that is not there any more is looked for again, and made.
  private func update(
    _ present: RemoteCorrelation, _ wanted: JSONObject
  ) async throws(GrafanaError) {
    do throws(GrafanaError) {
      try await session.updateCorrelation(present, wanted)
    } catch let error where error.kind == .notFound {
      throw GrafanaError(kind: .conflict, status: error.status, call: error.call, message: error.message)
    }
  }

  private static func requireOpen(_ pairing: CorrelationPairing, _ key: ObjectKey) throws(GrafanaError) {
    guard let locked = pairing.pairs.first(where: \.isLocked) else { return }
    throw GrafanaError(
      kind: .refused, status: nil, call: "write \(key)",
      message:
        "the correlation \"\(locked.label)\" is from files of the server (provisioned) and cannot be changed; take it out "
        + "of the annotation, or give it another label")
  }

  func delete(_ action: Action) async throws(GrafanaError) {
    let known = try await known(action.key)
    let ours = try await session.correlations(of: action.key.uid).filter { known.contains($0.uid) }
    if action.keepsCopy { try await keep(action.key, ours, reason: action.reason) }
    for correlation in ours { try await session.deleteCorrelation(correlation) }
    if !known.isEmpty { try await remember([], action.key) }
  }

  // MARK: Copies

  func copy(_ key: ObjectKey, reason: String) async throws(GrafanaError) -> ObjectCopy? {
    let known = try await known(key)
    let stored = try await session.correlations(of: key.uid)
    return Self.copy(key, known.isEmpty ? stored : stored.filter { known.contains($0.uid) }, reason: reason)
  }

  /// Puts each back that a copy has: where it is gone, as a new one, which is ours where the old one was.
  func restore(_ copy: ObjectCopy, message: String) async throws(GrafanaError) {
    guard
      let rows = (try? JSONParser.parse(copy.content, options: .lenient))?["correlations"]?.arrayValue
    else {
      throw GrafanaError(
        kind: .unexpected, status: nil, call: "restore \(copy.key)", message: "the copy is not JSON")
    }
    var known = try await known(copy.key)
    let stored = try await session.correlations(of: copy.key.uid)
    for correlation in rows.compactMap({ RemoteCorrelation($0) }) {
      if let present = stored.first(where: { $0.uid == correlation.uid }) {
        try await session.updateCorrelation(present, correlation.model)
        continue
      }
      let uid = try await session.createCorrelation(correlation.model, of: copy.key.uid)
      guard known.remove(correlation.uid) != nil else { continue }
      known.insert(uid)
      try await remember(known, copy.key)
    }
  }

  /// What a write changes or takes away, as it is.
  private func keep(
    _ key: ObjectKey, _ stored: [RemoteCorrelation], _ body: DocumentBody, reason: String
  ) async throws(GrafanaError) {
    let pairing = Self.pairing(body, stored, try await known(key))
    try await keep(key, pairing.pairs.compactMap(\.stored) + pairing.givenUp, reason: reason)
  }

  private func keep(
    _ key: ObjectKey, _ correlations: [RemoteCorrelation], reason: String
  ) async throws(GrafanaError) {
    guard let copy = Self.copy(key, correlations, reason: reason) else { return }
    try await copies.keep(copy, call: "keep a copy of \(key)")
  }

  private static func copy(
    _ key: ObjectKey, _ correlations: [RemoteCorrelation], reason: String
  ) -> ObjectCopy? {
    if correlations.isEmpty { return nil }
    return ObjectCopy(
      key: key, title: key.uid, parentUID: "",
      content: JSONWriter.bytes(["correlations": .array(correlations.map(\.row))]), reason: reason)
  }

  // MARK: Memory

  /// The uids of those that came from the manifest.
  private func known(_ key: ObjectKey) async throws(GrafanaError) -> Set<String> {
    try await memory.parts(of: .object(key), call: "GET \(key)")
  }

  private func remember(_ uids: Set<String>, _ key: ObjectKey) async throws(GrafanaError) {
    try await memory.remember(uids, of: .object(key), call: "write \(key)")
  }

  private static func pairing(
    _ body: DocumentBody, _ stored: [RemoteCorrelation], _ known: Set<String>
  ) -> CorrelationPairing {
    CorrelationPairing(models(body), stored: stored, remembered: known)
  }

  private static func models(_ body: DocumentBody) -> [JSONObject] {
    (body.model["correlations"]?.arrayValue ?? []).compactMap(\.objectValue)
  }
}
