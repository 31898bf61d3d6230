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
