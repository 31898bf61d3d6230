import Apply
import Base
import Grafana
import Plan
import Platform
import Render
import Store

/// One cycle of one target, from what is wanted and seen to outcomes. It is the same for workspaces and for agent files.
struct TargetCycle: Sendable {
  /// What the cycle works on.
  struct Subject: Sendable {
    var target: TargetName
    var desired: [DesiredObject]
    var heldBack: Set<ObjectReference>
    var unreadableFiles: Set<String>
    /// Names that stand in those files.
    var doubtfulNames: Set<String>
    var observed: [ObjectKey: ObservedObject]
    var policy: PlanPolicy
    var absence: Absence?
    /// What is owned and seems not to be wanted any more.
    var leaving: [InventoryEntry] = []
    var doubts: [ObjectKey: Doubt] = [:]
    var neighbours = Neighbours()
    /// Leaves what is no longer wanted alone.
    var isPruneDisabled = false
    /// Names the server (and its version) in digests of refusals.
    var server: String
    /// As `PlanInput.unlisted`.
    var unlisted = UnlistedObjects()
    /// As `PlanInput.builtIn`.
    var builtIn: [ObjectKind: Set<String>] = [:]
    /// As `PlanInput.quotas`.
    var quotas: [ObjectKind: Quota] = [:]
    /// Keyed digest of the credentials; nil where there are none.
    var access: Digest?
    /// Sends once more what was refused, before its wait is over.
    var triesRefused = false
    /// The server has another version than in the last cycle.
    var isServerChanged = false
    /// Owned objects to verify although nothing points at them.
    var slice: Set<ObjectKey>
    var parallelReads: Int
  }

  let store: any Store
  let time: any TimeSource
  let departures: CycleInput.Departures
  let bodies: Executor.Bodies

  /// Decides what is to be done, reading only what may have changed.
  func plan(
    _ subject: Subject, memory: TargetMemory, target: any Target
  ) async throws(TargetFailure) -> Plan {
    var input = PlanInput(
      desired: subject.desired, heldBack: subject.heldBack, unreadableFiles: subject.unreadableFiles,
      doubtfulNames: subject.doubtfulNames,
      observed: subject.observed, inventory: memory.inventory, uncertain: memory.uncertain,
      policy: subject.policy,
      absence: subject.absence)
    input.formerUIDs = try await formerUIDs(subject, memory)
    input.doubts = subject.doubts
    input.neighbours = subject.neighbours
    input.refusals = memory.refusals
    input.triesRefused = subject.triesRefused
    input.server = subject.server
    input.access = subject.access
    input.unlisted = subject.unlisted
    input.builtIn = subject.builtIn
    input.quotas = subject.quotas
    input.isServerChanged = subject.isServerChanged
    input.ownParts = try await ownParts(memory.inventory, subject)
    input.now = time.now
    input.policy.isPruneDisabled = subject.isPruneDisabled
    let reading = try await inspect(
      ReadSelection.objects(for: input, slice: subject.slice), Succession(input), subject, memory, target)
    input.inspections = reading.inspections
    let foreseen = try await foresee(input, subject, target)
    input.foresights = foreseen.foresights
    let problems = reading.problems + foreseen.problems
    // What cannot be read cannot be judged: it stays as it is, and the reason is told.
    let unread = Set(problems.compactMap(\.subject))
    input.desired.removeAll { unread.contains($0.reference) }
    input.heldBack.formUnion(unread)
    var draft = Planner.plan(input)
    input.users = try await users(draft, target)
    if !input.users.isEmpty { draft = Planner.plan(input) }
    let plan = draft.adding(problems)
    let remembered = plan.remembering(try await hidden(plan, subject, target))
    let told = remembered.telling(departures: await departures(remembered.formerFiles))
    return told.telling(restorations: try await restorations(told, subject))
  }

