import Base
import HTTP

/// One request to an API server.
struct ClusterCall: Sendable {
  let method: HTTPMethod
  /// Below the server's URL.
  let path: String
  var query: [(name: String, value: String)] = []
  var accept = "application/json"
  var contentType = "application/json"
  var body: SecretValue?
  /// For messages: `PATCH Secret monitoring/agent-config`.
  let name: String
  /// Sent twice, it comes to the same.
  var isRepeatable = true

  /// Answers hold whole objects; those of lists are metadata of a page.
  private static let responseLimit = 64 << 20

  init(_ method: HTTPMethod, _ path: String, name: String) {
    self.method = method
    self.path = path
    self.name = "\(method.rawValue) \(name)"
  }

  func request(_ settings: ClusterSettings, timeout: Duration) throws(ClusterError) -> HTTPRequest {
    let url: HTTPURL
    do throws(HTTPURL.Malformed) {
      url = try settings.server.appending(path, query: query)
    } catch {
      throw ClusterError(.unexpected, call: name, "the URL is not valid: \(error.reason)")
    }
    var request = HTTPRequest(method, url)
    request.headers.set("Accept", accept)
    if let body {
      request.headers.set("Content-Type", contentType)
      request.body = body.withBytes { $0 }
    }
    request.secretHeaders = [settings.authorization].compactMap { $0 }
    request.deadline = timeout
    request.connectDeadline = min(timeout, .seconds(10))
    request.responseLimit = Self.responseLimit
    request.acceptsCompression = settings.acceptsCompression
    return request
  }
}
