import Base
import HTTP
import Platform
import Synchronization

/// Fetches what manifests name by URL, and keeps it until it expires.
///
/// Addresses that are not of the public internet are refused unless they are allowed by name, after redirects and name
/// resolution too; certificates are verified; sizes and times are limited. What cannot be fetched anew is served from the
/// last good copy, so that a host that is down changes nothing in the workspace.
public final class URLContentCache: Sendable {
  /// Why there is no content.
  public struct Problem: Error, Sendable {
    public let message: String
    public let remedy: String?
  }

  /// Content, and a word about it where it could not be fetched anew.
  public struct Content: Sendable {
    public let bytes: [UInt8]
    public let staleBecause: String?
  }

  /// How long content without `contentCacheDuration` is good. Upstream keeps it for ever, which users took for a defect
  /// (reference grafana-operator.md section 8, item 1).
  public static let defaultDuration = Duration.seconds(600)

  private struct Entry {
    let packed: [UInt8]
    let entityTag: String?
    let fetched: Duration
  }

  private let client: HTTPClient
  private let addresses: AddressPolicy
  private let deadline: Duration
  private let time: any TimeSource
  private let entries = Mutex<[String: Entry]>([:])

  public init(
    client: HTTPClient, addresses: AddressPolicy, deadline: Duration, time: any TimeSource = SystemTime()
  ) {
    self.client = client
    self.addresses = addresses
    self.deadline = deadline
    self.time = time
  }

  public func content(of url: String, cacheDuration: Duration?) async throws(Problem) -> Content {
    let known = entries.withLock { $0[url] }
    if let known, time.elapsed - known.fetched < cacheDuration ?? Self.defaultDuration {
      return Content(bytes: try unpack(known), staleBecause: nil)
    }
    do {
      let bytes = try await fetch(url, known: known)
      return Content(bytes: bytes, staleBecause: nil)
    } catch {
      guard let known else { throw error }
      return Content(bytes: try unpack(known), staleBecause: error.message)
    }
  }

  /// Forgets what is no longer named anywhere.
  public func keep(only urls: Set<String>) {
    entries.withLock { entries in entries = entries.filter { urls.contains($0.key) } }
  }

  private func fetch(_ url: String, known: Entry?) async throws(Problem) -> [UInt8] {
    let target: HTTPURL
    do {
      target = try HTTPURL(url)
    } catch {
      throw Problem(message: "spec.url is no URL: \(error.reason)", remedy: nil)
    }
    var request = HTTPRequest(.get, target, headers: ["Accept": "application/json"])
    if let tag = known?.entityTag { request.headers.set("If-None-Match", tag) }
    request.deadline = deadline
    request.responseLimit = DashboardContent.sizeLimit
    request.redirects = .follow(maximum: 5)
    request.addresses = addresses
    let response: HTTPResponse
    do {
      response = try await client.send(request)
    } catch {
      throw Problem(
        message: "the dashboard cannot be fetched: \(error.description)", remedy: Self.remedy(for: error))
    }
    if response.status == 304, let known {
      remember(Entry(packed: known.packed, entityTag: known.entityTag, fetched: time.elapsed), url)
      return try unpack(known)
    }
    guard response.isSuccess else {
      throw Problem(
        message: "the dashboard cannot be fetched: \(target.description) answered \(response.status)",
        remedy: "check the URL")
    }
    if let packed = try? Gzip.compress(response.body) {
      remember(Entry(packed: packed, entityTag: response.headers["ETag"], fetched: time.elapsed), url)
    }
    return response.body
  }

  private func remember(_ entry: Entry, _ url: String) {
    entries.withLock { $0[url] = entry }
  }

  private func unpack(_ entry: Entry) throws(Problem) -> [UInt8] {
    do {
      return try Gzip.decompress(entry.packed, limit: DashboardContent.sizeLimit)
    } catch {
      throw Problem(message: "the kept copy cannot be unpacked: \(error)", remedy: nil)
    }
  }

  private static func remedy(for error: HTTPError) -> String? {
    if case .addressRefused = error.cause {
      return "allow the address with --allow-address CIDR, if it is meant"
    }
    return nil
  }
}
