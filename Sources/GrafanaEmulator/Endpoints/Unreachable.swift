/// How Go tells that an address does not answer.
enum Unreachable {
  static func text(_ url: String) -> String {
    let parts = url.split(separator: "/", omittingEmptySubsequences: true)
    guard parts.count > 1 else { return "unsupported protocol scheme \"\"" }
    let authority = String(parts[1])
    let host = authority.split(separator: ":").first.map(String.init) ?? authority
    guard host.allSatisfy({ $0.isNumber || $0 == "." }) else {
      return "dial tcp: lookup \(host) on 127.0.0.1:53: no such host"
    }
    let port = authority.contains(":") ? "" : parts[0] == "https:" ? ":443" : ":80"
    return "dial tcp \(authority)\(port): connect: connection refused"
  }
}
