import Base
import Cluster
import Documents
import Plan
import Render
import Synchronization

/// A Kubernetes cluster with the objects around agents as a target (decision 0018): written by server-side apply, and told
/// apart by who has which fields.
public struct ClusterTarget: Target {
  /// Tells what changes between two texts of a manifest.
  public typealias Describe = @Sendable (_ old: SecretValue, _ new: SecretValue) -> [Change]

  let connection: ClusterConnection
  /// Key of the digests of contents, which may be secret.
  let key: [UInt8]
  let copies: any CopyKeeper
  let memory: any ObjectMemory
  /// GrafanaAgents whose objects take what others have.
  let takingOver: Set<ObjectReference>
  private let describe: Describe
  private let writes = Writes()

  /// The markers of what this target has written.
  private final class Writes: Sendable {
    let markers = Mutex<[ObjectKey: String]>([:])
  }

  public init(
    _ connection: ClusterConnection, key: [UInt8], copies: any CopyKeeper, memory: any ObjectMemory,
    takingOver: Set<ObjectReference> = [], describe: @escaping Describe = { _, _ in [] }
  ) {
    self.connection = connection
    self.key = key
    self.copies = copies
    self.memory = memory
    self.takingOver = takingOver
    self.describe = describe
  }

  // MARK: Comparing

  /// Lets the API server say what applying would change: it knows the defaults and the spellings of every version, and
  /// whatever its webhooks add.
  public func inspect(_ subject: InspectionSubject) async throws(TargetFailure) -> Inspection {
    guard case .file(let wanted) = subject.body else { return Inspection(digest: nil) }
    let (name, kind) = try Self.name(subject.key)
    guard let live = try await live(name, kind) else { return Inspection(digest: nil) }
    try checkMeanwhile(live, subject.desired.reference, marker: subject.observed.marker)
    let shown = Digest(of: JSONWriter.bytes(live.substance, style: .canonical), key: key)
    let marker = live.marker.description
    // Nobody has touched what we applied: what differs is what Git wants now.
    let isUntouched = subject.entry?.marker == marker
    let former = isUntouched ? subject.entry?.observedDigest : nil
    guard let trial = try await trial(wanted, name, kind, over: live) else {
      // What it would not take is told by the write, with what to do.
      return Inspection(digest: shown, shown: former ?? shown, marker: marker)
    }
    let result = trial.result
    if result.substance == live.substance, result.own?.fields == live.own?.fields {
      return Inspection(digest: subject.desired.digest, marker: marker)
    }
    let editor = isUntouched ? nil : try await editor(of: live, subject.key)
    var changes = changes(from: live, to: result)
    let isTakingOver = takingOver.contains(subject.desired.reference)
    for conflict in isTakingOver ? [] : try await foreign(trial.conflicts, subject.key) {
      changes.append(
        Change(
          "\(live.name.title): not written while \(conflict.field) belongs to field manager \(conflict.manager)"
        ))
    }
    return Inspection(
      digest: shown, shown: former ?? shown, marker: marker, changes: changes, editor: editor?.name,
      edited: editor?.time?.description)
  }

  /// What would come of applying, and which fields others have; nil where the server would not take it at all.
  private func trial(
    _ wanted: SecretValue, _ name: ClusterObjectName, _ kind: ClusterKind, over live: LiveObject
  ) async throws(TargetFailure) -> (result: LiveObject, conflicts: [ClusterError.FieldConflict])? {
    var conflicts: [ClusterError.FieldConflict] = []
    for isForced in [false, true] {
      do throws(ClusterError) {
        let result = try await connection.apply(
          wanted, to: name, kind, upon: live.uid, isForced: isForced, isDryRun: true)
        return (result, conflicts)
      } catch {
        switch error.kind {
        case .fieldConflict(let found): conflicts = found
        case .invalid, .forbidden: return nil
        default: throw TargetFailure(error, connection)
        }
      }
    }
    return nil
  }

