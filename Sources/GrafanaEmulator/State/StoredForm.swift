internal import Documents

/// JSON as Go writes a map: members sorted by the bytes of their names.
enum StoredForm {
  /// Numbers stay as they were written, or become the doubles that a server of the Kubernetes-style store keeps:
  /// `1.0` is `1` there and 20 digits lose their end [12.4 dashboards: get-number-shapes].
  static func bytes(_ value: JSON, numbersAreDoubles: Bool) -> [UInt8] {
    guard numbersAreDoubles else { return JSONWriter.bytes(sorted(value)) }
    // A double holds any 15 digits.
    let rounded = value.mapNumbers { $0.lexeme.utf8.count > 15 ? $0.roundedToDouble : $0 }
    return JSONWriter.bytes(rounded, style: .canonical)
  }

  private static func sorted(_ value: JSON) -> JSON {
    switch value {
    case .array(let elements): .array(elements.map(sorted))
    case .object(let object):
      .object(
        JSONObject(
          object.members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            .map { ($0.key, sorted($0.value)) }))
    default: value
    }
  }
}
