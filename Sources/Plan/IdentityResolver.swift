import Base

/// Finds out which object of the target each desired object is.
///
/// The manifest's uid decides; without one, in this order: what the inventory remembers for the manifest; a single
/// object with the same title in the same folder; a uid made from the manifest's kind, namespace and name, so that
/// a lost memory leads to the same uid again.
struct IdentityResolver {
  private let input: PlanInput
  private let entriesByReference: [ObjectReference: InventoryEntry]
  private let claimedUIDs: Set<ObjectKey>
  private let references: Set<ObjectReference>
  private var observedByTitle: [NaturalKey: [ObjectKey]] = [:]
  private var folders: [ObjectReference: IdentifiedObject] = [:]
  private var foldersByUID: [String: IdentifiedObject] = [:]
  private var problems: [Diagnostic] = []
  private var unidentified: Set<ObjectReference> = []

  static func resolve(_ input: PlanInput) -> Identities {
    var resolver = IdentityResolver(input)
    return resolver.run()
  }

  private init(_ input: PlanInput) {
    self.input = input
    references = Set(input.desired.map(\.reference))
    claimedUIDs = Set(input.desired.compactMap { object in object.uid.map { ObjectKey(object.kind, $0) } })
    entriesByReference = Dictionary(
      input.inventory.values.sorted { $0.key < $1.key }.map { ($0.reference, $0) },
      uniquingKeysWith: { first, _ in first })
    for object in input.observed.values.sorted(by: { $0.key < $1.key }) {
      let key = NaturalKey(adopting: object.key.kind, parentUID: object.parentUID, title: object.title)
      observedByTitle[key, default: []].append(object.key)
    }
  }

  private mutating func run() -> Identities {
    var objects: [IdentifiedObject] = []
    var waiting = input.desired.filter { $0.kind == .folder }
    // Folders become known from the top downwards: each round identifies those whose parent is known.
    while !waiting.isEmpty {
      let round = waiting.filter { isParentKnown($0) }
      guard !round.isEmpty else {
        reportCycle(waiting)
        break
      }
      let done = Set(round.map(\.reference))
      for folder in round {
        guard let identified = identify(folder) else { continue }
        folders[folder.reference] = identified
        foldersByUID[identified.key.uid] = identified
        objects.append(identified)
      }
      waiting.removeAll { done.contains($0.reference) }
    }
    for object in input.desired where object.kind != .folder {
      if let identified = identify(object) { objects.append(identified) }
    }
    refuseTwins(&objects)
    return Identities(objects: objects, problems: problems.sorted(), unidentified: unidentified)
  }

  private func isParentKnown(_ folder: DesiredObject) -> Bool {
    guard case .object(let parent) = folder.parent else { return true }
    return folders[parent] != nil || !references.contains(parent) || unidentified.contains(parent)
  }

  private mutating func reportCycle(_ folders: [DesiredObject]) {
    let names = folders.map { "\($0.reference) (\($0.origin.fileAndLine))" }.joined(separator: ", ")
    for folder in folders {
      refuse(
        folder, code: "folder-cycle", "the folder lies inside itself: \(names) name each other as parents",
        remedy: "give one of them another parentFolderRef or none")
    }
  }

  private mutating func identify(_ object: DesiredObject) -> IdentifiedObject? {
    guard let parent = parent(of: object) else { return nil }
    guard let uid = uid(of: object, in: parent.uid) else { return nil }
    return IdentifiedObject(
      desired: object, key: ObjectKey(object.kind, uid), parentUID: parent.uid, parentTitle: parent.path,
      depth: parent.depth)
  }

  /// Uid, title path and depth of the folder that the object is to lie in; nil after telling why there is none.
  private mutating func parent(of object: DesiredObject) -> (uid: String, path: String, depth: Int)? {
    switch object.parent {
    case .root: return ("", "", 0)
    case .uid(let uid):
      if let folder = foldersByUID[uid] { return place(inside: folder) }
      if let folder = input.observed[ObjectKey(.folder, uid)] { return (uid, folder.title, 1) }
      if object.kind == .folder, claimedUIDs.contains(ObjectKey(.folder, uid)) { return (uid, uid, 1) }
      refuse(
        object, code: "folder-missing",
        "there is no folder with the uid \(uid), neither in this repository nor in the workspace",
        remedy: "add a GrafanaFolder with this uid, or name another folder")
      return nil
    case .object(let reference):
      if let folder = folders[reference] { return place(inside: folder) }
      if let entry = entriesByReference[reference] { return (entry.key.uid, entry.title, 1) }
      refuse(
        object, code: "folder-held-back", "its folder, \(reference), is held back",
        remedy: "mend that manifest first")
      return nil
    }
  }

  private func place(inside folder: IdentifiedObject) -> (uid: String, path: String, depth: Int) {
    let path =
      folder.parentTitle.isEmpty ? folder.desired.title : folder.parentTitle + " / " + folder.desired.title
    return (folder.key.uid, path, folder.depth + 1)
  }

  private mutating func uid(of object: DesiredObject, in parentUID: String) -> String? {
    if let uid = object.uid { return uid }
    if let entry = entriesByReference[object.reference], entry.key.kind == object.kind,
      !claimedUIDs.contains(entry.key)
    {
      return entry.key.uid
    }
    let natural = NaturalKey(adopting: object.kind, parentUID: parentUID, title: object.title)
    let candidates = (observedByTitle[natural] ?? []).filter { isFree($0) }
    if candidates.count > 1 {
      let uids = candidates.map(\.uid).joined(separator: ", ")
      refuse(
        object, code: "ambiguous-title",
        "the workspace holds \(candidates.count) \(object.kind.name)s named \"\(object.title)\" here (uids \(uids))",
        remedy: "set spec.uid to the one that is meant")
      return nil
    }
    return candidates.first?.uid ?? Self.derivedUID(of: object.reference)
  }

  /// Whether no manifest of this revision stands for the object already.
  private func isFree(_ key: ObjectKey) -> Bool {
    if claimedUIDs.contains(key) { return false }
    guard let entry = input.inventory[key] else { return true }
    return !references.contains(entry.reference)
  }

  /// 40 hexadecimal digits, the longest uid that Grafana takes.
  static func derivedUID(of reference: ObjectReference) -> String {
    String(Digest(of: reference.path).description.prefix(40))
  }

  /// Two manifests for one object would undo each other's work for ever, so neither is applied.
  private mutating func refuseTwins(_ objects: inout [IdentifiedObject]) {
    let groups = Dictionary(grouping: objects, by: \.key).filter { $0.value.count > 1 }
    for (key, twins) in groups {
      let places = twins.map { $0.desired.origin }.sorted().map(\.fileAndLine).joined(separator: " and ")
      for twin in twins {
        refuse(
          twin.desired, code: "duplicate-uid",
          "two manifests are the same \(key.kind.name) \(key.uid): \(places)",
          remedy: "give one of them another uid, or remove it")
      }
    }
    objects.removeAll { groups[$0.key] != nil }
  }

  private mutating func refuse(_ object: DesiredObject, code: String, _ message: String, remedy: String) {
    unidentified.insert(object.reference)
    problems.append(
      Diagnostic(.error, code: code, subject: object.reference, at: object.origin, message, remedy: remedy))
  }
}