  /// Of the fields that others have, those that were never ours.
  private func foreign(
    _ conflicts: [ClusterError.FieldConflict], _ key: ObjectKey
  ) async throws(TargetFailure) -> [ClusterError.FieldConflict] {
    if conflicts.isEmpty { return [] }
    let known = try await known(key)
    return conflicts.filter { !known.contains($0.field) && !$0.isOfRestoring }
  }

  private func changes(from live: LiveObject, to result: LiveObject) -> [Change] {
    let texts = [live, result].map { SecretValue(JSONWriter.bytes($0.substance)) }
    let changes = describe(texts[0], texts[1])
    if !changes.isEmpty { return changes }
    return [Change("\(live.name.title): its fields are looked after from here")]
  }

  /// Who took fields from us, the last one first.
  private func editor(of live: LiveObject, _ key: ObjectKey) async throws(TargetFailure) -> FieldManager? {
    let lost = try await known(key).subtracting(live.own?.fields.paths ?? [])
    return live.others.filter { !lost.isDisjoint(with: $0.fields.paths) }
      .max { ($0.time?.millisecondsSinceEpoch ?? 0) < ($1.time?.millisecondsSinceEpoch ?? 0) }
  }

  // MARK: Writing

  public func perform(
    _ action: Action, body: DesiredBody?, origin: ChangeOrigin
  ) async throws(TargetFailure) -> Written {
    let (name, kind) = try Self.name(action.key)
    if action.verb == .delete {
      try await delete(action, name, kind)
      return Written(digest: action.observedDigest ?? Digest(of: ""))
    }
    guard case .file(let content)? = body else {
      throw TargetFailure(.refused, "\(name.title) has no manifest")
    }
    let present = try await present(action, name, kind)
    let written = try await apply(content, action, name, kind, over: present)
    try await remember(written, action.key)
    return Written(digest: content.withBytes { Digest(of: $0, key: key) })
  }

  /// What is there before a write; a copy of what we did not write is kept.
  private func present(
    _ action: Action, _ name: ClusterObjectName, _ kind: ClusterKind
  ) async throws(TargetFailure) -> LiveObject? {
    let found = action.keepsCopy ? try await live(name, kind) : try await metadata(name, kind)
    guard let present = found else { return nil }
    if present.isBeingDeleted {
      throw TargetFailure(
        .passing, "\(name.title) is being deleted; it is written when it is gone",
        remedy:
          "see what holds it: kubectl get \(kind.qualifiedResource) \(name.name) -n \(name.namespace) -o yaml"
      )
    }
    try checkMeanwhile(present, action.reference, marker: action.marker)
    if action.keepsCopy { try await keep(present, action.key, reason: action.reason) }
    return present
  }

  /// Refuses what somebody else has made since this cycle looked.
  /// - Parameter marker: of what was there then.
  private func checkMeanwhile(
    _ present: LiveObject, _ agent: ObjectReference, marker: String?
  ) throws(TargetFailure) {
    guard present.own == nil, !takingOver.contains(agent), present.uid != LiveObject.Marker.uid(in: marker)
    else { return }
    throw TargetFailure(
      .passing,
      "\(present.name.title) was made by somebody else meanwhile; it is looked at with the next cycle")
  }

  /// Takes fields from others only where they were ours before, or where the manifest says so: a controller is to force what
  /// it owns (Kubernetes documentation, "Using Server-Side Apply in a controller"), and what it never owned is somebody's.
  private func apply(
    _ content: SecretValue, _ action: Action, _ name: ClusterObjectName, _ kind: ClusterKind,
    over present: LiveObject?
  ) async throws(TargetFailure) -> LiveObject {
    do throws(ClusterError) {
      return try await connection.apply(content, to: name, kind, upon: present?.uid, isForced: false)
    } catch {
      guard case .fieldConflict(let conflicts) = error.kind else { throw TargetFailure(error, connection) }
      let foreign = try await foreign(conflicts, action.key)
      guard foreign.isEmpty || takingOver.contains(action.reference) else { throw .contested(foreign, name) }
      if !foreign.isEmpty, !action.keepsCopy, let theirs = try await live(name, kind) {
        try await keep(theirs, action.key, reason: "taken over")
      }
    }
    do throws(ClusterError) {
      return try await connection.apply(content, to: name, kind, upon: present?.uid, isForced: true)
    } catch {
      throw TargetFailure(error, connection)
    }
  }

