import Base

/// Compares what is wanted with what there is and says what to do. A pure function.
public struct Planner {
  private let input: PlanInput
  private let identities: Identities
  private let titles: ForeignTitles
  private let keysByReference: [ObjectReference: [ObjectKey]]
  private var actions: [Action] = []
  private var problems: [Diagnostic]
  private var equalCount = 0

  /// Makes the plan for one target.
  public static func plan(_ input: PlanInput) -> Plan {
    var planner = Planner(input)
    return planner.run()
  }

  private init(_ input: PlanInput) {
    self.input = input
    identities = IdentityResolver.resolve(input)
    problems = identities.problems
    titles = ForeignTitles(input, identities: identities)
    keysByReference = Dictionary(grouping: identities.objects, by: \.desired.reference).mapValues {
      $0.map(\.key)
    }
  }

  private mutating func run() -> Plan {
    for object in identities.objects where !object.desired.isSuspended { decide(object) }
    let prune = PrunePlanner.run(input, identities: identities)
    problems += prune.problems
    actions += prune.actions
    return Plan(
      actions: ActionOrder.sort(actions, identities: identities.objects, policy: input.policy),
      equalCount: equalCount, problems: problems.sorted(), pruneStop: prune.stop)
  }

  private mutating func decide(_ object: IdentifiedObject) {
    let entry = input.inventory[object.key]
    let inspection = input.inspections[object.key]
    guard let observed = input.observed[object.key], inspection == nil || inspection?.digest != nil else {
      if let clash = titles.clash(with: object, policy: input.policy) { return problems.append(clash) }
      guard let entry else { return add(.create, object, reason: "new in Git") }
      if object.desired.driftPolicy == .report {
        return add(.report, object, reason: "deleted \(input.policy.place)")
      }
      return add(
        .repair, object, entry: entry, reason: "deleted \(input.policy.place)", isAdopted: entry.isAdopted)
    }
    if let manager = observed.manager {
      return problems.append(
        refusal(
          object, code: "managed-elsewhere",
          "the workspace says that \(object.key.kind.name) \"\(observed.title)\" is managed by \(manager)",
          remedy: "release it there, or remove this manifest"))
    }
    if let entry {
      compare(object, entry, observed, inspection)
    } else {
      adopt(object, observed, inspection)
    }
  }

  private mutating func adopt(
    _ object: IdentifiedObject, _ observed: ObservedObject, _ inspection: Inspection?
  ) {
    let isInPlace = isInPlace(object, observed, inspection)
    // An unfinished create of ours looks like somebody else's object; that it is ours shows in the journal.
    let isOurs = input.uncertain.contains(object.key)
    if isInPlace, inspection?.digest == object.desired.digest {
      return add(
        .adopt, object, inspection: inspection, observed: observed,
        reason: isOurs ? "written before the last stop" : "is there already, as wanted", isAdopted: !isOurs)
    }
    if !isInPlace, let clash = titles.clash(with: object, policy: input.policy) {
      return problems.append(clash)
    }
    add(
      isInPlace ? .update : .move, object, inspection: inspection, observed: observed,
      reason: isOurs ? "its last write was cut off" : "is there already, otherwise than wanted",
      keepsCopy: !isOurs, isAdopted: !isOurs)
  }

