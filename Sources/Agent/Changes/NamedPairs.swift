import Documents

/// Elements of two lists, matched by a name of theirs.
struct NamedPairs {
  struct Pair {
    let name: String
    let old: JSON?
    let new: JSON?
  }

  /// In the order of the old list, then what is new.
  let pairs: [Pair]

  /// - Parameter name: elements without a name are called by their place.
  init(_ old: JSON?, _ new: JSON?, name: (JSON) -> String?) {
    let before = Self.named(old, name)
    let after = Self.named(new, name)
    let later = Dictionary(after.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    let earlier = Set(before.map(\.name))
    pairs =
      before.map { Pair(name: $0.name, old: $0.value, new: later[$0.name]) }
      + after.filter { !earlier.contains($0.name) }.map { Pair(name: $0.name, old: nil, new: $0.value) }
  }

  private static func named(_ list: JSON?, _ name: (JSON) -> String?) -> [(name: String, value: JSON)] {
    var counts: [String: Int] = [:]
    return (list?.arrayValue ?? []).enumerated().map { index, value in
      let plain = name(value) ?? "number \(index + 1)"
      let count = counts[plain, default: 0] + 1
      counts[plain] = count
      return (count == 1 ? plain : "\(plain) (\(count))", value)
    }
  }
}

/// Elements of two lists without names: what is in both is matched first, then what stands in the same place of the
/// rest.
struct EntryPairs {
  let removed: [JSON]
  let added: [JSON]
  let changed: [(JSON, JSON)]
  /// The same elements in another order.
  let isReordered: Bool

  init(_ old: [JSON], _ new: [JSON]) {
    var rest = new
    var lost: [JSON] = []
    for element in old {
      if let index = rest.firstIndex(of: element) { rest.remove(at: index) } else { lost.append(element) }
    }
    let common = min(lost.count, rest.count)
    changed = Array(zip(lost.prefix(common), rest.prefix(common)))
    removed = Array(lost.dropFirst(common))
    added = Array(rest.dropFirst(common))
    isReordered = lost.isEmpty && rest.isEmpty && old != new
  }
}