  private func delete(
    _ action: Action, _ name: ClusterObjectName, _ kind: ClusterKind
  ) async throws(TargetFailure) {
    if let present = try await live(name, kind) {
      guard present.own != nil || present.uid == LiveObject.Marker.uid(in: action.marker) else {
        throw TargetFailure(
          .refused, "\(name.title) is another object by now, which was not made from here; it stays",
          remedy: "delete it by hand where it is not wanted")
      }
      try await keep(present, action.key, reason: action.reason)
      do throws(ClusterError) {
        try await connection.delete(name, kind, uid: present.uid)
      } catch {
        throw TargetFailure(error, connection)
      }
    }
    try await memory.remember([], of: .fields(action.key))
  }

  private func keep(_ object: LiveObject, _ key: ObjectKey, reason: String) async throws(TargetFailure) {
    try await copies.keep(
      ObjectCopy(
        key: key, title: object.name.title, parentUID: "",
        content: JSONWriter.bytes(object.substance, style: .pretty), reason: reason))
  }

  // MARK: Remembering

  private func known(_ key: ObjectKey) async throws(TargetFailure) -> Set<String> {
    try await memory.parts(of: .fields(key))
  }

  private func remember(_ object: LiveObject, _ key: ObjectKey) async throws(TargetFailure) {
    writes.markers.withLock { $0[key] = object.marker.description }
    try await memory.remember(object.own?.fields.paths ?? [], of: .fields(key))
  }

  /// What is as wanted and new to us: which fields of it are ours is read from it.
  public func adopt(
    _ action: Action, body: @Sendable () async throws(TargetFailure) -> DesiredBody?
  ) async throws(TargetFailure) {
    let (name, kind) = try Self.name(action.key)
    if let object = try await metadata(name, kind) { try await remember(object, action.key) }
  }

  public func settle(_ written: [ObjectKey: Written]) async throws(TargetFailure) -> [ObjectKey: String] {
    writes.markers.withLock { markers in markers.filter { written[$0.key] != nil } }
  }

  /// What no listing shows has been asked for by its name.
  public func isHidden(_ key: ObjectKey) async throws(TargetFailure) -> Bool { false }

  public func parallelWrites(_ kind: ObjectKind) -> Int { 4 }

  // MARK: Copies

  /// Puts a copy back, and keeps what it replaces.
  /// - Returns: the marker of what is there then.
  public func restore(_ copy: ObjectCopy) async throws(TargetFailure) -> String {
    let (name, kind) = try Self.name(copy.key)
    guard let substance = try? JSONParser.parse(copy.content, options: .lenient) else {
      throw TargetFailure(.refused, "the copy cannot be read")
    }
    let present = try await live(name, kind)
    if let present { try await keep(present, copy.key, reason: copy.reason) }
    do throws(ClusterError) {
      return try await connection.put(
        LiveObject.restored(substance, over: present), as: name, kind, over: present
      ).marker.description
    } catch {
      throw TargetFailure(error, connection)
    }
  }

  // MARK: Reading

  private func live(
    _ name: ClusterObjectName, _ kind: ClusterKind
  ) async throws(TargetFailure) -> LiveObject? {
    do throws(ClusterError) {
      return try await connection.get(kind, name)
    } catch {
      throw TargetFailure(error, connection)
    }
  }

  private func metadata(
    _ name: ClusterObjectName, _ kind: ClusterKind
  ) async throws(TargetFailure) -> LiveObject? {
    do throws(ClusterError) {
      return try await connection.metadata(of: name, kind)
    } catch {
      throw TargetFailure(error, connection)
    }
  }

  private static func name(_ key: ObjectKey) throws(TargetFailure) -> (ClusterObjectName, ClusterKind) {
    guard let name = ClusterObjectName(uid: key.uid), let kind = ClusterKind(rawValue: name.kind) else {
      throw TargetFailure(.refused, "\(key.uid) is no object of a cluster that is written from here")
    }
    return (name, kind)
  }
}
