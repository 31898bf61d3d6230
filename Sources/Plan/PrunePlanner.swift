import Base

/// Decides about what is owned and no longer wanted.
enum PrunePlanner {
  struct Result {
    var actions: [Action] = []
    var problems: [Diagnostic] = []
    var stop: PruneStop?
  }

  /// Deletions are decided as if everything that is to leave a folder did; `keepFolders` looks at what really does.
  static func run(_ input: PlanInput, identities: Identities) -> Result {
    var result = Result()
    var candidates: [InventoryEntry] = []
    let left = Leavers(input, identities)
    result.problems = left.doubts
    let declared = Dictionary(
      identities.objects.map { ($0.key.declared, $0) }, uniquingKeysWith: { first, _ in first })
    let known = input.inventory.values.filter { !input.unlisted.contains($0.key) }
    for entry in known.sorted(by: { $0.key < $1.key }) where left.contains(entry) {
      if input.observed[entry.key] == nil {
        result.actions.append(action(.forget, entry, reason: "gone from Git and from the target"))
      } else if let heir = declared[entry.key.declared] {
        result.actions.append(
          action(
            .forget, entry,
            reason: "goes on as \(heir.desired.reference) (\(heir.desired.origin.fileAndLine))"))
      } else if let manager = input.observed[entry.key]?.manager {
        result.problems.append(handedOver(entry, to: manager, in: input.policy.holder))
        result.actions.append(
          action(.forget, entry, reason: "no longer in Git; stays, \(manager) manages it"))
      } else if let heir = input.neighbours.heir(of: entry) {
        // Ours until the other one has taken it over, with all that is known of it.
        guard heir.isOwned else { continue }
        result.actions.append(
          action(
            .forget, entry,
            reason: "no longer in Git here; stays, environment \(heir.environment) has it "
              + "(\(heir.origin.fileAndLine))"))
      } else if input.policy.isPruneDisabled {
        continue
      } else if !entry.isPruned {
        result.actions.append(
          action(.forget, entry, reason: "no longer in Git; stays, by its prune annotation").releasing)
      } else if entry.isImplicit, entry.isAdopted {
        result.actions.append(
          action(.forget, entry, reason: "no longer used; stays, it was there before").releasing)
      } else {
        candidates.append(entry)
      }
    }
    let places = Dictionary(
      identities.objects.map { ($0.key, $0.parentUID) }, uniquingKeysWith: { first, _ in first })
    let staying = stayingFolders(Set(candidates.map(\.key)), input) { places[$0.key] ?? $0.parentUID }
    result.problems += candidates.compactMap { entry in
      staying[entry.key].flatMap { stays(entry, because: $0) }
    }
    candidates.removeAll { staying[$0.key] != nil }
    let asked = candidates.filter { !input.policy.answered.contains($0.key) }
    result.stop = stop(asked, input: input)
    if result.stop != nil { candidates.removeAll { !input.policy.answered.contains($0.key) } }
    let heirs = Dictionary(
      identities.objects.map { (FormerObject($0.key.kind, $0.desired.reference), $0) },
      uniquingKeysWith: { first, _ in first })
    result.actions += candidates.map { entry in
      let heir = heirs[FormerObject(entry.key.kind, entry.reference)]
      let reason =
        entry.key.kind.identity == .single
        ? "no longer in Git; what was there before comes back" : "no longer in Git"
      return action(
        .delete, entry, reason: heir.map { "\(entry.reference) is now \($0.key)" } ?? reason,
        changes: strangers(in: entry.key, input))
    }
    return result
  }

  /// Takes back deletions of folders that hold something which does not leave, for whatever reason, and lets the others
  /// wait for what does: servers delete a folder with all that is in it.
  static func keepFolders(in draft: inout PlanDraft, _ input: PlanInput) {
    let deletions = draft.actions.values.filter { $0.verb == .delete }
    guard deletions.contains(where: { $0.key.kind == .folder }) else { return }
    let actions = draft.actions
    let going = Set(deletions.map(\.key))
    // What is being made counts as well.
    let new = draft.writes.filter { input.observed[$0.key] == nil }.map {
      ObservedObject(key: $0.key, title: $0.title, parentUID: $0.parentUID)
    }
    let staying = stayingFolders(going, input, new: new) { object in
      guard let action = actions[object.key], action.verb.isWrite, action.verb != .delete else {
        return place(of: object, input)
      }
      return action.parentUID
    }
    for key in staying.keys.sorted() {
      guard let contents = staying[key], let entry = input.inventory[key] else { continue }
      draft.drop(key, because: stays(entry, because: contents))
    }
    var contents: [String: [ObjectKey]] = [:]
    let acted = Dictionary(grouping: draft.actions.keys, by: \.declared)
    for object in input.observed.values where object.key.kind.hasParent {
      contents[place(of: object, input), default: []] += acted[object.key] ?? []
    }
    for key in going where key.kind == .folder && staying[key] == nil {
      draft.require(contents[key.uid] ?? [], before: key)
    }
  }

