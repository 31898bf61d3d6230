import Base
import HTTP
import TestSupport

/// A client that leaves the machine's proxy settings aside.
func directClient(_ change: (inout HTTPClient.Configuration) -> Void = { _ in }) -> HTTPClient {
  var configuration = HTTPClient.Configuration(userAgent: "sluice-test")
  configuration.proxy = .direct
  change(&configuration)
  return HTTPClient(configuration)
}

extension LoopbackServer {
  func request(_ method: HTTPMethod = .get, _ path: String = "/", body: [UInt8]? = nil) throws -> HTTPRequest
  {
    HTTPRequest(method, try HTTPURL(url + path), body: body)
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
