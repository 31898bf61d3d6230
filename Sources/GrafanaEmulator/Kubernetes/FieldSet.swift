internal import Documents

/// The places of one object that one manager set, such as `f:spec` / `f:title`. Immutable and shared by the versions
/// of an object.
final class FieldSet: Sendable {
  /// From the top; a map's own place ends in `.`.
  typealias Path = [String]

  let paths: Set<Path>
  /// As `fieldsV1`, written once because every listing shows it.
  let text: [UInt8]

  init(_ paths: Set<Path> = []) {
    self.paths = paths
    text = JSONWriter.bytes(Self.tree(paths.sorted { $0.lexicographicallyPrecedes($1) }[...], depth: 0))
  }

  /// The places that an object with these annotations and this content has.
  convenience init(annotations: [String], spec: JSONObject) {
    var paths: Set<Path> = []
    if !annotations.isEmpty { paths.insert(["f:metadata", "f:annotations", "."]) }
    for name in annotations { paths.insert(["f:metadata", "f:annotations", "f:" + name]) }
    Self.insert(spec, below: ["f:spec"], into: &paths)
    self.init(paths)
  }

  private static func insert(_ object: JSONObject, below path: Path, into paths: inout Set<Path>) {
    for member in object.members {
      let place = path + ["f:" + member.key]
      if case .object(let inner) = member.value, !inner.isEmpty {
        paths.insert(place + ["."])
        insert(inner, below: place, into: &paths)
      } else {
        paths.insert(place)
      }
    }
  }

  var isEmpty: Bool { paths.isEmpty }

  func union(_ other: FieldSet) -> FieldSet {
    other.paths.isSubset(of: paths) ? self : FieldSet(paths.union(other.paths))
  }

  func intersection(_ other: FieldSet) -> FieldSet {
    paths.isSubset(of: other.paths) ? self : FieldSet(paths.intersection(other.paths))
  }

  /// Without these places, and without maps of which nothing is left.
  func subtracting(_ other: FieldSet) -> FieldSet {
    let left = paths.subtracting(other.paths)
    return FieldSet(
      left.filter { path in
        path.last != "." || left.contains { $0.last != "." && $0.starts(with: path.dropLast()) }
      })
  }

  /// Without the places of maps: an applied configuration owns only what it names.
  var withoutMaps: FieldSet { FieldSet(paths.filter { $0.last != "." }) }

  func filter(_ isIncluded: (Path) -> Bool) -> FieldSet { FieldSet(paths.filter(isIncluded)) }

  private static func tree(_ paths: ArraySlice<Path>, depth: Int) -> JSON {
    var members: [(String, JSON)] = []
    var rest = paths
    while let first = rest.first {
      guard depth < first.count else {
        rest.removeFirst()
        continue
      }
      let key = first[depth]
      let group = rest.prefix { $0.count > depth && $0[depth] == key }
      members.append((key, key == "." ? [:] : tree(group, depth: depth + 1)))
      rest = rest.dropFirst(group.count)
    }
    return .object(JSONObject(members))
  }
}
