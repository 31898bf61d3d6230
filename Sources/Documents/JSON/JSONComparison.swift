/// Collects the differences of two documents.
struct JSONComparison {
  /// Members that name an element of a list, the best first.
  private static let identifyingMembers = ["id", "uid", "name", "refId", "title"]

  private(set) var differences: [JSONDifference] = []

  mutating func compare(_ old: JSON, _ new: JSON, at oldPointer: JSONPointer, _ newPointer: JSONPointer) {
    switch (old, new) {
    case (.object(let one), .object(let other)): compare(one, other, at: oldPointer, newPointer)
    case (.array(let one), .array(let other)): compare(one, other, at: oldPointer, newPointer)
    default:
      guard old != new else { return }
      differences.append(
        JSONDifference(kind: .changed, oldPointer: oldPointer, newPointer: newPointer, old: old, new: new))
    }
  }

  private mutating func compare(
    _ old: JSONObject, _ new: JSONObject, at oldPointer: JSONPointer, _ newPointer: JSONPointer
  ) {
    let places = Dictionary(
      new.members.enumerated().map { (ByteKey($1.key), $0) }, uniquingKeysWith: { first, _ in first })
    var seen = Set<Int>()
    for member in old.members {
      if let place = places[ByteKey(member.key)] {
        seen.insert(place)
        compare(
          member.value, new.members[place].value, at: oldPointer.appending(member.key),
          newPointer.appending(member.key))
      } else {
        remove(member.value, at: oldPointer.appending(member.key))
      }
    }
    for (place, member) in new.members.enumerated() where !seen.contains(place) {
      add(member.value, at: newPointer.appending(member.key))
    }
  }

  private mutating func compare(
    _ old: [JSON], _ new: [JSON], at oldPointer: JSONPointer, _ newPointer: JSONPointer
  ) {
    if let identities = Self.identities(old, new) {
      return compare(old, identities.old, new, identities.new, at: oldPointer, newPointer)
    }
    let shorter = min(old.count, new.count)
    let prefix = zip(old, new).prefix { $0 == $1 }.count
    let suffix = zip(old.reversed(), new.reversed()).prefix(shorter - prefix).prefix { $0 == $1 }.count
    let oldEnd = old.count - suffix
    let newEnd = new.count - suffix
    for index in prefix..<max(oldEnd, newEnd) {
      if index >= newEnd {
        remove(old[index], at: oldPointer.appending(index))
      } else if index >= oldEnd {
        add(new[index], at: newPointer.appending(index))
      } else {
        compare(old[index], new[index], at: oldPointer.appending(index), newPointer.appending(index))
      }
    }
  }

  /// Compares lists whose elements are told apart by a member.
  private mutating func compare(
    _ old: [JSON], _ oldIdentities: [ByteKey], _ new: [JSON], _ newIdentities: [ByteKey],
    at oldPointer: JSONPointer, _ newPointer: JSONPointer
  ) {
    let places = Dictionary(
      newIdentities.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let kept = oldIdentities.compactMap { places[$0] }
    let inOrder = LongestRise.members(of: kept)
    for (index, element) in old.enumerated() {
      guard let place = places[oldIdentities[index]] else {
        remove(element, at: oldPointer.appending(index))
        continue
      }
      let from = oldPointer.appending(index)
      let to = newPointer.appending(place)
      if !inOrder.contains(place) {
        differences.append(
          JSONDifference(kind: .moved, oldPointer: from, newPointer: to, old: element, new: new[place]))
      }
      compare(element, new[place], at: from, to)
    }
    let known = Set(oldIdentities)
    for (index, element) in new.enumerated() where !known.contains(newIdentities[index]) {
      add(element, at: newPointer.appending(index))
    }
  }

  /// What tells the elements of both lists apart, or nil where no member does.
  private static func identities(_ old: [JSON], _ new: [JSON]) -> (old: [ByteKey], new: [ByteKey])? {
    guard !old.isEmpty, !new.isEmpty else { return nil }
    for name in identifyingMembers {
      if let one = identities(old, by: name), let other = identities(new, by: name) { return (one, other) }
    }
    return nil
  }

  private static func identities(_ elements: [JSON], by name: String) -> [ByteKey]? {
    var identities: [ByteKey] = []
    for element in elements {
      switch element[name] {
      case .string(let text): identities.append(ByteKey("\"" + text))
      case .number(let number): identities.append(ByteKey(number.canonicalText))
      default: return nil
      }
    }
    return Set(identities).count == identities.count ? identities : nil
  }

  private mutating func add(_ value: JSON, at pointer: JSONPointer) {
    differences.append(
      JSONDifference(kind: .added, oldPointer: nil, newPointer: pointer, old: nil, new: value))
  }

  private mutating func remove(_ value: JSON, at pointer: JSONPointer) {
    differences.append(
      JSONDifference(kind: .removed, oldPointer: pointer, newPointer: nil, old: value, new: nil))
  }
}

/// The longest rising part of a list of different numbers: what stayed in order when the rest was moved.
enum LongestRise {
  static func members(of numbers: [Int]) -> Set<Int> {
    // ends[n] is where the rise of n + 1 numbers ends that ends lowest.
    var ends: [Int] = []
    var previous = [Int?](repeating: nil, count: numbers.count)
    for (index, number) in numbers.enumerated() {
      var low = 0
      var high = ends.count
      while low < high {
        let middle = (low + high) / 2
        if numbers[ends[middle]] < number { low = middle + 1 } else { high = middle }
      }
      previous[index] = low > 0 ? ends[low - 1] : nil
      if low == ends.count { ends.append(index) } else { ends[low] = index }
    }
    var members: Set<Int> = []
    var index = ends.last
    while let place = index {
      members.insert(numbers[place])
      index = previous[place]
    }
    return members
  }
}
