import Base
import HTTP
import Platform

/// Fetches the content of one URL, once.
struct URLFetch: Sendable {
  enum Result: Sendable {
    case content([UInt8], entityTag: String?)
    /// The copy whose entity tag was sent is still good.
    case unchanged
    /// The host is away where there was no answer at all: its other URLs need not be tried now.
    case failed(URLContentCache.Problem, isHostAway: Bool, retryAfter: Duration?)
  }

  let client: HTTPClient
  let addresses: AddressPolicy
  let deadline: Duration
  let time: any TimeSource

  func perform(_ wanted: URLContentCache.Request, at url: HTTPURL, entityTag: String?) async -> Result {
    var request = HTTPRequest(.get, url, headers: ["Accept": "application/json"])
    if let authorization = wanted.authorization { request.secretHeaders = [authorization] }
    if let entityTag { request.headers.set("If-None-Match", entityTag) }
    request.deadline = deadline
    request.connectDeadline = min(deadline, .seconds(10))
    request.responseLimit = DashboardContent.sizeLimit
    request.redirects = .follow(maximum: 5)
    request.addresses = addresses
    let response: HTTPResponse
    do {
      response = try await client.send(request)
    } catch {
      return .failed(
        URLContentCache.Problem(
          message: "the \(wanted.noun) cannot be fetched: \(error.description)",
          remedy: Self.remedy(for: error)),
        isHostAway: Self.isHostAway(error), retryAfter: nil)
    }
    if response.status == 304, entityTag != nil { return .unchanged }
    guard response.isSuccess else {
      return .failed(
        URLContentCache.Problem(
          message: "the \(wanted.noun) cannot be fetched: \(url.description) answered \(response.status)",
          remedy: wanted.remedy), isHostAway: false, retryAfter: response.retryAfter(now: time.now))
    }
    return .content(response.body, entityTag: response.headers["ETag"])
  }

  private static func remedy(for error: HTTPError) -> String? {
    if case .addressRefused = error.cause {
      return "allow the address with --allow-address CIDR, if it is meant"
    }
    return nil
  }

  private static func isHostAway(_ error: HTTPError) -> Bool {
    switch error.cause {
    case .timedOut, .unresolvedHost, .connectionRefused, .unreachable: true
    default: false
    }
  }
}
