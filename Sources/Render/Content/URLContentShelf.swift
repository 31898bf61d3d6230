import Base

/// What is known of each request, by its key. It does nothing by itself.
struct URLContentShelf: Sendable {
  /// The last good content.
  struct Copy: Sendable {
    let digest: Digest
    /// Nil where there was no room for it.
    var packed: [UInt8]?
    let entityTag: String?
    /// When it was last known to be good.
    var fetched: Duration
    var fetchedAt: Timestamp
  }

  /// Why it could not be fetched the last time.
  struct Failure: Sendable {
    let problem: URLContentCache.Problem
    let count: Int
    /// Not to be tried again before.
    let retry: Duration
  }

  struct Entry: Sendable {
    var copy: Copy?
    var failure: Failure?
    var isUnderWay = false
    /// A cycle has waited for the fetch that is under way.
    var isWaitedFor = false
    var arrivals: [AsyncStream<Void>.Continuation] = []
  }

  /// A fetch that is to be begun.
  struct Start: Sendable {
    let begun: Duration
    /// Of a copy whose bytes are there.
    let entityTag: String?
  }

  private var entries: [String: Entry] = [:]
  private var hosts: [String: Trouble] = [:]

  private struct Trouble: Sendable {
    let problem: URLContentCache.Problem
    let at: Duration
    /// The host asks to be left alone until then (`Retry-After`).
    let until: Duration
  }

  subscript(key: String) -> Entry? { entries[key] }

  /// Marks a request as under way; nil where it is already, or need not be fetched now.
  mutating func start(_ key: String, at now: Duration, validFor: Duration, needsBytes: Bool) -> Start? {
    var entry = entries[key] ?? Entry()
    if entry.isUnderWay { return nil }
    if let failure = entry.failure {
      if now < failure.retry { return nil }
    } else if let copy = entry.copy {
      let isExpired = now - copy.fetched >= validFor
      // Bytes that are there are taken as they are by whoever needs bytes, so that a plan and its writes agree.
      if needsBytes ? copy.packed != nil : !isExpired { return nil }
    }
    entry.isUnderWay = true
    entry.isWaitedFor = false
    entries[key] = entry
    return Start(begun: now, entityTag: entry.copy?.packed == nil ? nil : entry.copy?.entityTag)
  }

  /// Hears of the end of the fetch that is under way. False where nobody is to wait for it: there is none, it has been
  /// waited for, or it failed the last time.
  mutating func await(_ key: String, _ arrival: AsyncStream<Void>.Continuation) -> Bool {
    guard var entry = entries[key], entry.isUnderWay, !entry.isWaitedFor, entry.failure == nil else {
      return false
    }
    entry.isWaitedFor = true
    entry.arrivals.append(arrival)
    entries[key] = entry
    return true
  }

  mutating func put(_ copy: Copy, for key: String, limit: Int) {
    entries[key]?.copy = copy
    entries[key]?.failure = nil
    makeRoom(limit, for: key)
  }

  mutating func renew(_ key: String, at now: Duration, _ wallClock: Timestamp) {
    entries[key]?.copy?.fetched = now
    entries[key]?.copy?.fetchedAt = wallClock
    entries[key]?.failure = nil
  }

  /// - Parameter pause: until the next try, after so many failures in a row.
  mutating func fail(
    _ key: String, _ problem: URLContentCache.Problem, at now: Duration, pause: (_ count: Int) -> Duration
  ) {
    let count = (entries[key]?.failure?.count ?? 0) + 1
    entries[key]?.failure = Failure(problem: problem, count: count, retry: now + pause(count))
  }

  /// - Returns: who waits for it.
  mutating func end(_ key: String) -> [AsyncStream<Void>.Continuation] {
    let waiting = entries[key]?.arrivals ?? []
    entries[key]?.isUnderWay = false
    entries[key]?.arrivals = []
    return waiting
  }

  mutating func note(
    _ problem: URLContentCache.Problem, of host: String, at now: Duration, until: Duration
  ) {
    hosts = hosts.filter { now - $0.value.at < .seconds(3600) || now < $0.value.until }
    hosts[host] = Trouble(problem: problem, at: now, until: until)
  }

  /// Why a host is not to be asked: it did not answer, which was found out after the given time, or wants a rest.
  func problem(of host: String, since begun: Duration, now: Duration) -> URLContentCache.Problem? {
    hosts[host].flatMap { $0.at >= begun || now < $0.until ? $0.problem : nil }
  }

  /// Fetches under way stay until they end.
  mutating func keep(only keys: Set<String>) {
    entries = entries.filter { keys.contains($0.key) || $0.value.isUnderWay }
  }

  /// Lets go of the oldest copies' bytes; what they are is still known.
  private mutating func makeRoom(_ limit: Int, for newest: String) {
    var total = entries.values.reduce(0) { $0 + ($1.copy?.packed?.count ?? 0) }
    if total <= limit { return }
    let oldest = entries.filter { $0.key != newest && $0.value.copy?.packed != nil }
      .sorted { ($0.value.copy?.fetched ?? .zero, $0.key) < ($1.value.copy?.fetched ?? .zero, $1.key) }
    for (key, entry) in oldest where total > limit {
      total -= entry.copy?.packed?.count ?? 0
      entries[key]?.copy?.packed = nil
    }
  }
}