  /// What shows the library panels that a plan would delete. Where the target does not tell, the deletion asks once more.
  private func users(
    _ plan: Plan, _ target: any Target
  ) async throws(TargetFailure) -> [ObjectKey: [ObjectKey]] {
    var users: [ObjectKey: [ObjectKey]] = [:]
    for action in plan.actions where action.verb == .delete && action.key.kind == .libraryPanel {
      do throws(TargetFailure) {
        let found = try await target.users(of: action.key)
        if !found.isEmpty { users[action.key] = found }
      } catch {
        if error.kind == .ended { throw error }
      }
    }
    return users
  }

  /// When copies were put back of objects that are still as that left them.
  private func restorations(
    _ plan: Plan, _ subject: Subject
  ) async throws(TargetFailure) -> [ObjectKey: Timestamp] {
    var found: [ObjectKey: Timestamp] = [:]
    do throws(StoreError) {
      for action in plan.drifted {
        guard let marker = action.marker,
          let restoration = try await Restoration.read(of: action.key, in: subject.target, from: store),
          restoration.marker == marker
        else { continue }
        found[action.key] = restoration.at
      }
    } catch {
      throw TargetFailure(.ended, "the state directory cannot be read: \(error.description)")
    }
    return found
  }

  /// Objects that would be forgotten because no listing shows them, and that are there all the same.
  private func hidden(
    _ plan: Plan, _ subject: Subject, _ target: any Target
  ) async throws(TargetFailure) -> Set<ObjectKey> {
    var hidden: Set<ObjectKey> = []
    for action in plan.actions where action.verb == .forget && subject.observed[action.key] == nil {
      do throws(TargetFailure) {
        if try await target.isHidden(action.key) { hidden.insert(action.key) }
      } catch {
        // Nobody knows now: it is remembered until somebody does.
        if error.kind == .ended { throw error }
        hidden.insert(action.key)
      }
    }
    return hidden
  }

  /// The uids of objects that left Git earlier and are wanted again without one.
  private func formerUIDs(
    _ subject: Subject, _ memory: TargetMemory
  ) async throws(TargetFailure) -> [FormerObject: String] {
    let owned = Set(memory.inventory.values.map(\.reference))
    var former: [FormerObject: String] = [:]
    do throws(StoreError) {
      for object in subject.desired where object.uid == nil && !owned.contains(object.reference) {
        let last = try await store.history(of: object.reference, limit: 20).first {
          $0.key.kind == object.kind
        }
        former[FormerObject(object.kind, object.reference)] = last?.key.uid
      }
    } catch {
      throw TargetFailure(.ended, "the state directory cannot be read: \(error.description)")
    }
    return former
  }

  /// The receivers of owned contact points that came from Git, where that is remembered.
  private func ownParts(
    _ inventory: [ObjectKey: InventoryEntry], _ subject: Subject
  ) async throws(TargetFailure) -> [ObjectKey: Set<String>] {
    let known = StoreObjectMemory(store: store, target: subject.target)
    var own: [ObjectKey: Set<String>] = [:]
    for entry in inventory.values where entry.key.kind == .contactPoint && subject.observed[entry.key] != nil
    {
      let parts = try await known.parts(of: .manifest(entry.reference))
      if !parts.isEmpty { own[entry.key] = parts.union(ReceiverPairing.derivedUIDs(of: entry.reference)) }
    }
    return own
  }

  /// Performs a plan and remembers how it went.
  func apply(
    _ plan: Plan, _ subject: Subject, memory: TargetMemory, target: any Target, origin: ChangeOrigin
  ) async throws(TargetFailure) -> [Outcome] {
    let journal = StoreJournal(store, target: subject.target, commit: origin.commit, time: time)
    let begun = time.now
    let executor = Executor(target, journal: journal, origin: origin, bodies: bodies)
    let outcomes = await withParts(try await executor.apply(plan), subject)
    do throws(StoreError) {
      try await rememberRefusals(plan, outcomes, subject, memory)
      try await settleMarkers(outcomes, subject, target, origin)
      try await settleOldIntents(outcomes, subject, memory, origin)
      for outcome in outcomes where outcome.isSuccess && outcome.action.verb == .repair {
        try await Restoration.forget(
          of: outcome.action.key, in: subject.target, until: begun, from: store)
      }
      for outcome in outcomes where outcome.isSuccess && outcome.action.verb == .forget {
        // Nothing of it is put back any more, also when it becomes ours once more.
        let known = StoreObjectMemory(store: store, target: subject.target)
        try await known.forgetFormer(of: outcome.action.key)
        if outcome.action.key.kind == .clusterObject { try await known.forgetFields(of: outcome.action.key) }
      }
    } catch {
      throw TargetFailure(.passing, "the state directory cannot be written: \(error.description)")
    }
    return outcomes
  }

