import Base

/// Compares what is wanted with what there is and says what to do. A pure function.
public struct Planner {
  private let input: PlanInput
  private let identities: Identities
  private let keysByReference: [ObjectReference: [ObjectKey]]
  private let succession: Succession
  private var draft = PlanDraft()
  private var equalCount = 0

  /// Makes the plan for one target.
  public static func plan(_ input: PlanInput) -> Plan {
    var planner = Planner(input)
    return planner.run()
  }

  private init(_ input: PlanInput) {
    self.input = input
    identities = IdentityResolver.resolve(input)
    succession = Succession(input)
    keysByReference = Dictionary(grouping: identities.objects, by: \.desired.reference).mapValues {
      $0.map(\.key)
    }
  }

  private mutating func run() -> Plan {
    draft.tell(identities.problems)
    let prune = PrunePlanner.run(input, identities: identities)
    draft.tell(prune.problems)
    for action in prune.actions { draft.add(action) }
    for object in identities.objects where !object.desired.isSuspended { decide(object) }
    PartRule(input, identities).enforce(on: &draft)
    SharedUIDRule.enforce(on: &draft, input, identities)
    FolderDepthRule.enforce(on: &draft, input)
    draft.tell(SharedTitleRule.findings(input, identities))
    UseRule(input, identities).enforce(on: &draft)
    LibraryPanelRule(input, identities).keepShown(in: &draft)
    NeighbourRule(input).enforce(on: &draft)
    ClusterOrderRule.enforce(on: &draft)
    RefusalRule(input, identities).enforce(on: &draft)
    let quotas = QuotaRule(input, identities, waiting: prune.stop?.candidates ?? [])
    quotas.enforce(on: &draft)
    settle()
    // What is taken back for want of room takes others with it.
    while quotas.arrange(&draft) { settle() }
    return Plan(
      actions: ActionOrder.sort(draft, identities: identities.objects), equalCount: equalCount,
      problems: draft.problems.sorted(), pruneStop: prune.stop, standingRefusals: draft.standingRefusals)
  }

  /// Takes back what cannot succeed, until nothing more depends on something that was taken back.
  private mutating func settle() {
    let titles = TitlePlanner(input, identities)
    let libraryPanels = LibraryPanelRule(input, identities)
    var changed = true
    while changed {
      changed = FolderPresence.enforce(on: &draft, input, identities)
      changed = titles.enforce(on: &draft) || changed
      changed = libraryPanels.requireNamed(in: &draft) || changed
      changed = NeedPresence.enforce(on: &draft, input) || changed
      let predecessors = predecessors(titles)
      changed = ActionDependencies.breakCircles(in: &draft, predecessors) || changed
    }
    for (key, before) in predecessors(titles) { draft.require(before, before: key) }
    PrunePlanner.keepFolders(in: &draft, input)
    PrunePlanner.keepRenamed(in: &draft, input, keysByReference)
    RoutingRule.enforce(on: &draft)
  }

  private func predecessors(_ titles: TitlePlanner) -> [ObjectKey: [ObjectKey]] {
    titles.predecessors(in: draft).merging(FolderPresence.predecessors(in: draft, input)) { $0 + $1 }
  }

  // MARK: Single objects

  private mutating func decide(_ object: IdentifiedObject) {
    if let obstacles = input.foresights[object.key]?.obstacles, !obstacles.isEmpty {
      return draft.tell(
        obstacles.map {
          Diagnostic(
            .error, code: "in-the-way", subject: object.desired.reference, at: object.desired.origin,
            $0.message,
            remedy: $0.remedy)
        })
    }
    let entry = input.inventory[object.key]
    let inspection = input.inspections[object.key]
    guard let observed = input.observed[object.key], inspection == nil || inspection?.digest != nil else {
      return decideMissing(object, entry)
    }
    if let manager = observed.manager {
      return draft.tell([
        Diagnostic(
          .error, code: "managed-elsewhere", subject: object.desired.reference, at: object.desired.origin,
          "\(input.policy.holder) says that \(object.key.kind.name) \"\(observed.title)\" is managed by \(manager)",
          remedy: "release it there, or remove this manifest")
      ])
    }
    if input.isOnlyUsed(object) { return keepFound(object, entry, observed) }
    if let entry {
      compare(object, entry, observed, inspection)
    } else {
      adopt(object, observed, inspection)
    }
  }

  private mutating func decideMissing(_ object: IdentifiedObject, _ entry: InventoryEntry?) {
    // Without a commit nobody has seen it yet: it was being made when the last write was cut off.
    guard let entry, !entry.commit.isEmpty else {
      return add(.create, object, reason: entry == nil ? "new in Git" : "its last write was cut off")
    }
    let reason = "deleted \(input.policy.place)"
    if object.desired.driftPolicy == .report, !input.uncertain.contains(object.key) {
      return add(.report, object, reason: reason)
    }
    add(.repair, object, entry: entry, reason: reason)
  }

  private mutating func keepFound(
    _ object: IdentifiedObject, _ entry: InventoryEntry?, _ observed: ObservedObject
  ) {
    if let entry, entry.reference == object.desired.reference, !input.uncertain.contains(object.key) {
      equalCount += 1
    } else {
      add(.adopt, object, entry: entry, observed: observed, reason: "is there already", isAdopted: true)
    }
  }

