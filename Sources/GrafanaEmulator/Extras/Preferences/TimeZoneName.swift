/// Names of time zones, as far as a server without the database of zones can tell them.
enum TimeZoneName {
  /// Whether a name is empty, one of Grafana's own, or begins with an area of the IANA database; the place in the area
  /// is not looked up.
  static func isPlausible(_ name: String) -> Bool {
    if name.isEmpty || whole.contains(name) { return true }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count > 1 && areas.contains(String(parts[0])) && parts.dropFirst().allSatisfy { !$0.isEmpty }
  }

  private static let whole: Set = [
    "utc", "browser", "UTC", "GMT", "CET", "CST6CDT", "EET", "EST", "EST5EDT", "HST", "MET", "MST", "MST7MDT",
    "PST8PDT", "WET",
  ]
  private static let areas: Set = [
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Etc", "Europe", "Indian",
    "Pacific",
  ]
}
