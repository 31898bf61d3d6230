/// The address of a repository: `file://`, `http://`, `https://`, `ssh://` or the short form `user@host:path`.
///
/// It never holds a password, so it can be printed anywhere.
public struct GitURL: Hashable, Sendable {
  /// How the repository is reached.
  public enum Scheme: String, Hashable, Sendable {
    case file
    case http
    case https
    case ssh
  }

  public let scheme: Scheme
  /// The user of an ssh address where it names one.
  public let user: String?
  /// Empty for files; an IPv6 address has no brackets here.
  public let host: String
  public let port: Int?
  /// For files and ssh without percent escapes. In the short form it may be relative to the user's home.
  public let path: String
  private let text: String

  /// Fails with `invalidURL` or `credentialsInURL`.
  public init(_ text: String) throws(GitError) {
    guard let parts = GitURLParts(text) else {
      throw GitError.invalidURL(Self.withoutUser(text), reason: Self.expected)
    }
    let shown = Self.withoutUser(text)
    if let reason = parts.flaw { throw GitError.invalidURL(shown, reason: reason) }
    if parts.password != nil || (parts.user != nil && parts.scheme != .ssh) {
      throw GitError.credentialsInURL(shown)
    }
    scheme = parts.scheme
    user = parts.user
    host = parts.host
    port = parts.port
    path = parts.path
    self.text = parts.user == nil ? text : parts.withUser(shown)
  }

  private static let expected =
    "expected file:///path, https://host/path, http://host/path, ssh://host/path or user@host:path"

  /// The text without what stands before `@` in its authority.
  static func withoutUser(_ text: String) -> String {
    let start = text.firstRange(of: "://")?.upperBound ?? text.startIndex
    let end = text[start...].firstIndex(of: "/") ?? text.endIndex
    guard let at = text[start..<end].lastIndex(of: "@") else { return text }
    return String(text[..<start] + text[text.index(after: at)...])
  }

  /// True for the two schemes that libcurl carries.
  var isWeb: Bool { scheme == .http || scheme == .https }
}

extension GitURL: CustomStringConvertible {
  /// As it was written.
  public var description: String { text }
}
