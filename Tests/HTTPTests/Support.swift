import Base
import HTTP
import TestSupport

/// A client for servers of this machine, before which no proxy stands. It keeps its connections however busy the
/// machine is.
func directClient(_ change: (inout HTTPClient.Configuration) -> Void = { _ in }) -> HTTPClient {
  var configuration = HTTPClient.Configuration(userAgent: "sluice-test")
  configuration.idleLimit = .seconds(3600)
  change(&configuration)
  return HTTPClient(configuration)
}

extension LoopbackServer {
  /// A request with deadlines that only a server that is gone runs into.
  func request(_ method: HTTPMethod = .get, _ path: String = "/", body: [UInt8]? = nil) throws -> HTTPRequest
  {
    var request = HTTPRequest(method, try HTTPURL(url + path), body: body)
    request.deadline = .seconds(600)
    request.connectDeadline = .seconds(600)
    return request
  }
}

/// The error of something that must fail.
func failure(_ body: () async throws(HTTPError) -> Void) async -> HTTPError? {
  do throws(HTTPError) {
    try await body()
    return nil
  } catch {
    return error
  }
}

/// The error of a request that must fail.
func failure(of request: HTTPRequest, _ client: HTTPClient) async -> HTTPError? {
  await failure { () throws(HTTPError) in _ = try await client.send(request) }
}
