import Base
import Git
import Plan
import Reconcile
import Report
import Store

/// Concludes from the memory how an object stands, why, and what happens next.
struct ObjectStanding {
  let condition: ObjectStory.Condition
  let next: String?
  /// What is to be shown of what is wrong.
  let findings: [Diagnostic]
  /// Where the object is written, where something that is wrong knows it better than the inventory.
  let origin: SourceLocation?
  /// The commit in which its file was last read; nil where none was.
  let revisionRead: GitObjectIdentifier?

  init(_ memory: StoryMemory) {
    self = Self.manifest(memory) ?? Self.target(memory) ?? Self.object(memory)
  }

  private init(
    _ condition: ObjectStory.Condition, next: String?, findings: [Diagnostic] = [],
    origin: SourceLocation? = nil, in revision: GitObjectIdentifier?
  ) {
    self.condition = condition
    self.next = next
    self.findings = findings
    self.origin = origin
    revisionRead = revision
  }

  // MARK: What is wrong in Git

  private static func manifest(_ memory: StoryMemory) -> ObjectStanding? {
    let last = memory.last
    let reference = memory.found.reference
    let current = memory.revision
    let own = (last?.findings ?? []).filter { $0.subject == reference }
    let met = (last?.obstacles ?? []).filter { $0.subject == reference }
    if !own.isEmpty {
      return heldBack(own, own + met, in: current)
    }
    if let unreadable = unreadable(memory) { return unreadable }
    let faults = met.filter { !ofTargets.contains($0.code) }
    if let rival = faults.first(where: { ofOthers.contains($0.code) }) {
      let (reason, next) = rivalry(rival, among: last?.obstacles ?? [])
      return ObjectStanding(
        .rivalled(reason: reason), next: next, findings: met, origin: rival.location, in: current)
    }
    if !faults.isEmpty { return heldBack(faults, met, in: current) }
    if let obstacle = met.first {
      return ObjectStanding(
        .obstructed, next: "it is applied as soon as that is mended, there or in Git", findings: met,
        origin: obstacle.location, in: current)
    }
    return nil
  }

  private static func heldBack(
    _ faults: [Diagnostic], _ shown: [Diagnostic], in revision: GitObjectIdentifier?
  ) -> ObjectStanding {
    let origin = faults.first?.location
    for (code, what, next) in [
      ("missing-value", ObjectStory.Condition.What.value, "it is applied as soon as the value is there"),
      ("fetch-failed", .content, "it is applied as soon as the content can be fetched"),
    ] where faults.allSatisfy({ $0.code == code }) {
      return ObjectStanding(.lacking(what), next: next, findings: shown, origin: origin, in: revision)
    }
    return ObjectStanding(
      .heldBack, next: "it is applied as soon as a commit mends the manifest", findings: shown,
      origin: origin,
      in: revision)
  }

  /// Findings about whole files name no object: which objects they hold is known from the last time they were read.
  private static func unreadable(_ memory: StoryMemory) -> ObjectStanding? {
    guard let entry = memory.found.entries.first?.entry else { return nil }
    var file = entry.origin.file
    // It may have moved to a file that cannot be read.
    if case .inDoubt(let other) = memory.facts?.departure { file = other }
    let findings = (memory.last?.findings ?? []).filter { $0.subject == nil && $0.location?.file == file }
    guard let finding = findings.first, let location = finding.location else { return nil }
    let read = GitObjectIdentifier(entry.commit)
    let place =
      switch entry.key.kind {
      case .agentFile: "the file stays as of"
      case .clusterObject: "the cluster keeps the version of"
      default: "the workspace keeps the version of"
      }
    let kept = read.map { "; \(place) commit \($0.short)" } ?? ""
    return ObjectStanding(
      .unreadable(reason: "\(location) \(finding.message)\(kept)"),
      next: "it is applied as soon as a commit mends the file", findings: findings, origin: entry.origin,
      in: read)
  }

