import Base

/// The form of region names. New regions appear every year, so only the form is judged, never membership of a list.
enum AWSRegion {
  /// `eu-west-1`, `us-gov-east-1`, `us-isob-east-1`, `eusc-de-east-1`: words of letters, the last of them a direction,
  /// and a number.
  static func isWellFormed(_ text: String) -> Bool {
    var parts = text.utf8.split(separator: 0x2D, omittingEmptySubsequences: false)
    guard parts.count >= 3, let number = parts.popLast(), let direction = parts.last else { return false }
    return (1...2).contains(number.count) && number.allSatisfy { (0x30...0x39).contains($0) }
      && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { (0x61...0x7A).contains($0) } }
      && directions.contains(String(decoding: direction, as: UTF8.self))
  }

  /// What was probably meant: the name in lower case, without the letter of a zone, with a direction mended.
  static func suggestion(for text: String) -> String? {
    var candidate = text.lowercased().filter { !$0.isWhitespace }
    if isWellFormed(candidate) { return candidate }
    if candidate.last?.isLetter == true, isWellFormed(String(candidate.dropLast())) {
      return String(candidate.dropLast())
    }
    candidate = candidate.replacing("_", with: "-")
    var parts = candidate.split(separator: "-").map(String.init)
    guard parts.count >= 3, let direction = NearestName.find(parts[parts.count - 2], among: directions) else {
      return nil
    }
    parts[parts.count - 2] = direction
    let mended = parts.joined(separator: "-")
    return isWellFormed(mended) ? mended : nil
  }

  /// The region in the name of a host of AWS, such as `aps-workspaces.eu-west-1.amazonaws.com`.
  static func named(inHost host: String) -> String? {
    guard suffixes.contains(where: { host.hasSuffix($0) }) else { return nil }
    return host.split(separator: ".").map(String.init).first(where: isWellFormed)
  }

  private static let suffixes = [".amazonaws.com", ".amazonaws.com.cn", ".api.aws", ".amazonaws.eu"]
  private static let directions = [
    "north", "south", "east", "west", "central", "northeast", "northwest", "southeast", "southwest",
  ]
}