  /// Lets the deletion of an object wait for the write of the one that its manifest has become by another name, folder or
  /// uid, and takes it back where that is not written: nothing goes before what replaces it is there.
  static func keepRenamed(
    in draft: inout PlanDraft, _ input: PlanInput, _ keys: [ObjectReference: [ObjectKey]]
  ) {
    let deletions = draft.actions.values.filter { $0.verb == .delete }
    for action in deletions.sorted(by: { $0.key < $1.key }) {
      let heirs = (keys[action.reference] ?? []).filter { $0.kind == action.key.kind && $0 != action.key }
      let written = heirs.filter { draft.actions[$0]?.verb.isWrite == true }
      draft.require(written, before: action.key)
      let missing = heirs.filter { input.observed[$0] == nil && !written.contains($0) }
      guard let heir = missing.min() else { continue }
      draft.drop(
        action.key,
        because: Diagnostic(
          .warning, code: "heir-missing", subject: action.reference, at: action.origin,
          "\(action.key.kind.name) \"\(action.title)\" stays for now: \(action.reference) is now \(heir), which is not "
            + "written in this cycle",
          remedy: "see what is said of \(action.reference)"))
    }
  }

  private static func place(of object: ObservedObject, _ input: PlanInput) -> String {
    input.inspections[object.key]?.parentUID ?? object.parentUID
  }

  /// Folders that hold something afterwards, each with what it holds.
  private static func stayingFolders(
    _ candidates: Set<ObjectKey>, _ input: PlanInput, new: [ObservedObject] = [],
    place: (ObservedObject) -> String
  ) -> [ObjectKey: [ObservedObject]] {
    var contents: [String: [ObservedObject]] = [:]
    for object in Array(input.observed.values) + new where object.key.kind.hasParent {
      contents[place(object), default: []].append(object)
    }
    var staying: [ObjectKey: [ObservedObject]] = [:]
    let going = Set(candidates.map(\.declared))
    // A folder that stays makes its parent stay.
    var waiting = candidates.filter { $0.kind == .folder }.sorted()
    while let key = waiting.popLast() {
      guard staying[key] == nil else { continue }
      let rest = (contents[key.uid] ?? []).filter { !going.contains($0.key) || staying[$0.key] != nil }
      guard !rest.isEmpty else { continue }
      staying[key] = rest.sorted { $0.key < $1.key }
      if let folder = input.observed[key] {
        let parent = ObjectKey(.folder, place(folder))
        if candidates.contains(parent) { waiting.append(parent) }
      }
    }
    return staying
  }

  private static func stays(_ entry: InventoryEntry, because contents: [ObservedObject]) -> Diagnostic {
    let named =
      contents.prefix(3).map { "\($0.key.kind.name) \"\($0.title)\"" }.joined(separator: ", ")
      + (contents.count > 3 ? " and \(contents.count - 3) more" : "")
    return Diagnostic(
      .warning, code: "folder-not-empty", subject: entry.reference, at: entry.origin,
      "folder \"\(entry.title)\" is no longer in Git but stays: it holds \(named)",
      remedy: "move or delete them, and the folder goes with the next cycle")
  }

  private static func handedOver(_ entry: InventoryEntry, to manager: String, in holder: String) -> Diagnostic
  {
    Diagnostic(
      .warning, code: "managed-elsewhere", subject: entry.reference, at: entry.origin,
      "\(entry.key.kind.name) \"\(entry.title)\" is no longer in Git, and \(holder) says that it is managed by "
        + "\(manager): it stays, and is no longer looked after from here",
      remedy: "delete it there where it is not wanted")
  }

  private static func stop(_ candidates: [InventoryEntry], input: PlanInput) -> PruneStop? {
    guard !candidates.isEmpty, !input.policy.isPruneAllowed else { return nil }
    let owned = input.inventory.count
    let cause: PruneStop.Cause? =
      if let absence = input.absence {
        .absence(absence)
      } else if input.desired.isEmpty, input.heldBack.isEmpty {
        .emptyRender
      } else if Double(candidates.count) > input.policy.pruneLimitShare * Double(owned) {
        .share(limit: input.policy.pruneLimitShare)
      } else if candidates.count > input.policy.pruneLimitCount {
        .count(limit: input.policy.pruneLimitCount)
      } else {
        nil
      }
    return cause.map { PruneStop(cause: $0, candidates: candidates.map(\.key), owned: owned) }
  }

  /// What a contact point keeps, which goes on with that under its name.
  private static func strangers(in key: ObjectKey, _ input: PlanInput) -> [Change] {
    key.kind == .contactPoint
      ? input.foreignParts(of: key).map { Change("receiver \($0) is not from Git; it stays") } : []
  }

  private static func action(
    _ verb: Action.Verb, _ entry: InventoryEntry, reason: String, changes: [Change] = []
  ) -> Action {
    Action(
      verb: verb, key: entry.key, reference: entry.reference, origin: entry.origin, title: entry.title,
      parentTitle: "", parentUID: entry.parentUID, formerParentTitle: nil, reason: reason, changes: changes,
      keepsCopy: verb == .delete, version: entry.version, desiredDigest: nil,
      observedDigest: entry.observedDigest, marker: entry.marker, isAdopted: entry.isAdopted,
      isPruned: entry.isPruned, isImplicit: entry.isImplicit, requires: [])
  }
}