  /// What has its cause in the workspace; all else that a plan cannot take has it in Git.
  private static let ofTargets: Set<String> = [
    "ambiguous-title", "folder-missing", "managed-elsewhere", "no-nested-folders", "title-circle",
    "title-taken",
    "unreadable-object",
  ]
  /// What has its cause in other manifests.
  private static let ofOthers: Set<String> = [
    "duplicate-uid", "folder-cycle", "folder-held-back", "other-environment",
  ]

  private static func rivalry(_ finding: Diagnostic, among all: [Diagnostic]) -> (
    reason: String, next: String
  ) {
    let other = all.first {
      $0.code == finding.code && $0.message == finding.message && $0.subject != finding.subject
    }
    guard finding.code == "duplicate-uid", let other, let subject = other.subject else {
      return (finding.message, "it is applied as soon as a commit mends that")
    }
    let place = other.location.map { " (\($0.fileAndLine))" } ?? ""
    return (
      "\(subject)\(place) is the same \(what(subject))",
      "it is applied as soon as a commit mends one of the two"
    )
  }

  private static func what(_ reference: ObjectReference) -> String {
    reference.kind.hasPrefix("Grafana") ? reference.kind.dropFirst("Grafana".count).lowercased() : "object"
  }

  // MARK: What is wrong with its target

  private static func target(_ memory: StoryMemory) -> ObjectStanding? {
    let found = memory.found
    let entry = found.entries.first?.entry
    let troubles = memory.troubles
    if memory.facts?.isSuspended ?? false { return nil }
    if let (_, trouble) = troubles.first(where: { $1.failure != nil }), let failure = trouble.failure {
      return ObjectStanding(
        .unknown(since: failure.since, reason: failure.message),
        next: [
          failure.remedy ?? "it is compared again as soon as the \(memory.placeWord) can be worked with",
          waiting(troubles, memory),
        ].compactMap { $0 }.joined(separator: "; "), in: memory.hasLeft ? memory.lastRead : memory.revision)
    }
    if memory.isFineElsewhere { return kept(memory) }
    let read = memory.lastRead
    if let (_, trouble) = troubles.first(where: { $1.candidates.contains($0.key) }), let stop = trouble.stop {
      return ObjectStanding(.waiting(reason: stop), next: PruneStop.answer, in: read)
    }
    if let left = troubles.compactMap(\.1.left).first {
      return ObjectStanding(.leftAlone(reason: left), next: memory.forgetting, in: read)
    }
    if let finding = memory.last?.remains.first(where: { $0.subject == found.reference }) {
      return ObjectStanding(.leftAlone(reason: finding.message), next: finding.remedy, in: read)
    }
    // Neither of a file nor of an object: the revision as a whole could not be rendered.
    if entry != nil,
      let finding = memory.last?.findings.first(where: { $0.subject == nil && $0.location == nil })
    {
      return ObjectStanding(.leftAlone(reason: finding.message), next: finding.remedy, in: read)
    }
    return kept(memory) ?? departed(memory)
  }

  /// Of what has left Git: that its deletion waits, once the target can be worked with.
  private static func waiting(_ troubles: [(InventoryEntry, TargetTrouble)], _ memory: StoryMemory) -> String?
  {
    guard memory.hasLeft else { return nil }
    guard let (_, trouble) = troubles.first(where: { $1.candidates.contains($0.key) }),
      let stop = trouble.stop
    else { return "then it is deleted, or asked for, since it has left Git" }
    return "its deletion waits for an answer: \(stop); \(PruneStop.answer)"
  }

  /// An agent of which only some files could be written.
  private static func kept(_ memory: StoryMemory) -> ObjectStanding? {
    if let finding = memory.last?.remains.first(where: {
      $0.subject == memory.found.reference && agentCodes.contains($0.code)
    }) {
      return ObjectStanding(.leftAlone(reason: finding.message), next: finding.remedy, in: memory.revision)
    }
    guard let kept = memory.facts?.kept else { return nil }
    return ObjectStanding(
      .leftAlone(reason: "files of it stay as they are because of \(kept)"),
      next: "they follow as soon as that is mended", in: memory.revision)
  }

  private static let agentCodes: Set<String> = ["kept", "paused"]

