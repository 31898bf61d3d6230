import Base
import HTTP
import Manifests
import Platform
import Synchronization

/// Fetches what manifests name by URL, and keeps it until it expires.
///
/// Addresses that are not of the public internet are refused unless they are allowed by name, after redirects and name
/// resolution too; certificates are verified; sizes and times are limited. What cannot be fetched anew is served from the
/// last good copy, so that a host that is down changes nothing in the workspace.
///
/// Fetches run beside the cycle, several at once. A cycle waits for one that has not failed yet, and for a short time
/// only; what comes later is there for the next cycle. After a failure the next try waits, longer each time.
public final class URLContentCache: Sendable {
  /// What a manifest asks for.
  public struct Request: Sendable {
    public let url: String
    /// How long a copy is good; nil takes `defaultDuration`.
    public let cacheDuration: Duration?
    /// Goes to the URL's own host only.
    let authorization: SecretHeader?
    /// What is kept is known by it: what one caller got is not given to another.
    let key: String
    /// What to do where the host answers that there is no such content.
    let remedy: String
    /// What messages call the object that asks.
    let noun: String

    /// - Parameter caller: tells callers apart without giving their credentials away; empty for everybody.
    public init(
      url: String, cacheDuration: Duration?, authorization: SecretHeader? = nil, caller: String = "",
      remedy: String = "check the URL", noun: String = GrafanaDashboard.noun
    ) {
      self.url = url
      self.noun = noun
      self.cacheDuration = cacheDuration
      self.authorization = authorization
      self.remedy = remedy
      key = caller.isEmpty ? url : "\(url) \(caller)"
    }
  }

  /// Why there is no content.
  public struct Problem: Error, Hashable, Sendable {
    public let message: String
    public let remedy: String?
  }

  /// Content, and a word about it where it could not be fetched anew.
  public struct Content: Sendable {
    public let bytes: [UInt8]
    public let staleBecause: String?
  }

  /// What is known of a URL, for noticing that it changed.
  public enum Standing: Hashable, Sendable {
    case good(Digest)
    /// The last good copy; it could not be fetched anew.
    case stale(Digest)
    /// There is no copy, and none could be fetched.
    case failed
    /// It has not come yet.
    case awaited
  }

  /// How much is done at once, how long is waited, and how much is kept.
  public struct Limits: Sendable {
    /// How long a cycle waits for fetches in all; they go on when it is over.
    public var patience = Duration.seconds(10)
    public var parallelFetches = 8
    public var parallelFetchesPerHost = 2
    /// After the first failure; it doubles with every further one.
    public var firstPause = Duration.seconds(15)
    public var longestPause = Duration.seconds(600)
    /// More than this is not waited whatever `Retry-After` says.
    public var longestRetryAfter = Duration.seconds(3600)
    /// A copy that could not be renewed for so long is not used any more.
    public var longestStaleness = Duration.seconds(7 * 24 * 3600)
    /// Bytes of packed copies. What is beyond is fetched again when it is needed.
    public var keptBytes = 32 << 20

    public init() {}

    /// How long to wait after so many failures in a row.
    func pause(after failures: Int, retryAfter: Duration?) -> Duration {
      let doubled = firstPause * Double(1 << min(failures - 1, 16))
      return max(min(doubled, longestPause), min(retryAfter ?? .zero, longestRetryAfter))
    }
  }

  /// How long content without `contentCacheDuration` is good. Upstream keeps it for ever, which users took for a defect
  /// (reference grafana-operator.md section 8, item 1).
  public static let defaultDuration = Duration.seconds(600)

  private let fetch: URLFetch
  private let limits: Limits
  private let time: any TimeSource
  private let gate: HostGate
  private let shelf = Mutex(URLContentShelf())

  /// - Parameter deadline: for one fetch with all its redirects.
  public init(
    client: HTTPClient, addresses: AddressPolicy, deadline: Duration, limits: Limits = Limits(),
    time: any TimeSource = SystemTime()
  ) {
    fetch = URLFetch(client: client, addresses: addresses, deadline: deadline, time: time)
    self.limits = limits
    self.time = time
    gate = HostGate(width: limits.parallelFetches, perHost: limits.parallelFetchesPerHost)
  }

  /// Fetches what has expired, all of it at once, and waits for it within the patience.
  public func refresh(_ requests: some Sequence<Request>) async {
    await refresh(requests, needsBytes: false)
  }

  /// What is known now; nothing is fetched.
  public func standing(of request: Request) -> Standing {
    shelf.withLock { shelf in
      guard let entry = shelf[request.key] else { return .awaited }
      guard let copy = usableCopy(of: entry) else { return entry.failure == nil ? .awaited : .failed }
      return entry.failure == nil ? .good(copy.digest) : .stale(copy.digest)
    }
  }

