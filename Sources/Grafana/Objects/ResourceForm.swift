import Documents

/// Brings an object of the Kubernetes-style API into the form that is compared: labels, annotations and spec.
public enum ResourceForm {
  /// - Parameter isWhole: compares all of the spec, so that a member that has left Git is seen; elsewhere what the server
  ///   adds by itself (section 19: dashboards get a dozen members) does not count.
  public static func stored(_ object: JSON, beside wanted: JSON, isWhole: Bool) -> JSON {
    let metadata = object["metadata"]
    let spec = object["spec"] ?? [:]
    return [
      "labels": projected(metadata?["labels"] ?? [:], on: wanted["labels"] ?? [:]),
      "annotations": projected(metadata?["annotations"] ?? [:], on: wanted["annotations"] ?? [:]),
      "spec": isWhole ? spec : projected(spec, on: wanted["spec"] ?? [:]),
    ]
  }

  public static func wanted(_ model: JSON) -> JSON {
    [
      "labels": model["labels"] ?? [:], "annotations": model["annotations"] ?? [:],
      "spec": model["spec"] ?? [:],
    ]
  }

  /// The stored value with only those members of objects that the wanted one has. Numbers that a server keeps as doubles
  /// are the same.
  private static func projected(_ stored: JSON, on wanted: JSON) -> JSON {
    switch (stored, wanted) {
    case (.number(let one), .number(let other)): return other.roundedToDouble == one ? wanted : stored
    case (.object(let one), .object(let other)):
      return .object(
        JSONObject(
          other.members.compactMap { member -> (String, JSON)? in
            one[member.key].map { (member.key, projected($0, on: member.value)) }
          }))
    case (.array(let one), .array(let other)) where one.count == other.count:
      return .array(zip(one, other).map { projected($0, on: $1) })
    default: return stored
    }
  }

  /// Places whose names speak of secrets: objects of this API have no part that is kept from readers.
  public static func secretPlaces(in object: JSON) -> Set<JSONPointer> {
    var places: Set<JSONPointer> = []
    func walk(_ value: JSON, at place: JSONPointer) {
      switch value {
      case .object(let members):
        for member in members.members {
          let inner = place.appending(member.key)
          if TypedSecrets.isName(member.key) { places.insert(inner) } else { walk(member.value, at: inner) }
        }
      case .array(let elements):
        for (index, element) in elements.enumerated() { walk(element, at: place.appending(index)) }
      case .null, .bool, .number, .string: break
      }
    }
    walk(object, at: .root)
    return places
  }
}
