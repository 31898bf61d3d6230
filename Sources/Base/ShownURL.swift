/// URLs as messages show them. People type credentials into URLs, so only what leads to the place is shown.
public enum ShownURL {
  /// Without user, password, query and fragment.
  public static func text(_ url: String) -> String {
    let place = url.prefix { $0 != "?" && $0 != "#" }
    guard let at = place.lastIndex(of: "@") else { return String(place) }
    let scheme = place.split(separator: "/", omittingEmptySubsequences: false).first.map(String.init) ?? ""
    return scheme.hasSuffix(":")
      ? "\(scheme)//\(place[place.index(after: at)...])" : String(place[place.index(after: at)...])
  }
}