  private mutating func compare(
    _ object: IdentifiedObject, _ entry: InventoryEntry, _ observed: ObservedObject, _ inspection: Inspection?
  ) {
    let isInPlace = isInPlace(object, observed, inspection)
    let isWantedElsewhere = entry.parentUID != object.parentUID
    let wasMovedAway = !isInPlace && !isWantedElsewhere
    let isWantedOtherwise = entry.desiredDigest != object.desired.digest
    let isAsWanted = inspection.map { $0.digest == object.desired.digest } ?? !isWantedOtherwise
    let isForeignEdit = inspection.map { isEdited($0, since: entry) } ?? false
    if isInPlace, isAsWanted {
      // Equal, but something of what is remembered is out of date: only the memory changes.
      let isRemembered =
        !isWantedOtherwise && !isWantedElsewhere && entry.marker == observed.marker
        && entry.title == observed.title
        && entry.reference == object.desired.reference && entry.origin == object.desired.origin
        && !input.uncertain.contains(object.key)
      if isRemembered {
        equalCount += 1
      } else {
        add(
          .rebaseline, object, entry: entry, inspection: inspection, observed: observed,
          reason: "is as wanted")
      }
      return
    }
    if isInPlace, !isWantedOtherwise, !isForeignEdit, !input.uncertain.contains(object.key) {
      return add(
        .rebaseline, object, entry: entry, inspection: inspection, observed: observed,
        reason: "the server shows it otherwise than it was written")
    }
    if !isInPlace, let clash = titles.clash(with: object, policy: input.policy) {
      return problems.append(clash)
    }
    let isDrift = (isForeignEdit || wasMovedAway) && !isWantedOtherwise && !isWantedElsewhere
    if isDrift, object.desired.driftPolicy == .report {
      return add(
        .report, object, entry: entry, inspection: inspection, observed: observed,
        reason: driftReason(inspection, wasMovedAway: wasMovedAway))
    }
    let verb: Action.Verb = isDrift ? .repair : isInPlace ? .update : .move
    add(
      verb, object, entry: entry, inspection: inspection, observed: observed,
      reason: isDrift ? driftReason(inspection, wasMovedAway: wasMovedAway) : "changed in Git",
      keepsCopy: isForeignEdit, isAdopted: entry.isAdopted)
  }

  /// Somebody wrote it since: the content is another, and the object's own version number moved, or it has none.
  private func isEdited(_ inspection: Inspection, since entry: InventoryEntry) -> Bool {
    guard inspection.digest != entry.observedDigest else { return false }
    guard let version = inspection.version, let known = entry.version else { return true }
    return version != known
  }

  private func driftReason(_ inspection: Inspection?, wasMovedAway: Bool) -> String {
    var reason = (wasMovedAway ? "moved " : "edited ") + input.policy.place
    if let editor = inspection?.editor { reason += " by \(editor)" }
    if let edited = inspection?.edited { reason += " at \(edited)" }
    return reason
  }

  private func isInPlace(
    _ object: IdentifiedObject, _ observed: ObservedObject, _ inspection: Inspection?
  ) -> Bool {
    !object.key.kind.hasParent || (inspection?.parentUID ?? observed.parentUID) == object.parentUID
  }

  private func refusal(_ object: IdentifiedObject, code: String, _ message: String, remedy: String)
    -> Diagnostic
  {
    Diagnostic(
      .error, code: code, subject: object.desired.reference, at: object.desired.origin, message,
      remedy: remedy)
  }

  private mutating func add(
    _ verb: Action.Verb, _ object: IdentifiedObject, entry: InventoryEntry? = nil,
    inspection: Inspection? = nil,
    observed: ObservedObject? = nil, reason: String, keepsCopy: Bool = false, isAdopted: Bool? = nil
  ) {
    let formerUID = observed.map { inspection?.parentUID ?? $0.parentUID } ?? object.parentUID
    let former =
      formerUID == object.parentUID ? nil : input.observed[ObjectKey(.folder, formerUID)]?.title ?? ""
    actions.append(
      Action(
        verb: verb, key: object.key, reference: object.desired.reference, origin: object.desired.origin,
        title: object.desired.title, parentTitle: object.parentTitle, parentUID: object.parentUID,
        formerParentTitle: former, reason: reason, changes: inspection?.changes ?? [], keepsCopy: keepsCopy,
        version: inspection?.version ?? (observed == nil ? nil : entry?.version),
        desiredDigest: object.desired.digest, observedDigest: inspection?.digest ?? entry?.observedDigest,
        marker: observed?.marker ?? inspection?.marker, isAdopted: isAdopted ?? entry?.isAdopted ?? false,
        isPruned: object.desired.isPruned, isImplicit: object.desired.isImplicit,
        requires: requirements(of: object)))
  }

  private func requirements(of object: IdentifiedObject) -> [ObjectKey] {
    var keys = object.desired.requires.flatMap { keysByReference[$0] ?? [] }
    if !object.parentUID.isEmpty { keys.append(ObjectKey(.folder, object.parentUID)) }
    return keys.sorted()
  }
}
