internal import Base

/// The rules for keys and entries of mappings.
enum YAMLMapping {
  private static let mergeTag = YAMLScalarResolver.tagPrefix + "merge"

  /// A value that JSON cannot say is refused.
  static func checkValue(_ node: YAMLNode) throws(YAMLSyntaxError) {
    guard case .scalar(let scalar) = node.value, scalar.resolution == .notFinite else { return }
    throw YAMLSyntaxError(
      "\(scalar.text) is infinity or not a number, which JSON cannot say; quote it if it is a text",
      at: node.position)
  }

  /// A key must be something that has a name in JSON.
  static func checkKey(_ node: YAMLNode) throws(YAMLSyntaxError) {
    switch node.value {
    case .scalar(let scalar):
      if scalar.memberName != nil { return }
      throw YAMLSyntaxError(
        scalar.isNull
          ? "a key may not be null; quote it if it is a text"
          : "a key may not be a number from 2^63 on; quote it",
        at: node.position)
    case .sequence: throw YAMLSyntaxError("a key may not be a list", at: node.position)
    case .mapping:
      throw YAMLSyntaxError(
        "a key may not be a mapping; quote it if it is a template such as {{ name }}", at: node.position)
    }
  }

  /// The entries with `<<` replaced by what it stands for.
  static func entries(_ written: [YAMLEntry]) throws(YAMLSyntaxError) -> [YAMLEntry] {
    if let (first, second) = duplicate(in: written) {
      throw YAMLSyntaxError(
        "the key \"\(second.name)\" stands twice in one mapping", at: second.key.position, context: "first",
        contextPosition: first.key.position)
    }
    guard let merge = written.firstIndex(where: { isMerge($0.key) }) else { return written }
    var names = Set(written.indices.lazy.filter { $0 != merge }.map { ByteKey(written[$0].name) })
    var merged: [YAMLEntry] = []
    for mapping in try mappings(toMerge: written[merge].value) {
      for entry in mapping where names.insert(ByteKey(entry.name)).inserted { merged.append(entry) }
    }
    return Array(written[..<merge]) + merged + Array(written[(merge + 1)...])
  }

  /// The first name that stands twice, and where it stood first.
  private static func duplicate(in entries: [YAMLEntry]) -> (YAMLEntry, YAMLEntry)? {
    guard entries.count > 16 else {
      for index in entries.indices.dropFirst() {
        let name = entries[index].name
        for earlier in 0..<index where entries[earlier].name.hasSameBytes(as: name) {
          return (entries[earlier], entries[index])
        }
      }
      return nil
    }
    var seen: [ByteKey: Int] = [:]
    for (index, entry) in entries.enumerated() {
      if let earlier = seen.updateValue(index, forKey: ByteKey(entry.name)) {
        return (entries[earlier], entry)
      }
    }
    return nil
  }

  /// `<<` written plain or with the tag `!!merge`; a quoted one is an ordinary key.
  private static func isMerge(_ key: YAMLNode) -> Bool {
    guard let scalar = key.scalar, scalar.text == "<<" else { return false }
    return scalar.tag.map { $0 == mergeTag } ?? (scalar.style == .plain)
  }

  /// The mappings that `<<` names, the one that counts most first.
  private static func mappings(toMerge value: YAMLNode) throws(YAMLSyntaxError) -> [[YAMLEntry]] {
    switch value.value {
    case .mapping(let entries): return [entries]
    case .sequence(let elements):
      var mappings: [[YAMLEntry]] = []
      for element in elements {
        guard let entries = element.mapping else { throw notMergeable(element) }
        mappings.append(entries)
      }
      return mappings
    case .scalar: throw notMergeable(value)
    }
  }

  private static func notMergeable(_ node: YAMLNode) -> YAMLSyntaxError {
    YAMLSyntaxError("<< takes a mapping or a list of mappings", at: node.position)
  }
}
