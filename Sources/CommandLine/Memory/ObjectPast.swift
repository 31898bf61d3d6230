import Base
import Plan
import Store

/// What is remembered of an object under all names that its manifest has had. History knows the object by its key in the
/// target, events only know the manifest.
struct ObjectPast: Sendable {
  /// Newest first.
  let history: [HistoryEntry]
  /// Newest first.
  let events: [Event]
  /// What the object was written as before, newest first.
  let earlier: [ObjectReference]

  static func read(_ found: ObjectQuery.Found, limit: Int) async throws(StoreError) -> ObjectPast {
    let store = found.environment.store
    var history: [HistoryEntry] = []
    for (target, entry) in found.entries {
      history += try await store.history(of: entry.key, in: target, limit: limit)
    }
    if found.entries.isEmpty { history = try await store.history(of: found.reference, limit: limit) }
    history.sort { $0.at > $1.at }
    var earlier: [ObjectReference] = []
    for entry in history where entry.reference != found.reference && !earlier.contains(entry.reference) {
      earlier.append(entry.reference)
    }
    let keys = Set(history.map(\.key)).union(found.entries.map(\.entry.key))
    var events: [Event] = []
    for reference in [found.reference] + earlier {
      let span = try await Span.of(keys, under: reference, in: store, limit: limit)
      events += try await store.events(about: reference, limit: limit).filter(span.contains)
    }
    return ObjectPast(
      history: Array(history.prefix(limit)), events: Array(events.sorted { $0.at > $1.at }.prefix(limit)),
      earlier: earlier)
  }

  /// The time in which a manifest's name meant the object and no other.
  private struct Span {
    var start: Timestamp?
    var end: Timestamp?

    static func of(
      _ keys: Set<ObjectKey>, under reference: ObjectReference, in store: any Store, limit: Int
    ) async throws(StoreError) -> Span {
      // An agent has many files and objects under one name all the time.
      if keys.contains(where: { $0.kind.isOneOfMany }) { return Span() }
      let all = try await store.history(of: reference, limit: limit)
      let ours = all.filter { keys.contains($0.key) }.map(\.at)
      let others = all.filter { !keys.contains($0.key) }.map(\.at)
      guard let first = ours.min(), let last = ours.max() else { return Span(start: others.max()) }
      return Span(
        start: others.contains { $0 < first } ? first : nil, end: others.filter { $0 > last }.min())
    }

    func contains(_ event: Event) -> Bool {
      start.map { event.at >= $0 } ?? true && end.map { event.at < $0 } ?? true
    }
  }
}
