import Base
import HTTP

/// A repository on GitHub or a GitHub Enterprise host, found from the address that it is fetched from.
public struct GitHubRepository: Hashable, Sendable {
  /// Why statuses cannot go to a repository.
  public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    public let reason: String
    public var description: String { "commit statuses need a repository on GitHub: \(reason)" }
  }

  /// Without a slash at its end: `https://api.github.com`, `https://git.example.org/api/v3`.
  public let apiBase: String
  public let owner: String
  public let name: String

  init(apiBase: String, owner: String, name: String) {
    self.apiBase = apiBase
    self.owner = owner
    self.name = name
  }

  /// Reads `https://host/owner/name.git`, `ssh://git@host/owner/name.git` and `git@host:owner/name.git`.
  ///
  /// The API is asked by https, whatever the repository is fetched by. Plain http is for a stand-in on the same machine:
  /// only with a loopback address.
  public init(gitURL: String) throws(Failure) {
    let place = try Self.place(gitURL)
    apiBase = try Self.apiBase(place)
    var parts = place.path.split(separator: "/").map(String.init)
    if let last = parts.popLast() { parts.append(last.hasSuffix(".git") ? String(last.dropLast(4)) : last) }
    guard parts.count == 2, parts.allSatisfy(Self.isName) else {
      throw Failure(reason: "its path is not OWNER/NAME")
    }
    owner = parts[0]
    name = parts[1]
  }

  /// What an address says of the API and the repository.
  private struct Place {
    let host: String
    /// `https://HOST:PORT`: where requests go.
    let origin: String
    let path: String
  }

  /// Hosts that keep repositories and are not GitHub.
  private static let others = [
    "gitlab.com", "bitbucket.org", "dev.azure.com", "codeberg.org", "amazonaws.com",
  ]

  private static func apiBase(_ place: Place) throws(Failure) -> String {
    let host = place.host
    if let other = others.first(where: { host == $0 || host.hasSuffix("." + $0) }) {
      throw Failure(reason: "\(other) is another service")
    }
    // ssh.github.com takes ssh on port 443.
    if ["github.com", "www.github.com", "ssh.github.com"].contains(host) { return "https://api.github.com" }
    // GitHub Enterprise Cloud with data residency; its API address is only recalled, not checked.
    if host.hasSuffix(".ghe.com") { return "https://api.\(host)" }
    // GitHub Enterprise Server (reference flux.md section 3.2: "GHES under /api/v3").
    return place.origin + "/api/v3"
  }

  private static func place(_ gitURL: String) throws(Failure) -> Place {
    if let separator = gitURL.firstRange(of: "://") {
      let scheme = gitURL[..<separator.lowerBound].lowercased()
      guard ["http", "https", "ssh"].contains(scheme) else {
        throw Failure(reason: "its address begins with \(scheme)://, which names no host")
      }
      // The parser of URLs knows http and https only; the rest of an ssh address has the same form.
      let url = try checked((scheme == "http" ? "http" : "https") + gitURL[separator.lowerBound...])
      let isOnThisMachine = IPAddress(url.host)?.scope == .loopback || url.host == "localhost"
      // The port of ssh, and that of plain http, say nothing about the API's.
      let isMeant = scheme == "https" || scheme == "http" && isOnThisMachine
      return Place(
        host: url.host, origin: isMeant ? url.origin : "https://\(authority(url.host))", path: url.path)
    }
    guard let colon = gitURL.firstIndex(of: ":"), !gitURL[..<colon].contains("/") else {
      throw Failure(reason: "its address is a path of this machine")
    }
    let host = (gitURL[..<colon].split(separator: "@").last.map(String.init) ?? "").lowercased()
    return Place(
      host: host, origin: "https://\(authority(host))", path: String(gitURL[gitURL.index(after: colon)...]))
  }

  private static func authority(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }

  private static func checked(_ url: String) throws(Failure) -> HTTPURL {
    do throws(HTTPURL.Malformed) {
      return try HTTPURL(url)
    } catch {
      throw Failure(reason: error.description)
    }
  }

  private static func isName(_ part: String) -> Bool {
    part != "." && part != ".."
      && part.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
      }
  }

  /// `octo/config on api.github.com`.
  var title: String {
    let host = apiBase.firstRange(of: "://").map { apiBase[$0.upperBound...] } ?? apiBase[...]
    return "\(owner)/\(name) on \(host.prefix { $0 != "/" })"
  }
}
