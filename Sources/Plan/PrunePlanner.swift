import Base

/// Decides about what is owned and no longer wanted.
enum PrunePlanner {
  struct Result {
    var actions: [Action] = []
    var problems: [Diagnostic] = []
    var stop: PruneStop?
  }

  static func run(_ input: PlanInput, identities: Identities) -> Result {
    let wanted = Set(identities.objects.map(\.key))
    let kept = input.heldBack.union(identities.unidentified)
      .union(input.desired.filter(\.isSuspended).map(\.reference))
    var result = Result()
    var candidates: [InventoryEntry] = []
    for entry in input.inventory.values.sorted(by: { $0.key < $1.key }) where !wanted.contains(entry.key) {
      if kept.contains(entry.reference) || input.unreadableFiles.contains(entry.origin.file) { continue }
      if input.observed[entry.key] == nil {
        result.actions.append(action(.forget, entry, reason: "gone from Git and from the target"))
      } else if !entry.isPruned {
        result.actions.append(
          action(.forget, entry, reason: "no longer in Git; stays, by its prune annotation"))
      } else {
        candidates.append(entry)
      }
    }
    let staying = stayingFolders(candidates, input: input, identities: identities)
    result.problems = candidates.compactMap { entry in staying[entry.key].map { stays(entry, because: $0) } }
    candidates.removeAll { staying[$0.key] != nil }
    result.stop = stop(candidates, input: input)
    if result.stop == nil {
      result.actions += candidates.map { action(.delete, $0, reason: "no longer in Git") }
    }
    return result
  }

  /// Folders that hold something that is not going away with this plan, each with the titles of what it holds.
  private static func stayingFolders(
    _ candidates: [InventoryEntry], input: PlanInput, identities: Identities
  ) -> [ObjectKey: [String]] {
    var going = Set(candidates.map(\.key))
    let places = Dictionary(
      identities.objects.map { ($0.key, $0.parentUID) }, uniquingKeysWith: { first, _ in first })
    var contents: [String: [ObservedObject]] = [:]
    for object in input.observed.values where object.key.kind.hasParent {
      contents[places[object.key] ?? object.parentUID, default: []].append(object)
    }
    var staying: [ObjectKey: [String]] = [:]
    // A folder that stays makes its parent stay, so this repeats until nothing changes.
    var changed = true
    while changed {
      changed = false
      for entry in candidates where entry.key.kind == .folder && going.contains(entry.key) {
        let rest = (contents[entry.key.uid] ?? []).filter { !going.contains($0.key) }
        guard !rest.isEmpty else { continue }
        staying[entry.key] = rest.map { "\($0.key.kind.name) \"\($0.title)\"" }.sorted()
        going.remove(entry.key)
        changed = true
      }
    }
    return staying
  }

  private static func stays(_ entry: InventoryEntry, because contents: [String]) -> Diagnostic {
    let named =
      contents.prefix(3).joined(separator: ", ")
      + (contents.count > 3 ? " and \(contents.count - 3) more" : "")
    return Diagnostic(
      .warning, code: "folder-not-empty", subject: entry.reference, at: entry.origin,
      "folder \"\(entry.title)\" is no longer in Git but stays: it holds \(named)",
      remedy: "move or delete them, and the folder goes with the next cycle")
  }

  private static func stop(_ candidates: [InventoryEntry], input: PlanInput) -> PruneStop? {
    guard !candidates.isEmpty, !input.policy.isPruneAllowed else { return nil }
    let owned = input.inventory.count
    let cause: PruneStop.Cause? =
      if input.isPathMissing {
        .pathMissing
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

  private static func action(_ verb: Action.Verb, _ entry: InventoryEntry, reason: String) -> Action {
    Action(
      verb: verb, key: entry.key, reference: entry.reference, origin: entry.origin, title: entry.title,
      parentTitle: "", parentUID: entry.parentUID, formerParentTitle: nil, reason: reason, changes: [],
      keepsCopy: verb == .delete, version: entry.version, desiredDigest: nil,
      observedDigest: entry.observedDigest, marker: entry.marker, isAdopted: entry.isAdopted,
      isPruned: entry.isPruned, isImplicit: entry.isImplicit, requires: [])
  }
}
