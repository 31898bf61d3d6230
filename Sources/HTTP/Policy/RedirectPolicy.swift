/// What happens when a server answers with a redirect.
///
/// Whatever the policy: a redirect from https to http is refused, secret headers and `Cookie` go only to the origin
/// they were meant for, and a body is never sent to another origin.
public enum RedirectPolicy: Sendable {
  /// The redirect is the response.
  case none
  /// Follows to any host, up to so many times.
  case follow(maximum: Int)
}

extension RedirectPolicy {
  /// The request that follows a response, or nil where the response is the last one.
  func next(after response: HTTPResponse, to request: HTTPRequest, followed: Int) throws(HTTPError)
    -> HTTPRequest?
  {
    guard let maximum, HTTPResponse.redirectStatuses.contains(response.status),
      let location = response.headers["Location"]
    else { return nil }
    func refused(_ target: String, _ reason: String) -> HTTPError {
      HTTPError(request.method, request.url, .redirectRefused(to: target, reason: reason))
    }
    guard followed < maximum else {
      throw HTTPError(request.method, request.url, .tooManyRedirects(limit: maximum))
    }
    let target: HTTPURL
    do throws(HTTPURL.Malformed) {
      target = try request.url.resolving(location)
    } catch {
      throw refused("another place", error.description)
    }
    if request.url.scheme == "https", target.scheme == "http" {
      throw refused(target.description, "it leaves https for http")
    }
    var next = request
    next.url = target
    if response.status == 303 || (response.status < 303 && request.method == .post) {
      // RFC 9110 section 15.4: 303 always becomes a question; 301 and 302 do for POST, as all clients do it.
      next.method = request.method == .head ? .head : .get
      next.body = nil
      next.headers.remove("Content-Type")
    }
    if !target.hasOrigin(of: request.url) {
      if next.body != nil { throw refused(target.description, "it would send the body to another host") }
      next.secretHeaders = []
      for name in ["Authorization", "Cookie", "Proxy-Authorization"] { next.headers.remove(name) }
    }
    return next
  }

  private var maximum: Int? {
    switch self {
    case .none: nil
    case .follow(let maximum): maximum
    }
  }
}

extension HTTPResponse {
  fileprivate static let redirectStatuses: Set<Int> = [301, 302, 303, 307, 308]
}
