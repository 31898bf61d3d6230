internal import HTTPServer
internal import Synchronization

/// Remembers the last requests, and counts all.
final class RequestLog: Sendable {
  private struct State {
    var totals = RequestTotals()
    var families: [String: RequestTotals] = [:]
    var requests: [LoggedRequest] = []
  }

  /// How many requests are kept one by one.
  private static let limit = 10_000
  private let state = Mutex(State())

  func add(_ request: ServerRequest, _ response: ServerResponse) {
    let target = request.rawQuery.isEmpty ? request.rawPath : "\(request.rawPath)?\(request.rawQuery)"
    let entry = LoggedRequest(
      method: request.method, target: target, status: response.cutsConnection ? 0 : response.status,
      requestBytes: request.body.count, responseBytes: response.cutsConnection ? 0 : response.body.count)
    let family = Self.family(request)
    state.withLock { state in
      Self.count(entry, &state.totals)
      Self.count(entry, &state.families[family, default: RequestTotals()])
      state.requests.append(entry)
      if state.requests.count > Self.limit * 2 { state.requests.removeFirst(Self.limit) }
    }
  }

  var totals: RequestTotals { state.withLock { $0.totals } }
  var families: [String: RequestTotals] { state.withLock { $0.families } }
  var requests: [LoggedRequest] { state.withLock { $0.requests } }

  func clear() { state.withLock { $0 = State() } }

  /// `/api/folders`, `/apis/dashboard.grafana.app`.
  private static func family(_ request: ServerRequest) -> String {
    "/" + request.segments.prefix(2).joined(separator: "/")
  }

  private static func count(_ entry: LoggedRequest, _ totals: inout RequestTotals) {
    totals.requests += 1
    if entry.method != "GET", entry.method != "HEAD" { totals.writes += 1 }
    totals.requestBytes += entry.requestBytes
    totals.responseBytes += entry.responseBytes
  }
}
