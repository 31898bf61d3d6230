/// The version of a Grafana server: the leading `major.minor.patch` of what it says, suffixes aside.
public struct ServerVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let major: Int
  public let minor: Int
  public let patch: Int

  public init(_ major: Int, _ minor: Int, _ patch: Int = 0) {
    self.major = major
    self.minor = minor
    self.patch = patch
  }

  /// Reads `12.4.0`, `9.4.0-pre`, `10.4`, `12.0.1+security-01`. Nil where there is no leading `major.minor`.
  public init?(_ text: String) {
    let numbers = text.prefix { $0.isNumber || $0 == "." }.split(separator: ".").compactMap { Int($0) }
    guard numbers.count >= 2 else { return nil }
    self.init(numbers[0], numbers[1], numbers.count > 2 ? numbers[2] : 0)
  }

  public var description: String { "\(major).\(minor).\(patch)" }

  public static func < (left: ServerVersion, right: ServerVersion) -> Bool {
    (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
  }
}
