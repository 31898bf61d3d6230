import Base
import HTTP
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
  public struct Request: Hashable, Sendable {
    public let url: String
    /// How long a copy is good; nil takes `defaultDuration`.
    public let cacheDuration: Duration?

    public init(url: String, cacheDuration: Duration?) {
      self.url = url
      self.cacheDuration = cacheDuration
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
      guard let entry = shelf[request.url] else { return .awaited }
      guard let copy = usableCopy(of: entry) else { return entry.failure == nil ? .awaited : .failed }
      return entry.failure == nil ? .good(copy.digest) : .stale(copy.digest)
    }
  }

  /// The copy that is kept. It is fetched only where there is none: what has expired is renewed by `refresh`.
  public func content(of request: Request) async throws(Problem) -> Content {
    await refresh([request], needsBytes: true)
    let entry = shelf.withLock { $0[request.url] }
    if let entry, let copy = usableCopy(of: entry), let packed = copy.packed {
      let stale = entry.failure.map {
        "\($0.problem.message); the last good copy, of \(copy.fetchedAt), is used"
      }
      return Content(bytes: try unpack(packed), staleBecause: stale)
    }
    throw entry?.failure?.problem
      ?? Problem(
        message:
          "the dashboard has not come within \(GoDuration.format(limits.patience)); it is still awaited",
        remedy: "nothing is lost: it is taken up by the next cycle when it has come")
  }

  /// Forgets what is no longer named anywhere.
  public func keep(only urls: Set<String>) {
    shelf.withLock { $0.keep(only: urls) }
  }

  // MARK: Fetching

  private func refresh(_ requests: some Sequence<Request>, needsBytes: Bool) async {
    let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
    var awaited = 0
    for request in Set(requests) {
      let now = time.elapsed
      let (start, isAwaited) = shelf.withLock { shelf -> (URLContentShelf.Start?, Bool) in
        let start = shelf.start(
          request.url, at: now, validFor: request.cacheDuration ?? Self.defaultDuration,
          needsBytes: needsBytes)
        return (start, shelf.await(request.url, arrival))
      }
      if isAwaited { awaited += 1 }
      if let start { Task { await run(start, request.url) } }
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

  private func run(_ start: URLContentShelf.Start, _ url: String) async {
    let target: HTTPURL
    do {
      target = try HTTPURL(url)
    } catch {
      let problem = Problem(message: "spec.url is no URL: \(error.reason)", remedy: nil)
      return finish(url, .failed(problem, isHostAway: false, retryAfter: nil), host: nil)
    }
    let host = target.origin
    await gate.enter(host)
    let away = shelf.withLock { $0.problem(of: host, since: start.begun) }
    let result: URLFetch.Result =
      if let away {
        .failed(away, isHostAway: false, retryAfter: nil)
      } else {
        await fetch.perform(target, entityTag: start.entityTag)
      }
    finish(url, result, host: host)
    await gate.leave(host)
  }

  private func finish(_ url: String, _ result: URLFetch.Result, host: String?) {
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
          for: url, limit: limits.keptBytes)
      case .unchanged: shelf.renew(url, at: now, time.now)
      case .failed(let problem, let isHostAway, let retryAfter):
        if isHostAway, let host { shelf.note(problem, of: host, at: now) }
        shelf.fail(url, problem, at: now) { limits.pause(after: $0, retryAfter: retryAfter) }
      }
      return shelf.end(url)
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
