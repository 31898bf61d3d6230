/// Finds what somebody probably meant.
public enum NearestName {
  /// The known name with the fewest edits (insert, delete, replace, swap of neighbours), case aside;
  /// nil where even the best is too far to be a slip: more than a third of the longer name, and at least two edits.
  public static func find(_ name: String, among known: some Sequence<String>) -> String? {
    find(name, among: known) { max(2, $0 / 3) }
  }

  /// The same with a fixed number of edits that is still a slip.
  public static func find(_ name: String, among known: some Sequence<String>, atMost edits: Int) -> String? {
    find(name, among: known) { _ in edits }
  }

  private static func find(
    _ name: String, among known: some Sequence<String>, limit: (_ longerLength: Int) -> Int
  ) -> String? {
    var best: (name: String, distance: Int)?
    let wanted = Array(name.lowercased().utf8)
    for candidate in known {
      let other = Array(candidate.lowercased().utf8)
      let limit = limit(max(wanted.count, other.count))
      guard abs(wanted.count - other.count) <= limit else { continue }
      let distance = editDistance(wanted, other)
      if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
  }

  /// `, did you mean x?` or an empty string, to follow `unknown field y`.
  public static func suggestion(for name: String, among known: some Sequence<String>) -> String {
    words(find(name, among: known))
  }

  /// The same with a fixed number of edits that is still a slip.
  public static func suggestion(
    for name: String, among known: some Sequence<String>, atMost edits: Int
  ) -> String {
    words(find(name, among: known, atMost: edits))
  }

  private static func words(_ found: String?) -> String { found.map { ", did you mean \($0)?" } ?? "" }

  private static func editDistance(_ one: [UInt8], _ other: [UInt8]) -> Int {
    if one.isEmpty || other.isEmpty { return max(one.count, other.count) }
    var beforePrevious: [Int] = []
    var previous = Array(0...other.count)
    for row in 1...one.count {
      var current = [row] + Array(repeating: 0, count: other.count)
      for column in 1...other.count {
        let replacement = previous[column - 1] + (one[row - 1] == other[column - 1] ? 0 : 1)
        current[column] = min(replacement, previous[column] + 1, current[column - 1] + 1)
        if row > 1, column > 1, one[row - 1] == other[column - 2], one[row - 2] == other[column - 1] {
          current[column] = min(current[column], beforePrevious[column - 2] + 1)
        }
      }
      beforePrevious = previous
      previous = current
    }
    return previous[other.count]
  }
}
