import Documents

/// Brings an object of the Kubernetes-style API into the form that is compared: labels, annotations and spec.
public enum ResourceForm {
  /// The annotation that names the folder an object lies in; none is the top level.
  public static let folder = "grafana.app/folder"

  /// What an object shows.
  /// - Parameters:
  ///   - labels: that count; others are somebody else's.
  ///   - annotations: as `labels`. The folder counts always.
  public static func stored(_ object: JSON, labels: Set<String>, annotations: Set<String>) -> JSON {
    let metadata = object["metadata"]
    return [
      "labels": texts(metadata?["labels"], named: labels),
      "annotations": texts(metadata?["annotations"], named: annotations.union([folder])),
      "spec": object["spec"] ?? [:],
    ]
  }

  public static func wanted(_ model: JSON) -> JSON {
    [
      "labels": texts(model["labels"], named: nil), "annotations": texts(model["annotations"], named: nil),
      "spec": model["spec"] ?? [:],
    ]
  }

  private static func texts(_ members: JSON?, named names: Set<String>?) -> JSON {
    let members = members?.objectValue ?? JSONObject()
    guard let names else { return .object(members) }
    return .object(members.filter { names.contains($0) })
  }

  /// The stored value with only those members of objects that the wanted one has. Numbers that a server keeps as doubles
  /// are the same.
  public static func projected(_ stored: JSON, on wanted: JSON) -> JSON {
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

  /// The outermost members that `projected` leaves out, as people write them: `spec.editable`.
  public static func beside(_ wanted: JSON, in stored: JSON) -> [String] {
    var names: [String] = []
    func walk(_ stored: JSON, _ wanted: JSON, _ path: String) {
      switch (stored, wanted) {
      case (.object(let one), .object(let other)):
        for member in one.members {
          let place = path.isEmpty ? member.key : "\(path).\(member.key)"
          if let value = other[member.key] { walk(member.value, value, place) } else { names.append(place) }
        }
      case (.array(let one), .array(let other)) where one.count == other.count:
        for (index, pair) in zip(one, other).enumerated() { walk(pair.0, pair.1, "\(path)[\(index)]") }
      default: break
      }
    }
    walk(stored, wanted, "")
    return names
  }

  /// Places that may hold secrets: objects of this API have no part that is kept from readers. Those whose names speak of
  /// secrets, and all of what is made to hold them.
  /// - Parameter group: of the API.
  public static func secretPlaces(in form: JSON, group: String) -> Set<JSONPointer> {
    if group == "secret.grafana.app" { return [JSONPointer(["spec"])] }
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
    walk(form, at: .root)
    return places
  }
}