  /// With what is remembered of their parts, for the notes. What cannot be read now is not noted.
  private func withParts(_ outcomes: [Outcome], _ subject: Subject) async -> [Outcome] {
    let known = StoreObjectMemory(store: store, target: subject.target)
    var noted = outcomes
    for (index, outcome) in outcomes.enumerated() where outcome.isSuccess {
      let action = outcome.action
      guard let owner = PartOwner.noted(action.key, of: action.reference) else { continue }
      noted[index].parts = (try? await known.parts(of: owner))?.sorted() ?? []
    }
    return noted
  }

  // MARK: Reading

  private func inspect(
    _ objects: [IdentifiedObject], _ succession: Succession, _ subject: Subject, _ memory: TargetMemory,
    _ target: any Target
  ) async throws(TargetFailure) -> (inspections: [ObjectKey: Inspection], problems: [Diagnostic]) {
    let results = await withTaskGroup(of: (Int, Result<Inspection?, TargetFailure>).self) { group in
      var results: [Int: Result<Inspection?, TargetFailure>] = [:]
      var next = 0
      func start(_ group: inout TaskGroup<(Int, Result<Inspection?, TargetFailure>)>) {
        guard next < objects.count else { return }
        let index = next
        next += 1
        group.addTask { (index, await inspect(objects[index], succession, subject, memory, target)) }
      }
      for _ in 0..<max(1, subject.parallelReads) { start(&group) }
      while let (index, result) = await group.next() {
        results[index] = result
        // Nothing more is asked of a target that does not answer.
        if case .failure(let failure) = result, failure.kind == .ended { next = objects.count }
        start(&group)
      }
      return results
    }
    var inspections: [ObjectKey: Inspection] = [:]
    var problems: [Diagnostic] = []
    for (index, result) in results {
      let object = objects[index]
      switch result {
      case .success(let inspection): inspections[object.key] = inspection
      case .failure(let failure):
        if failure.kind == .ended { throw failure }
        problems.append(Self.unreadable(object, failure))
      }
    }
    return (inspections, problems)
  }

  private static func unreadable(_ object: IdentifiedObject, _ failure: TargetFailure) -> Diagnostic {
    Diagnostic(
      .error, code: "unreadable-object", subject: object.desired.reference, at: object.desired.origin,
      "\(object.key.kind.name) \"\(object.desired.title)\" cannot be read: \(failure.message)",
      remedy: failure.remedy)
  }

  /// What is known of writing objects beside what the target shows; asks the target nothing.
  private func foresee(
    _ input: PlanInput, _ subject: Subject, _ target: any Target
  ) async throws(TargetFailure) -> (foresights: [ObjectKey: Foresight], problems: [Diagnostic]) {
    var foresights: [ObjectKey: Foresight] = [:]
    var problems: [Diagnostic] = []
    for object in ReadSelection.foretold(for: input) {
      do throws(TargetFailure) {
        guard let body = try await bodies(object.key, object.desired.reference, object.desired.title) else {
          continue
        }
        foresights[object.key] = try await target.foresee(
          ForesightSubject(
            key: object.key, reference: object.desired.reference, body: body,
            giver: subject.neighbours.givenUp[object.key]?.environment))
      } catch {
        if error.kind == .ended { throw error }
        problems.append(Self.unreadable(object, error))
      }
    }
    return (foresights, problems)
  }

