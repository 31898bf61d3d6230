import Documents

/// Elements of two lists without names: what is in both is matched first, then what stands in the same place of the
/// rest.
struct EntryPairs {
  let removed: [JSON]
  let added: [JSON]
  let changed: [(JSON, JSON)]
  /// The same elements in another order.
  let isReordered: Bool

  /// Comparisons of elements with each other, beyond which elements are matched by their places only.
  private static let mostComparisons = 1_000_000

  init(_ old: [JSON], _ new: [JSON]) {
    let head = zip(old, new).prefix { $0 == $1 }.count
    let tail = zip(old.dropFirst(head).reversed(), new.dropFirst(head).reversed()).prefix { $0 == $1 }.count
    var lost = Array(old.dropFirst(head).dropLast(tail))
    var rest = Array(new.dropFirst(head).dropLast(tail))
    let isSame = lost.isEmpty && rest.isEmpty
    if lost.count * rest.count <= Self.mostComparisons {
      lost = lost.filter { element in
        guard let index = rest.firstIndex(of: element) else { return true }
        rest.remove(at: index)
        return false
      }
    }
    let common = min(lost.count, rest.count)
    changed = Array(zip(lost.prefix(common), rest.prefix(common)))
    removed = Array(lost.dropFirst(common))
    added = Array(rest.dropFirst(common))
    isReordered = lost.isEmpty && rest.isEmpty && !isSame
  }
}