  /// The copy that is kept. It is fetched only where there is none: what has expired is renewed by `refresh`.
  public func content(of request: Request) async throws(Problem) -> Content {
    await refresh([request], needsBytes: true)
    if let kept = try kept(request) { return kept }
    throw shelf.withLock { $0[request.key] }?.failure?.problem
      ?? Problem(
        message:
          "the \(request.noun) has not come within \(GoDuration.format(limits.patience)); it is still awaited",
        remedy: "nothing is lost: it is taken up by the next cycle when it has come")
  }

  /// The copy that is kept; nil where there is none, or no room was left for it.
  func kept(_ request: Request) throws(Problem) -> Content? {
    let entry = shelf.withLock { $0[request.key] }
    guard let entry, let copy = usableCopy(of: entry), let packed = copy.packed else { return nil }
    let stale = entry.failure.map {
      "\($0.problem.message); the last good copy, of \(copy.fetchedAt), is used"
    }
    return Content(bytes: try unpack(packed), staleBecause: stale)
  }

  /// Forgets what is no longer named anywhere.
  /// - Parameter keys: of requests.
  func keep(only keys: Set<String>) {
    shelf.withLock { $0.keep(only: keys) }
  }

  // MARK: Fetching

  private func refresh(_ requests: some Sequence<Request>, needsBytes: Bool) async {
    let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
    var awaited = 0
    var seen: Set<String> = []
    for request in requests where seen.insert(request.key).inserted {
      let now = time.elapsed
      let (start, isAwaited) = shelf.withLock { shelf -> (URLContentShelf.Start?, Bool) in
        let start = shelf.start(
          request.key, at: now, validFor: request.cacheDuration ?? Self.defaultDuration,
          needsBytes: needsBytes)
        return (start, shelf.await(request.key, arrival))
      }
      if isAwaited { awaited += 1 }
      if let start { Task { await run(start, request) } }
    }
    if awaited > 0 { await wait(for: awaited, arrivals) }
  }

  private func wait(for count: Int, _ arrivals: AsyncStream<Void>) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        var left = count
        for await _ in arrivals {
          left -= 1
          if left == 0 { return }
        }
      }
      group.addTask { [time, limits] in
        // Cancelled when everything has come.
        try? await time.sleep(for: limits.patience)
      }
      await group.next()
      group.cancelAll()
    }
  }

  private func run(_ start: URLContentShelf.Start, _ request: Request) async {
    let target: HTTPURL
    do {
      target = try HTTPURL(request.url)
    } catch {
      let problem = Problem(message: "spec.url is no URL: \(error.reason)", remedy: nil)
      return finish(request.key, .failed(problem, isHostAway: false, retryAfter: nil), host: nil)
    }
    let host = target.origin
    await gate.enter(host)
    let away = shelf.withLock { $0.problem(of: host, since: start.begun, now: time.elapsed) }
    let result: URLFetch.Result =
      if let away {
        .failed(away, isHostAway: false, retryAfter: nil)
      } else {
        await fetch.perform(request, at: target, entityTag: start.entityTag)
      }
    finish(request.key, result, host: host)
    await gate.leave(host)
  }

  private func finish(_ key: String, _ result: URLFetch.Result, host: String?) {
    let now = time.elapsed
    var packed: [UInt8]?
    if case .content(let bytes, _) = result { packed = try? Gzip.compress(bytes) }
    let waiting = shelf.withLock { shelf in
      switch result {
      case .content(let bytes, let entityTag):
        shelf.put(
          URLContentShelf.Copy(
            digest: Digest(of: bytes), packed: packed, entityTag: entityTag, fetched: now, fetchedAt: time.now
          ),
          for: key, limit: limits.keptBytes)
      case .unchanged: shelf.renew(key, at: now, time.now)
      case .failed(let problem, let isHostAway, let retryAfter):
        let rest = min(retryAfter ?? .zero, limits.longestRetryAfter)
        if isHostAway || rest > .zero, let host { shelf.note(problem, of: host, at: now, until: now + rest) }
        shelf.fail(key, problem, at: now) { limits.pause(after: $0, retryAfter: retryAfter) }
      }
      return shelf.end(key)
    }
    for arrival in waiting { arrival.yield() }
  }

  /// The copy, unless it could not be renewed for too long.
  private func usableCopy(of entry: URLContentShelf.Entry) -> URLContentShelf.Copy? {
    guard let copy = entry.copy else { return nil }
    return entry.failure != nil && time.elapsed - copy.fetched > limits.longestStaleness ? nil : copy
  }

  private func unpack(_ packed: [UInt8]) throws(Problem) -> [UInt8] {
    do {
      return try Gzip.decompress(packed, limit: DashboardContent.sizeLimit)
    } catch {
      throw Problem(message: "the kept copy cannot be unpacked: \(error)", remedy: nil)
    }
  }
}
