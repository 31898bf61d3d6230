import Apply
import Base
import Documents
import Plan

/// One object in a note: what was done to it, and all that is needed to know it as ours again.
public struct NotedObject: Hashable, Sendable {
  /// As `TargetReport.name`.
  public let target: String
  public let verb: Action.Verb
  public let key: ObjectKey
  public let reference: ObjectReference
  public let origin: SourceLocation
  public let title: String
  public let parentUID: String
  /// Digest of the wanted content; nil for deletions.
  public let desiredDigest: Digest?
  /// Digest of the content as the target gives it back.
  public let observedDigest: Digest?
  public let version: Int?
  public let isAdopted: Bool
  public let isPruned: Bool
  public let isImplicit: Bool
  /// As `DesiredObject.secretPlaces`.
  public let secretPlaces: [String]
  /// As `Outcome.parts`.
  public let parts: [String]
  /// When it was done, where that is not when the whole entry was: in entries that sum up several cycles.
  public let at: Timestamp?

  /// Nil for outcomes that change nothing about whose the object is: failures.
  init?(_ outcome: Outcome, target: String) {
    let action = outcome.action
    switch outcome.result {
    case .written(let written):
      observedDigest = action.verb == .delete ? nil : written.digest
      version = written.version ?? action.version
    case .recorded:
      observedDigest = action.observedDigest
      version = action.version
    case .failed, .blocked, .notTried: return nil
    }
    self.target = target
    verb = action.verb
    key = action.key
    reference = action.reference
    origin = action.origin
    title = action.title
    parentUID = action.parentUID
    desiredDigest = action.desiredDigest
    isAdopted = action.isAdopted
    isPruned = action.isPruned
    isImplicit = action.isImplicit
    secretPlaces = action.secretPlaces
    parts = outcome.parts
    at = nil
  }

  init(_ other: NotedObject, at: Timestamp) {
    target = other.target
    verb = other.verb
    key = other.key
    reference = other.reference
    origin = other.origin
    title = other.title
    parentUID = other.parentUID
    desiredDigest = other.desiredDigest
    observedDigest = other.observedDigest
    version = other.version
    isAdopted = other.isAdopted
    isPruned = other.isPruned
    isImplicit = other.isImplicit
    secretPlaces = other.secretPlaces
    parts = other.parts
    self.at = at
  }

  /// Whether the object is ours afterwards; nil where that stays as it was.
  var isOwnedAfterwards: Bool? {
    switch verb {
    case .create, .update, .move, .repair, .adopt, .rebaseline: true
    case .delete, .forget: false
    case .report: nil
    }
  }
}

extension NotedObject {
  /// What is usual is left out: `adopted`, `implicit` and `kept` where they are false, `observed` where it is `digest`.
  var json: JSON {
    .members(
      ("target", .string(target)), ("action", .string(verb.rawValue)), ("kind", .string(key.kind.rawValue)),
      ("uid", .string(key.uid)), ("manifest", .reference(reference)), ("title", .string(title)),
      ("folderUid", parentUID.isEmpty ? nil : .string(parentUID)), ("file", .string(origin.file)),
      ("line", .whole(origin.position.line)), ("column", .whole(origin.position.column)),
      ("adopted", .flag(isAdopted)), ("implicit", .flag(isImplicit)), ("kept", .flag(!isPruned)),
      ("digest", .text(desiredDigest?.description)),
      ("observed", observedDigest == desiredDigest ? nil : .text(observedDigest?.description)),
      ("objectVersion", .whole(version)),
      ("secretPlaces", .lines(secretPlaces)), ("parts", .lines(parts)), ("at", .time(at)))
  }

  init?(_ json: JSON) {
    guard let target = json["target"]?.stringValue,
      let verb = json["action"]?.stringValue.flatMap(Action.Verb.init(rawValue:)),
      let kind = json["kind"]?.stringValue.flatMap(ObjectKind.init(rawValue:)),
      let uid = json["uid"]?.stringValue, let manifest = json["manifest"],
      let manifestKind = manifest["kind"]?.stringValue, let namespace = manifest["namespace"]?.stringValue,
      let name = manifest["name"]?.stringValue, let file = json["file"]?.stringValue
    else { return nil }
    self.target = target
    self.verb = verb
    key = ObjectKey(kind, uid)
    reference = ObjectReference(kind: manifestKind, namespace: namespace, name: name)
    origin = SourceLocation(
      file: file,
      position: Position(line: json["line"]?.intValue ?? 1, column: json["column"]?.intValue ?? 1))
    title = json["title"]?.stringValue ?? ""
    parentUID = json["folderUid"]?.stringValue ?? ""
    desiredDigest = json["digest"]?.stringValue.flatMap { Digest(hexadecimal: $0) }
    observedDigest = json["observed"]?.stringValue.flatMap { Digest(hexadecimal: $0) } ?? desiredDigest
    version = json["objectVersion"]?.intValue
    isAdopted = json["adopted"]?.boolValue ?? false
    isPruned = !(json["kept"]?.boolValue ?? false)
    isImplicit = json["implicit"]?.boolValue ?? false
    secretPlaces = (json["secretPlaces"]?.arrayValue ?? []).compactMap(\.stringValue)
    parts = (json["parts"]?.arrayValue ?? []).compactMap(\.stringValue)
    at = json["at"]?.stringValue.flatMap { Timestamp($0) }
  }
}