  /// What has left Git and is owned all the same, although nothing asks.
  private static func departed(_ memory: StoryMemory) -> ObjectStanding? {
    switch memory.facts?.departure {
    case nil, .inDoubt: nil
    case .left where memory.last?.trouble(of: memory.found.reference) != nil: nil
    case .left:
      ObjectStanding(
        .leftAlone(reason: "it is not in the revision any more, and could not be deleted yet"),
        next: "it is tried again with the next cycle", in: memory.lastRead)
    case .leftWithoutPruning:
      ObjectStanding(
        .leftAlone(reason: "it is not in the revision any more, and nothing is deleted here (prune: false)"),
        next: "delete it by hand, or set prune: true", in: memory.lastRead)
    }
  }

  // MARK: What is wrong with the object

  private static func object(_ memory: StoryMemory) -> ObjectStanding {
    let trouble = memory.last?.trouble(of: memory.found.reference)
    let (condition, next) = state(memory, trouble)
    let elsewhere = memory.isFineElsewhere ? memory.nextElsewhere : nil
    return ObjectStanding(condition, next: next ?? elsewhere, origin: trouble?.origin, in: memory.revision)
  }

  private static func state(
    _ memory: StoryMemory, _ trouble: ObjectTrouble?
  ) -> (ObjectStory.Condition, next: String?) {
    if memory.facts?.isSuspended ?? false { return (.suspended, nil) }
    if let restoration = memory.restoration, let entry = memory.found.entries.first?.entry {
      return (
        .different(reason: "a copy was put back by sluice restore at \(restoration.at)"),
        "the next cycle makes it what \(entry.origin.fileAndLine) says"
      )
    }
    switch trouble?.what {
    case .failed: return (.failed(reason: trouble?.reason ?? ""), trouble?.next)
    case .drift: return (.different(reason: trouble?.reason ?? ""), trouble?.next)
    case nil: break
    }
    if !memory.found.entries.isEmpty { return (.asCommitted, nil) }
    if let event = memory.past.events.first, event.reason == Action.Verb.forget.rawValue {
      return (.released(reason: event.clause), nil)
    }
    let history = memory.past.history.filter { $0.failure == nil }
    if history.first(where: { !$0.isRestoration })?.verb == .delete {
      if let newest = history.first, newest.isRestoration { return (.restored(at: newest.at), nil) }
      return (.removed, nil)
    }
    if let failure = memory.last?.targets.lazy.compactMap(\.failure).first {
      return (.notApplied, "nothing can be applied now: \(failure.message)")
    }
    return (
      .notApplied, memory.found.environment.isRunning ? "it waits for the next cycle" : "no daemon runs now"
    )
  }
}

extension StoryMemory {
  /// The places of the object in whose targets something is wrong.
  fileprivate var troubles: [(InventoryEntry, TargetTrouble)] {
    found.entries.compactMap { place in last?.trouble(with: place.target).map { (place.entry, $0) } }
      .filter { entry, trouble in
        trouble.failure != nil || trouble.left != nil || trouble.candidates.contains(entry.key)
      }
  }

  /// Its manifest is in the revision, and something is wrong in some of its targets and not in all.
  fileprivate var isFineElsewhere: Bool {
    facts?.departure == nil && !troubles.isEmpty && troubles.count < found.entries.count
  }

  /// What to do about the targets in which something is wrong.
  fileprivate var nextElsewhere: String? {
    troubles.contains { $1.stop != nil } ? PruneStop.answer : forgetting
  }

  /// The commit in which its file was read last.
  fileprivate var lastRead: GitObjectIdentifier? {
    found.entries.first.flatMap { GitObjectIdentifier($0.entry.commit) }
  }

  /// What to do about a workspace that is gone.
  fileprivate var forgetting: String? {
    last?.workspaces.first { WorkspaceNotice($0) == .left }?.remedy
  }

  /// The revision of the last cycle.
  fileprivate var revision: GitObjectIdentifier? {
    last.flatMap { Revision($0.revision.text)?.commit }
  }

  fileprivate var placeWord: String {
    switch found.entries.first?.entry.key.kind {
    case .agentFile: "output directory"
    case .clusterObject: "cluster"
    default: "workspace"
    }
  }
}
