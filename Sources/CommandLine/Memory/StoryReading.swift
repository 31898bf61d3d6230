import Base
import Git
import Plan
import Reconcile
import Report
import Store

/// Puts together what the memory knows of one object.
struct StoryReading {
  private let memory: StoryMemory

  private var found: ObjectQuery.Found { memory.found }
  private var last: LastCycle? { memory.last }
  private var history: [HistoryEntry] { memory.past.history }
  private var inventory: [InventoryEntry] { memory.inventory }

  private static let deepest = 16

  /// - Parameter directory: of the environment, where its mirror lies.
  static func story(_ found: ObjectQuery.Found, directory: String) async throws(CommandFailure) -> ObjectStory
  {
    do throws(StoreError) {
      return await StoryReading(memory: try await StoryMemory(found)).story(directory: directory)
    } catch {
      throw CommandFailure(error.description)
    }
  }

  private func story(directory: String) async -> ObjectStory {
    let entry = found.entries.first?.entry
    let standing = ObjectStanding(memory)
    let origin = standing.origin ?? entry?.origin
    return ObjectStory(
      environment: found.environment.name, reference: found.reference, earlier: memory.past.earlier,
      kind: kind,
      title: title, folder: folder(of: entry), condition: standing.condition, origin: origin,
      lastChange: await lastChange(of: origin?.file, in: standing.revisionRead, directory),
      rendering: memory.facts?.rendering ?? [],
      presences: found.entries.map { presence($0.entry, in: $0.target) }, needs: needs(entry),
      findings: standing.findings, next: standing.next, hasLeft: memory.hasLeft)
  }

  // MARK: Parts

  private var kind: ObjectKind {
    if let kind = found.entries.first?.entry.key.kind ?? history.first?.key.kind { return kind }
    return switch found.reference.kind {
    case "GrafanaFolder": .folder
    case "GrafanaDatasource": found.reference == found.reference.manifest ? .datasource : .correlations
    case "GrafanaDataSource": .datasource
    case "GrafanaManifest": .resource
    case "GrafanaServiceAccount": .serviceAccount
    case "GrafanaNotificationChannel": .notificationChannel
    case "GrafanaDashboard": .dashboard
    case "GrafanaLibraryPanel": .libraryPanel
    case "GrafanaAlertRuleGroup": .alertRuleGroup
    case "GrafanaNotificationTemplate": .notificationTemplate
    case "GrafanaMuteTiming": .muteTiming
    case "GrafanaContactPoint": .contactPoint
    case "GrafanaNotificationPolicy", "GrafanaNotificationPolicyRoute": .notificationPolicy
    default: .agentFile
    }
  }

  /// Of an agent the files are the objects, or those in a cluster, and they are many.
  private var title: String {
    if kind.isOneOfMany, !found.isOneOfMany { return found.reference.description }
    return found.entries.first?.entry.title ?? history.first?.title ?? found.reference.name
  }

  private func presence(_ entry: InventoryEntry, in target: TargetName) -> ObjectStory.Presence {
    let write = history.first { $0.key == entry.key && $0.failure == nil && $0.verb.isWrite }
    let drift = memory.past.events.first { $0.reason == "drift" || $0.reason == Action.Verb.report.rawValue }
    return ObjectStory.Presence(
      target: target.place, key: entry.key, version: entry.version, saved: write?.at,
      isAdopted: entry.isAdopted, note: note(entry, in: target),
      lastDrift: drift.map { ObjectStory.Drift(at: $0.at, what: $0.clause) })
  }

  /// What is wrong in one of several targets.
  private func note(_ entry: InventoryEntry, in target: TargetName) -> String? {
    guard found.entries.count > 1, !entry.key.kind.isOneOfMany, let trouble = last?.trouble(with: target)
    else { return nil }
    if let left = trouble.left { return left }
    if let failure = trouble.failure { return "unknown since \(failure.since): \(failure.message)" }
    guard trouble.candidates.contains(entry.key), let stop = trouble.stop else { return nil }
    return "its deletion there waits for an answer: \(stop)"
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
  private func lastChange(
    of file: String?, in commit: GitObjectIdentifier?, _ directory: String
  ) async -> RevisionSummary? {
    guard let file, let read = commit else { return nil }
    guard
      let commit = try? await MirrorHistory.lastChange(
        of: file, at: read, in: directory + "/mirror")
    else { return nil }
    return RevisionSummary(
      text: Revision(
        name: last.flatMap { Revision($0.revision.text)?.name }, commit: commit.identifier
      ).description,
      commit: commit.identifier.description, author: commit.author.name, subject: commit.subject,
      committed: Timestamp(secondsSinceEpoch: commit.committer.time))
  }
}

extension Event {
  /// The message without the verb before it.
  var clause: String {
    guard let colon = message.firstRange(of: ": ") else { return message }
    return String(message[colon.upperBound...])
  }
}