  private func inspect(
    _ object: IdentifiedObject, _ succession: Succession, _ subject: Subject, _ memory: TargetMemory,
    _ target: any Target
  ) async -> Result<Inspection?, TargetFailure> {
    do throws(TargetFailure) {
      guard let observed = subject.observed[object.key],
        let body = try await bodies(object.key, object.desired.reference, object.desired.title)
      else { return .success(nil) }
      let entry = memory.inventory[object.key]
      return .success(
        try await target.inspect(
          InspectionSubject(
            key: object.key, desired: object.desired, body: body, observed: observed, entry: entry,
            former: succession.predecessor(of: object.desired, entry),
            giver: subject.neighbours.givenUp[object.key]?.environment)))
    } catch {
      return .failure(error)
    }
  }

  // MARK: Remembering

  private func rememberRefusals(
    _ plan: Plan, _ outcomes: [Outcome], _ subject: Subject, _ memory: TargetMemory
  ) async throws(StoreError) {
    // What is neither refused again nor left out for it is over: mended, reverted, or gone.
    var over = Set(memory.refusals.keys).subtracting(plan.standingRefusals)
    for outcome in outcomes {
      if case .failed(let failure) = outcome.result, failure.kind == .refused {
        guard let circumstances = outcome.action.circumstances else { continue }
        let key = outcome.action.key
        let refusal = Refusal.after(
          memory.refusals[key], key: key, digest: circumstances, cause: failure.cause,
          message: failure.message, remedy: failure.remedy, now: time.now)
        try await store.remember(refusal, in: subject.target)
        over.remove(key)
      } else if !outcome.isSuccess {
        over.remove(outcome.action.key)
      }
    }
    if !over.isEmpty { try await store.forgetRefusals(of: over.sorted(), in: subject.target) }
  }

  /// What was written gets the marker that the listings show for it, so that the next cycle need not read it.
  private func settleMarkers(
    _ outcomes: [Outcome], _ subject: Subject, _ target: any Target, _ origin: ChangeOrigin
  ) async throws(StoreError) {
    var written: [ObjectKey: Written] = [:]
    for outcome in outcomes {
      if case .written(let result) = outcome.result, outcome.action.verb != .delete {
        written[outcome.action.key] = result
      }
    }
    // Listings that fail now only cost a few reads in the next cycle.
    guard !written.isEmpty, let markers = try? await target.settle(written) else { return }
    let entries = try await store.inventory(of: subject.target)
    let changes = markers.compactMap { key, marker -> InventoryChange? in
      guard var entry = entries[key] else { return nil }
      entry.marker = marker
      return .put(entry)
    }
    try await store.record(changes, in: subject.target)
  }

  /// Intents of earlier runs whose objects were looked at in this cycle, and found or made right.
  private func settleOldIntents(
    _ outcomes: [Outcome], _ subject: Subject, _ memory: TargetMemory, _ origin: ChangeOrigin
  ) async throws(StoreError) {
    guard !memory.unsettled.isEmpty else { return }
    let settled = InterruptedWrites.settled(
      memory.uncertain,
      ends: Dictionary(outcomes.map { ($0.action.key, $0.end) }, uniquingKeysWith: { first, _ in first }),
      observed: subject.observed, unlisted: subject.unlisted, made: memory.made)
    let entries = Dictionary(settled.map { ($0.key, $0.entry) }, uniquingKeysWith: { first, _ in first })
    let settlements = memory.unsettled.compactMap { old -> Settlement? in
      guard let entry = entries[old.intent.key] else { return nil }
      return Settlement(
        intent: old.id, inventory: entry.map { .put($0) },
        history: HistoryEntry(
          key: old.intent.key, reference: old.intent.reference, title: old.intent.key.uid,
          verb: old.intent.verb,
          reason: "its end was not known; looked at again", commit: origin.commit, at: time.now))
    }
    if !settlements.isEmpty { try await store.settle(settlements, in: subject.target) }
  }
}

extension Outcome {
  fileprivate var end: InterruptedWrites.End {
    switch result {
    case .written, .recorded: .done
    case .failed(let failure): failure.kind == .refused ? .refused : .unknown
    case .blocked, .notTried: .notTried
    }
  }
}
