import Base
import Git
import Plan
import Reconcile
import Report
import Store

/// Puts together what the memory knows of one object.
struct StoryReading {
  private let memory: Memory

  private var found: ObjectQuery.Found { memory.found }
  private var last: LastCycle? { memory.last }
  private var history: [HistoryEntry] { memory.history }
  private var inventory: [InventoryEntry] { memory.inventory }

  private static let eventLimit = 1_000
  private static let deepest = 16

  /// - Parameter directory: of the environment, where its mirror lies.
  static func story(_ found: ObjectQuery.Found, directory: String) async throws(CommandFailure) -> ObjectStory
  {
    do throws(StoreError) {
      return await StoryReading(try await Memory(found)).story(directory: directory)
    } catch {
      throw CommandFailure(error.description)
    }
  }

  /// What is read from the store before anything is concluded.
  private struct Memory {
    let found: ObjectQuery.Found
    let last: LastCycle?
    let history: [HistoryEntry]
    let events: [Event]
    let facts: ObjectFacts?
    /// Everything that is owned where the object is.
    var inventory: [InventoryEntry] = []

    init(_ found: ObjectQuery.Found) async throws(StoreError) {
      self.found = found
      let store = found.environment.store
      last = try await LastCycle.read(from: store, environment: found.environment.name)
      history = try await store.history(of: found.reference, limit: StoryReading.eventLimit)
      events = try await store.events(about: found.reference, limit: StoryReading.eventLimit)
      facts = try await ObjectFacts.read(
        of: found.reference, from: store, environment: found.environment.name)
      for (target, _) in found.entries {
        inventory += Array(try await store.inventory(of: target).values)
      }
    }
  }

  private init(_ memory: Memory) {
    self.memory = memory
  }

  private func story(directory: String) async -> ObjectStory {
    let entry = found.entries.first?.entry
    let origin = findings.first?.location ?? entry?.origin ?? trouble?.origin ?? obstacles.first?.location
    let condition = condition
    return ObjectStory(
      environment: found.environment.name, reference: found.reference, kind: kind,
      title: entry?.title ?? history.first?.title ?? found.reference.name, folder: folder(of: entry),
      condition: condition, origin: origin, lastChange: await lastChange(of: origin?.file, directory),
      rendering: memory.facts?.rendering ?? [],
      presences: found.entries.map { presence($0.entry, in: $0.target) }, needs: needs(entry),
      findings: findings + obstacles, next: next(condition))
  }

  // MARK: Parts

  private var kind: ObjectKind {
    if let kind = found.entries.first?.entry.key.kind ?? history.first?.key.kind { return kind }
    return switch found.reference.kind {
    case "GrafanaFolder": .folder
    case "GrafanaDatasource": .datasource
    case "GrafanaDashboard": .dashboard
    default: .agentFile
    }
  }

  private var findings: [Diagnostic] { (last?.findings ?? []).filter { $0.subject == found.reference } }
  private var obstacles: [Diagnostic] { (last?.obstacles ?? []).filter { $0.subject == found.reference } }
  private var trouble: ObjectTrouble? { last?.trouble(of: found.reference) }

  private var condition: ObjectStory.Condition {
    if !findings.isEmpty { return .heldBack }
    if !obstacles.isEmpty { return .obstructed }
    if memory.facts?.isSuspended ?? false { return .suspended }
    switch trouble?.what {
    case .failed: return .failed(reason: trouble?.reason ?? "")
    case .drift: return .different(reason: trouble?.reason ?? "")
    case nil: break
    }
    if found.entries.isEmpty { return history.first?.verb == .delete ? .removed : .notApplied }
    return .asCommitted
  }

  private func next(_ condition: ObjectStory.Condition) -> String? {
    switch condition {
    case .asCommitted, .suspended, .removed: return nil
    case .heldBack: return "it is applied as soon as a commit mends the manifest"
    case .obstructed: return "it is applied as soon as that is mended, there or in Git"
    case .failed, .different: return trouble?.next
    case .notApplied:
      return found.environment.isRunning ? "it waits for the next cycle" : "no daemon runs now"
    }
  }

  private func presence(_ entry: InventoryEntry, in target: TargetName) -> ObjectStory.Presence {
    let write = history.first { $0.key == entry.key && $0.failure == nil && $0.verb.isWrite }
    let drift = memory.events.first { $0.reason == "drift" || $0.reason == Action.Verb.report.rawValue }
    return ObjectStory.Presence(
      target: target.name, key: entry.key, version: entry.version, saved: write?.at,
      isAdopted: entry.isAdopted,
      lastDrift: drift.map { ObjectStory.Drift(at: $0.at, what: $0.clause) })
  }

  /// The folder, then what it shows: each is ready where it is in the target and nothing is wrong with it.
  private func needs(_ entry: InventoryEntry?) -> [ObjectStory.Need] {
    var needs: [ObjectStory.Need] = []
    if let entry, !entry.parentUID.isEmpty {
      let parent = inventory.first { $0.key == ObjectKey(.folder, entry.parentUID) }
      needs.append(
        ObjectStory.Need(
          "folder \(parent?.title ?? entry.parentUID)", isReady: parent.map(isReady) ?? false))
    }
    for path in memory.facts?.needs ?? [] {
      if let needed = inventory.first(where: { $0.reference.path == path }) {
        needs.append(ObjectStory.Need("\(needed.key.kind.name) \(needed.title)", isReady: isReady(needed)))
      } else {
        needs.append(ObjectStory.Need(path, isReady: false))
      }
    }
    return needs
  }

  private func isReady(_ entry: InventoryEntry) -> Bool { !(last?.isTroubled(entry.reference) ?? false) }

  /// The titles of the folders above, outermost first.
  private func folder(of entry: InventoryEntry?) -> String {
    var titles: [String] = []
    var uid = entry?.parentUID ?? ""
    while !uid.isEmpty, titles.count < Self.deepest,
      let parent = inventory.first(where: { $0.key == ObjectKey(.folder, uid) })
    {
      titles.insert(parent.title, at: 0)
      uid = parent.parentUID
    }
    return titles.joined(separator: " / ")
  }

  /// A mirror that is not there or is being cloned anew only costs this line.
  private func lastChange(of file: String?, _ directory: String) async -> RevisionSummary? {
    guard let file, let last, let revision = Revision(last.revision.text) else { return nil }
    guard
      let commit = try? await MirrorHistory.lastChange(
        of: file, at: revision.commit, in: directory + "/mirror")
    else { return nil }
    return RevisionSummary(
      text: Revision(name: revision.name, commit: commit.identifier).description,
      commit: commit.identifier.description, author: commit.author.name, subject: commit.subject,
      committed: Timestamp(secondsSinceEpoch: commit.committer.time))
  }
}

extension Event {
  /// The message without the verb before it.
  fileprivate var clause: String {
    guard let colon = message.firstRange(of: ": ") else { return message }
    return String(message[colon.upperBound...])
  }
}
