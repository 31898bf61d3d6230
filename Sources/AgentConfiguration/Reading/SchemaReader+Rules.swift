import Base
import Documents

/// Rules that many mappings have.
extension SchemaReader {
  /// Two keys of which one at most may say something.
  mutating func refuseBoth(_ one: String, _ other: String, _ reading: MappingReading) {
    guard reading.filled(one) != nil, reading.filled(other) != nil else { return }
    refuseSeveral([one, other], reading)
  }

  /// Keys that exclude each other; those that are named are there.
  mutating func refuseSeveral(
    _ names: [String], _ reading: MappingReading, consequence: String? = nil
  ) {
    guard names.count > 1 else { return }
    let list = names.joined(separator: " and ")
    let last = names[names.count - 1]
    refuse(
      "conflicting-keys", reading.path.key(last), at: reading.position(last),
      "excludes \(names.dropLast().joined(separator: " and ")) of the same mapping", consequence: consequence,
      remedy: "keep one of \(list)")
  }

  /// Keys that have to say something.
  mutating func require(
    _ names: [String], _ reading: MappingReading, consequence: String? = nil
  ) {
    for name in names {
      let isThere =
        if let value = reading.value(name) {
          value.scalar.map { !$0.text.isEmpty } ?? !(value.sequence?.isEmpty ?? false)
        } else {
          false
        }
      if isThere { continue }
      refuse(
        "missing-key", reading.path.key(name), at: reading.position(name), "is missing or empty",
        consequence: consequence, remedy: "write \(name)")
    }
  }

  /// Null elements of a list that the agent does not take.
  mutating func refuseNulls(
    in name: String, _ reading: MappingReading, _ problem: String = "is empty",
    consequence: String? = nil
  ) {
    for (index, element) in reading.elements(name).enumerated() where element.isNull {
      refuse(
        "missing-value", reading.path.key(name).element(index), at: element.position, problem,
        consequence: consequence, remedy: "write the element or remove it")
    }
  }

  /// Elements of one name: the agent refuses the second.
  mutating func refuseTwins(_ names: [NamedPlace], _ what: String, consequence: String? = nil) {
    var seen: [String: Position] = [:]
    for entry in names {
      guard let first = seen.updateValue(entry.position, forKey: entry.name) else { continue }
      refuse(
        "duplicate-name", entry.path, at: entry.position,
        "is a second \(what) named \(entry.shown) (the first stands on line \(line(first)))",
        consequence: consequence, remedy: "rename one of them")
    }
  }

  /// The line of a place in the text as it was written.
  func line(_ position: Position) -> Int { text.original(position).line }
}
