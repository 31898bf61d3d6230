import Documents

/// A field of an object as field managers name it (structured-merge-diff fieldpath).
struct ClusterFieldPath: Hashable, Sendable {
  enum Element: Hashable, Sendable {
    case field(String)
    /// An element of a list by the members that tell it apart, as compact JSON with sorted names.
    case key(String)
  }

  var elements: [Element]

  static let root = ClusterFieldPath(elements: [])

  func appending(_ element: Element) -> ClusterFieldPath { ClusterFieldPath(elements: elements + [element]) }

  /// `.spec.containers[name="a"].image`
  var text: String {
    elements.map { element in
      switch element {
      case .field(let name): return ".\(name)"
      case .key(let key):
        let members = (try? JSONParser.parse(key))?.objectValue?.members ?? []
        return "[" + members.map { "\($0.key)=\(JSONWriter.string($0.value))" }.joined(separator: ",") + "]"
      }
    }.joined()
  }

  /// Whether this is the other one or stands in it.
  func isWithin(_ other: ClusterFieldPath) -> Bool { elements.starts(with: other.elements) }

  /// FieldsV1 of a set of paths.
  static func fieldsV1(_ paths: Set<ClusterFieldPath>) -> JSON {
    var tree: JSON = [:]
    for path in paths.sorted(by: { $0.text < $1.text }) { tree = inserting(path.elements[...], into: tree) }
    return tree
  }

  private static func inserting(_ elements: ArraySlice<Element>, into tree: JSON) -> JSON {
    var object = tree.objectValue ?? JSONObject()
    guard let first = elements.first else { return tree }
    let name =
      switch first {
      case .field(let field): "f:\(field)"
      case .key(let key): "k:\(key)"
      }
    let isLeaf = elements.count == 1
    if isLeaf, case .key = first {
      object[name] = inserting(object[name] ?? [:], member: ".")
    } else {
      object[name] = isLeaf ? object[name] ?? [:] : inserting(elements.dropFirst(), into: object[name] ?? [:])
    }
    return .object(object)
  }

  private static func inserting(_ tree: JSON, member: String) -> JSON {
    var object = tree.objectValue ?? JSONObject()
    object[member] = [:]
    return .object(object)
  }
}
