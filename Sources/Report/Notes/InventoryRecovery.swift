import Apply
import Base
import Plan

/// Finds out from the notes of a repository what an environment owns, where the state directory is lost.
public enum InventoryRecovery {
  private struct Event {
    let at: Timestamp
    let commit: String
    let object: NotedObject
  }

  /// Replays everything that was noted, in the order of time.
  ///
  /// What a target looks like now is not known from this: the entries have no markers, so that the next cycle reads
  /// each object once.
  ///
  /// - Parameter notes: every commit that has a note (in full), with its text. Of two notes of the same time, the later
  ///   one in the list counts.
  /// - Returns: what is owned, by the names of the targets (`TargetReport.name`).
  public static func fold(
    _ notes: [(commit: String, text: String)], environment: String
  ) -> [String: [ObjectKey: InventoryEntry]] {
    owned(notes, environment: environment).mapValues { $0.mapValues { inventoryEntry($0) } }
  }

  /// What was remembered of the parts of those (`Outcome.parts`), by the names of the targets.
  public static func parts(
    _ notes: [(commit: String, text: String)], environment: String
  ) -> [String: [PartOwner: Set<String>]] {
    owned(notes, environment: environment).mapValues { events in
      var found: [PartOwner: Set<String>] = [:]
      for event in events.values where !event.object.parts.isEmpty {
        guard let owner = PartOwner.noted(event.object.key, of: event.object.reference) else { continue }
        found[owner, default: []].formUnion(event.object.parts)
      }
      return found
    }
  }

  /// What was done last to each object that is owned afterwards.
  private static func owned(
    _ notes: [(commit: String, text: String)], environment: String
  ) -> [String: [ObjectKey: Event]] {
    var events: [Event] = []
    for (commit, text) in notes {
      for entry in Note.parse(text).entries.reversed() where entry.environment == environment {
        for object in entry.objects {
          events.append(Event(at: object.at ?? entry.at, commit: commit, object: object))
        }
      }
    }
    // The sort of the standard library keeps the order of equals only by chance, so the place in the list decides.
    let ordered = events.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
    var owned: [String: [ObjectKey: Event]] = [:]
    for (_, event) in ordered {
      switch event.object.isOwnedAfterwards {
      case .some(true): owned[event.object.target, default: [:]][event.object.key] = event
      case .some(false): owned[event.object.target]?[event.object.key] = nil
      case nil: break
      }
    }
    return owned.filter { !$0.value.isEmpty }
  }

  /// The places of objects that secrets were ever put into, by the names of the targets: what a manifest has given up since
  /// may still be there.
  public static func secretPlaces(
    _ notes: [(commit: String, text: String)], environment: String
  ) -> [String: [ObjectKey: Set<String>]] {
    var found: [String: [ObjectKey: Set<String>]] = [:]
    for (_, text) in notes {
      for entry in Note.parse(text).entries where entry.environment == environment {
        for object in entry.objects where !object.secretPlaces.isEmpty {
          found[object.target, default: [:]][object.key, default: []].formUnion(object.secretPlaces)
        }
      }
    }
    return found
  }

  private static func inventoryEntry(_ event: Event) -> InventoryEntry {
    let object = event.object
    // A digest of nothing equals no content, so that an object without one counts as changed.
    let unknown = Digest(of: "")
    return InventoryEntry(
      key: object.key, reference: object.reference, origin: object.origin, title: object.title,
      parentUID: object.parentUID, desiredDigest: object.desiredDigest ?? unknown,
      observedDigest: object.observedDigest ?? unknown, version: object.version, marker: nil,
      isAdopted: object.isAdopted, isPruned: object.isPruned, isImplicit: object.isImplicit,
      commit: event.commit, applied: event.at.secondsSinceEpoch)
  }
}
