import Base

/// Finds out which object of the target each desired object is.
///
/// The manifest's uid decides, and folder and name for objects that are known by these; without one, in this order: what the inventory remembers for the manifest; a single
/// object with the same title in the same folder; the uid that the manifest's object had before it left Git; a uid made
/// from the manifest's kind, namespace and name, so that a lost memory leads to the same uid again.
struct IdentityResolver {
  private let input: PlanInput
  /// What is remembered for each manifest: more than one object where a uid changed and the old object is still there.
  private let entriesByReference: [ObjectReference: [InventoryEntry]]
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
    claimedUIDs = Set(
      input.desired.compactMap { object in object.uid.map { ObjectKey(object.kind, $0).declared } })
    entriesByReference = Dictionary(
      grouping: input.inventory.values.sorted { $0.key < $1.key }, by: \.reference)
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
      let open = Waiting(waiting)
      let round = waiting.filter { !open.holdsParent(of: $0) }
      guard !round.isEmpty else {
        reportCycles(waiting)
        break
      }
      var identified = round.compactMap { identify($0) }
      refuseTwins(&identified, known: foldersByUID)
      for folder in identified {
        folders[folder.desired.reference] = folder
        foldersByUID[folder.key.uid] = folder
      }
      objects += identified
      let done = Set(round.map(\.reference))
      waiting.removeAll { done.contains($0.reference) }
    }
    // A folder may have turned out later to be the twin of one that was identified before.
    objects.removeAll { unidentified.contains($0.desired.reference) }
    var others = input.desired.filter { $0.kind != .folder }.compactMap { identify($0) }
    refuseTwins(&others, known: [:])
    return Identities(objects: objects + others, problems: problems.sorted(), unidentified: unidentified)
  }

  /// Folders that are not identified yet, by what may name them as parent.
  private struct Waiting {
    private let references: Set<ObjectReference>
    private let uids: Set<String>

    init(_ folders: [DesiredObject]) {
      references = Set(folders.map(\.reference))
      uids = Set(folders.compactMap(\.uid))
    }

    func holdsParent(of folder: DesiredObject) -> Bool {
      switch folder.parent {
      case .root: false
      case .uid(let uid): uids.contains(uid)
      case .object(let reference): references.contains(reference)
      }
    }
  }

  /// None of these has a parent that can be identified: some lie inside themselves, the others below those.
  private mutating func reportCycles(_ folders: [DesiredObject]) {
    let waiting = folders.sorted { $0.reference < $1.reference }
    let byReference = Dictionary(waiting.map { ($0.reference, $0) }, uniquingKeysWith: { first, _ in first })
    let byUID = Dictionary(
      waiting.compactMap { folder in folder.uid.map { ($0, folder) } },
      uniquingKeysWith: { first, _ in first })
    func parent(of folder: DesiredObject) -> DesiredObject? {
      switch folder.parent {
      case .root: nil
      case .uid(let uid): byUID[uid]
      case .object(let reference): byReference[reference]
      }
    }
    for folder in waiting {
      var circle: [DesiredObject] = []
      var next = parent(of: folder)
      while let above = next, above.reference != folder.reference, circle.count < waiting.count {
        circle.append(above)
        next = parent(of: above)
      }
      if next?.reference == folder.reference {
        let names = ([folder] + circle).sorted { $0.reference < $1.reference }
          .map { "\($0.reference) (\($0.origin.fileAndLine))" }.joined(separator: ", ")
        refuse(
          folder, code: "folder-cycle", "the folder lies inside itself: \(names) name each other as parents",
          remedy: "give one of them another parentFolderRef or none")
      } else {
        refuseForParent(folder, parent(of: folder)?.reference.description ?? "")
      }
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
      if claimedUIDs.contains(ObjectKey(.folder, uid)) {
        refuseForParent(object, "the one with the uid \(uid)")
        return nil
      }
      refuse(
        object, code: "folder-missing",
        "there is no folder with the uid \(uid), neither in this repository nor in the workspace",
        remedy: "add a GrafanaFolder with this uid, or name another folder")
      return nil
    case .object(let reference):
      if let folder = folders[reference] { return place(inside: folder) }
      // Its manifest is held back, but the folder is there.
      if let entry = entriesByReference[reference]?.first(where: { input.observed[$0.key] != nil }) {
        return (entry.key.uid, entry.title, 1)
      }
      refuseForParent(object, reference.description)
      return nil
    }
  }

  private mutating func refuseForParent(_ object: DesiredObject, _ folder: String) {
    refuse(
      object, code: "folder-held-back", "its folder, \(folder), is held back",
      remedy: "mend that manifest first")
  }

  private func place(inside folder: IdentifiedObject) -> (uid: String, path: String, depth: Int) {
    let path =
      folder.parentTitle.isEmpty ? folder.desired.title : folder.parentTitle + " / " + folder.desired.title
    return (folder.key.uid, path, folder.depth + 1)
  }

  private mutating func uid(of object: DesiredObject, in parentUID: String) -> String? {
    if let uid = object.uid { return uid }
    if object.kind.identity == .place {
      return ObjectKey(object.kind, folderUID: parentUID, name: object.title).uid
    }
    let known = (entriesByReference[object.reference] ?? []).filter {
      $0.key.kind == object.kind && !claimedUIDs.contains($0.key)
    }
    if let entry = known.first(where: { input.observed[$0.key] != nil }) ?? known.first {
      return entry.key.uid
    }
    let natural = NaturalKey(adopting: object.kind, parentUID: parentUID, title: object.title)
    var candidates = (observedByTitle[natural] ?? []).filter { isFree($0) }
    // Among titles that differ in case only, the equal one is meant.
    let equal = candidates.filter { input.observed[$0]?.title == object.title }
    if equal.count == 1 { candidates = equal }
    if candidates.count > 1 {
      let uids = candidates.map(\.uid).joined(separator: ", ")
      refuse(
        object, code: "ambiguous-title",
        "the workspace holds \(candidates.count) \(object.kind.name)s named \"\(object.title)\" here (uids \(uids))",
        remedy: "set spec.uid to the one that is meant")
      return nil
    }
    return candidates.first?.uid ?? formerUID(of: object) ?? derivedUID(of: object)
  }

  /// The uid that it had before a commit took it away: a revert brings back the same object. Not where something else
  /// has it now.
  private func formerUID(of object: DesiredObject) -> String? {
    guard let uid = input.formerUIDs[FormerObject(object.kind, object.reference)] else { return nil }
    let key = ObjectKey(object.kind, uid)
    return input.observed[key] == nil && isFree(key) ? uid : nil
  }

  /// Whether no manifest of this revision stands for the object already, not even one that cannot be read.
  private func isFree(_ key: ObjectKey) -> Bool {
    if claimedUIDs.contains(key) { return false }
    guard let entry = input.inventory[key] else { return true }
    return !references.contains(entry.reference) && !input.heldBack.contains(entry.reference)
      && !input.heldBack.contains(entry.reference.manifest)
      && !input.isInDoubt(entry)
  }

  /// 40 hexadecimal digits, the longest uid that Grafana takes, and no other manifest's.
  private func derivedUID(of object: DesiredObject) -> String {
    var seed = object.reference.path
    while true {
      let uid = String(Digest(of: seed).description.prefix(40))
      if !claimedUIDs.contains(ObjectKey(object.kind, uid)) { return uid }
      seed += " "
    }
  }

  /// Two manifests for one object would undo each other's work for ever, so neither is applied.
  /// - Parameter known: folders of earlier rounds, which may turn out to be twins of these.
  private mutating func refuseTwins(
    _ objects: inout [IdentifiedObject], known: [String: IdentifiedObject]
  ) {
    var groups = Dictionary(grouping: objects, by: \.key.declared)
    for (key, group) in groups {
      if key.kind == .folder, let earlier = known[key.uid] { groups[key] = [earlier] + group }
    }
    groups = groups.filter { $0.value.count > 1 }
    for (key, twins) in groups {
      let places = twins.map { $0.desired.origin }.sorted().map(\.fileAndLine).joined(separator: " and ")
      for twin in twins where unidentified.insert(twin.desired.reference).inserted {
        refuse(
          twin.desired, code: "duplicate-uid",
          "two manifests are the same \(key.kind.name) \(key.uid): \(places)",
          remedy: Self.remedyForTwins(key.kind))
      }
    }
    objects.removeAll { groups[$0.key.declared] != nil }
  }

  private static func remedyForTwins(_ kind: ObjectKind) -> String {
    switch kind.identity {
    case .uid: "give one of them another uid, or remove it"
    case .name: "give one of them another name, or remove it"
    case .place: "give one of them another name or folder, or remove it"
    case .single: "keep one of them: a workspace has only one"
    }
  }

  private mutating func refuse(_ object: DesiredObject, code: String, _ message: String, remedy: String) {
    unidentified.insert(object.reference)
    problems.append(
      Diagnostic(.error, code: code, subject: object.reference, at: object.origin, message, remedy: remedy))
  }
}
