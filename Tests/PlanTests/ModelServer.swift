import Base
import Plan

/// A target in memory that is as unforgiving as the oldest servers are.
struct ModelServer {
  struct Stored: Equatable {
    var title: String
    var parentUID: String
    var content: String
    var version: Int
    /// Somebody else wrote what it holds now.
    var isForeign: Bool
  }

  let rule: TitleRule
  var objects: [ObjectKey: Stored] = [:]
  /// Objects that went because a folder around them went.
  private(set) var cascaded: [ObjectKey] = []
  /// Foreign contents that were overwritten or deleted without a copy.
  private(set) var lost: [ObjectKey] = []

  init(rule: TitleRule) { self.rule = rule }

  static func digest(_ title: String, _ content: String) -> Digest { Digest(of: "\(title)|\(content)") }

  var observed: [ObjectKey: ObservedObject] {
    var observed: [ObjectKey: ObservedObject] = [:]
    for (key, object) in objects {
      observed[key] = ObservedObject(
        key: key, title: object.title, parentUID: object.parentUID, marker: "\(object.version)")
    }
    return observed
  }

  func inspect(_ key: ObjectKey) -> Inspection {
    guard let object = objects[key] else { return Inspection(digest: nil) }
    return Inspection(
      digest: Self.digest(object.title, object.content), version: object.version,
      parentUID: key.kind.hasParent ? object.parentUID : nil, marker: "\(object.version)")
  }

  /// - Returns: the version afterwards; nil where the server refuses.
  mutating func perform(_ action: Action, content: String) -> Int? {
    let old = objects[action.key]
    if action.verb == .delete {
      guard let old else { return 0 }
      note(old, action)
      remove(action.key)
      return 0
    }
    if action.verb == .create, old != nil { return nil }
    guard isPlaceThere(action), !isTaken(action.title, in: action.parentUID, action.key),
      old == nil || action.version == old?.version
    else {
      return nil
    }
    if let old { note(old, action) }
    let version = (old?.version ?? 0) + 1
    objects[action.key] = Stored(
      title: action.title, parentUID: action.parentUID, content: content, version: version, isForeign: false)
    return version
  }

  /// What it holds is what Git wants, so nothing of it can be lost.
  mutating func accept(_ key: ObjectKey) { objects[key]?.isForeign = false }

  private mutating func note(_ old: Stored, _ action: Action) {
    if old.isForeign, !action.keepsCopy { lost.append(action.key) }
  }

  private mutating func remove(_ key: ObjectKey) {
    objects[key] = nil
    guard key.kind == .folder else { return }
    for inner in objects.keys.filter({ $0.kind.hasParent && objects[$0]?.parentUID == key.uid }) {
      cascaded.append(inner)
      remove(inner)
    }
  }

  private func isPlaceThere(_ action: Action) -> Bool {
    var uid = action.parentUID
    var steps = 0
    while !uid.isEmpty {
      guard let folder = objects[ObjectKey(.folder, uid)], ObjectKey(.folder, uid) != action.key, steps < 100
      else {
        return false
      }
      uid = folder.parentUID
      steps += 1
    }
    return true
  }

  /// Whether another object than the one of the key has the title.
  func isTaken(_ title: String, in parentUID: String, _ key: ObjectKey) -> Bool {
    guard rule != .free || key.kind == .datasource, key.kind != .agentFile else { return false }
    return objects.contains { other, object in
      other.kind == key.kind && other != key && object.parentUID == parentUID
        && name(object.title, key.kind) == name(title, key.kind)
    }
  }

  private func name(_ title: String, _ kind: ObjectKind) -> String {
    rule == .slug && kind != .datasource ? title.lowercased().filter { $0.isLetter || $0.isNumber } : title
  }
}
