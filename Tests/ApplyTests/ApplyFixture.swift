import Apply
import Base
import Documents
import Render
import Synchronization

@testable import Plan

/// Short ways to say what is to be done.
enum ApplyFixture {
  static let origin = ChangeOrigin(
    commit: "3f2c9e1a5b7d8c9e0f1a2b3c4d5e6f708192a3b4", author: "Ada", subject: "raise CPU alert")

  static func action(
    _ verb: Action.Verb, _ kind: ObjectKind, _ uid: String, title: String? = nil, parent: String = "",
    body: DesiredBody? = nil, keepsCopy: Bool = false, version: Int? = nil, requires: [ObjectKey] = []
  ) -> Action {
    Action(
      verb: verb, key: ObjectKey(kind, uid),
      reference: ObjectReference(kind: "GrafanaDashboard", namespace: "monitoring", name: uid),
      origin: SourceLocation(file: "\(uid).yaml", position: .start), title: title ?? uid, parentTitle: parent,
      parentUID: parent, formerParentTitle: nil, reason: "changed in Git", changes: [], keepsCopy: keepsCopy,
      version: version, desiredDigest: verb == .delete ? nil : body?.digest ?? Digest(of: uid),
      observedDigest: nil,
      marker: nil, isAdopted: false, isPruned: true, isImplicit: false, requires: requires.sorted())
  }

  static func plan(_ actions: [Action]) -> Plan {
    Plan(actions: actions, equalCount: 0, problems: [], pruneStop: nil)
  }

  static func key(_ uid: String, _ kind: ObjectKind = .dashboard) -> ObjectKey { ObjectKey(kind, uid) }
}

extension DesiredBody {
  var digest: Digest {
    switch self {
    case .folder(let body): body.digest
    case .datasource(let body): body.digest(key: [])
    case .dashboard(let body): body.digest(key: [])
    case .document(let body): body.digest(key: [])
    case .file(let text): text.withBytes { Digest(of: $0) }
    }
  }
}

extension Outcome {
  /// `written a`, `blocked b by a`.
  var summary: String {
    let uid = action.key.uid
    return switch result {
    case .written: "written \(uid)"
    case .recorded: "recorded \(uid)"
    case .failed(let failure): "failed \(uid): \(failure.message)"
    case .blocked(let needed): "blocked \(uid) by \(needed.map(\.key.uid).joined(separator: ","))"
    case .notTried(let reason): "not tried \(uid): \(reason)"
    }
  }
}

/// Keeps copies in memory, or refuses to.
final class KeptCopies: CopyKeeper {
  private let kept = Mutex<[ObjectCopy]>([])
  private let isFull: Bool

  init(isFull: Bool = false) {
    self.isFull = isFull
  }

  var all: [ObjectCopy] { kept.withLock { $0 } }
  var summaries: [String] { all.map { "\($0.key): \($0.reason)" } }

  func keep(_ copy: ObjectCopy) async throws(TargetFailure) {
    if isFull { throw TargetFailure(.passing, "the disk is full") }
    kept.withLock { $0.append(copy) }
  }

  func newestTitle(of key: ObjectKey) async throws(TargetFailure) -> String? {
    all.last { $0.key == key }?.title
  }
}

/// Remembers parts and former contents in memory.
final class RememberedParts: ObjectMemory {
  private let known = Mutex<[PartOwner: Set<String>]>([:])
  private let formers = Mutex<[ObjectKey: [UInt8]]>([:])

  func parts(of owner: PartOwner) async throws(TargetFailure) -> Set<String> {
    known.withLock { $0[owner] ?? [] }
  }

  func remember(_ parts: Set<String>, of owner: PartOwner) async throws(TargetFailure) {
    known.withLock { $0[owner] = parts }
  }

  func former(of key: ObjectKey) async throws(TargetFailure) -> [UInt8]? { formers.withLock { $0[key] } }

  func remember(former: [UInt8]?, of key: ObjectKey) async throws(TargetFailure) {
    formers.withLock { $0[key] = former }
  }
}