  private mutating func adopt(
    _ object: IdentifiedObject, _ observed: ObservedObject, _ inspection: Inspection?
  ) {
    let isInPlace = isInPlace(object, observed, inspection)
    // An unfinished write: whether it was a creation or was to overwrite something foreign, nobody knows.
    let isUncertain = input.uncertain.contains(object.key)
    let former = input.neighbours.givenUp[object.key]
    let presence = former.map { "comes from environment \($0.environment)" } ?? "is there already"
    let isAdopted = former?.isAdopted ?? true
    // What another environment had made of it is not what was there before.
    let takeover: Action.Takeover = former != nil ? .none : isUncertain ? .resumed : .first
    if isInPlace, inspection?.digest == object.desired.digest {
      return add(
        .adopt, object, inspection: inspection, observed: observed,
        reason: isUncertain ? "written before the last stop" : presence + ", as wanted",
        isAdopted: isAdopted && !isUncertain, takeover: takeover)
    }
    add(
      isInPlace ? .update : .move, object, inspection: inspection, observed: observed,
      reason: isUncertain ? "its last write was cut off" : presence + ", otherwise than wanted",
      keepsCopy: true, isAdopted: isAdopted, takeover: takeover)
  }

  private mutating func compare(
    _ object: IdentifiedObject, _ entry: InventoryEntry, _ observed: ObservedObject, _ inspection: Inspection?
  ) {
    let comparison = Comparison(object, entry, observed, inspection, isServerChanged: input.isServerChanged)
    let isUncertain = input.uncertain.contains(object.key)
    if comparison.isInPlace, comparison.isAsWanted || comparison.isOnlyShownOtherwise && !isUncertain {
      if comparison.isRemembered, !isUncertain {
        equalCount += 1
      } else {
        add(
          .rebaseline, object, entry: entry, inspection: inspection, observed: observed,
          reason: comparison.isAsWanted ? "is as wanted" : "the server shows it otherwise than it was written"
        )
      }
      return
    }
    let isDrift = comparison.isDrift && !isUncertain
    if isDrift, object.desired.driftPolicy == .report, inspection?.occasion == nil {
      return add(
        .report, object, entry: entry, inspection: inspection, observed: observed,
        reason: driftReason(comparison, inspection))
    }
    // A folder that was only used until now is still as its owner made it.
    let isForeign =
      comparison.isEdited && !entry.isPart || !comparison.isRead && comparison.mayBeEdited
      || entry.isImplicit && entry.isAdopted
    add(
      isDrift ? .repair : comparison.isInPlace ? .update : .move, object, entry: entry,
      inspection: inspection,
      observed: observed,
      reason: isDrift
        ? driftReason(comparison, inspection)
        : comparison.isWantedOtherwise || comparison.isWantedElsewhere
          ? entry.isPart ? "was written in part" : "changed in Git" : "its last write was cut off",
      keepsCopy: isForeign)
  }

  private func driftReason(_ comparison: Comparison, _ inspection: Inspection?) -> String {
    if let occasion = inspection?.occasion { return occasion }
    var reason = (comparison.wasMovedAway ? "moved " : "edited ") + input.policy.place
    if let editor = inspection?.editor { reason += " by \(editor)" }
    if let edited = inspection?.edited { reason += " at \(edited)" }
    return reason
  }

  private func isInPlace(
    _ object: IdentifiedObject, _ observed: ObservedObject, _ inspection: Inspection?
  ) -> Bool {
    !object.key.kind.hasParent || (inspection?.parentUID ?? observed.parentUID) == object.parentUID
  }

  // MARK: Actions

  private mutating func add(
    _ verb: Action.Verb, _ object: IdentifiedObject, entry: InventoryEntry? = nil,
    inspection: Inspection? = nil,
    observed: ObservedObject? = nil, reason: String, keepsCopy: Bool = false, isAdopted: Bool? = nil,
    takeover: Action.Takeover = .none
  ) {
    let formerUID = observed.map { inspection?.parentUID ?? $0.parentUID } ?? object.parentUID
    let former =
      formerUID == object.parentUID ? nil : input.observed[ObjectKey(.folder, formerUID)]?.title ?? ""
    var action = Action(
      verb: verb, key: object.key, reference: object.desired.reference, origin: object.desired.origin,
      title: object.desired.title, parentTitle: object.parentTitle, parentUID: object.parentUID,
      formerParentTitle: former, reason: reason,
      changes: observed == nil ? input.foresights[object.key]?.changes ?? [] : inspection?.changes ?? [],
      keepsCopy: keepsCopy,
      version: inspection?.version ?? (observed == nil ? nil : entry?.version),
      desiredDigest: object.desired.digest, observedDigest: inspection?.shown ?? entry?.observedDigest,
      marker: observed?.marker ?? inspection?.marker, isAdopted: isAdopted ?? entry?.isAdopted ?? false,
      isPruned: object.desired.isPruned, isImplicit: object.desired.isImplicit,
      requires: object.desired.requires.flatMap { keysByReference[$0] ?? [] }.sorted(),
      takeover: takeover, secretPlaces: object.desired.secretPlaces)
    action.isAsWanted = inspection?.digest == object.desired.digest
    action.giver = input.neighbours.givenUp[object.key]?.environment
    action.former = succession.predecessor(of: object.desired, entry)
    draft.add(action)
  }
}

extension PlanInput {
  /// A folder that only its title asks for, and that was there before: it is used and never written.
  func isOnlyUsed(_ object: IdentifiedObject) -> Bool {
    object.desired.isImplicit && (inventory[object.key]?.isAdopted ?? !uncertain.contains(object.key))
  }
}
