import HTTP

/// The one spelling of a workspace's URL.
public enum WorkspaceName {
  /// Scheme and host in lower case, the scheme's own port and slashes at the end left out. What is no URL stays as it is
  /// and is refused when it is called.
  public static func normal(_ url: String) -> String {
    guard let parsed = try? HTTPURL(url) else { return url }
    var path = parsed.path[...]
    while path.hasSuffix("/") { path.removeLast() }
    return parsed.origin + path
  }
}
