import Base
import Documents
import Grafana

/// An object of the Kubernetes-style API as it is against as it is wanted.
struct ResourceComparison {
  private let wanted: JSON
  /// Without what only the server has made of what was wanted.
  private let found: JSON
  /// Members that the manifest does not have and of which nobody knows who made them.
  private let unknown: [String]
  /// Keyed digest of what the object shows, whatever is wanted.
  let shown: Digest

  /// - Parameters:
  ///   - baseline: nil where it is not known what the server makes of what it is given.
  ///   - isOurs: the object was last written with the same content. Then what else it has is taken for the server's,
  ///     where nobody knows better.
  ///   - key: of the digests.
  init(_ model: JSONObject, _ stored: JSON, baseline: ResourceBaseline?, isOurs: Bool, key: [UInt8]) {
    let wanted = ResourceForm.wanted(.object(model))
    let labels = Set(wanted["labels"]?.objectValue?.members.map(\.key) ?? [])
    let annotations = Set(wanted["annotations"]?.objectValue?.members.map(\.key) ?? [])
    let metadata = stored["metadata"]
    let formerLabels = baseline?.labels.among(metadata?["labels"], key: key)
    let formerAnnotations = baseline?.annotations.among(metadata?["annotations"], key: key)
    let form = ResourceForm.stored(
      stored, labels: labels.union(formerLabels ?? []),
      annotations: annotations.union(formerAnnotations ?? []))
    if let baseline {
      found = baseline.settled(form, wanted: wanted, key: key)
      unknown = []
    } else {
      found = ResourceForm.projected(form, on: wanted)
      unknown = isOurs ? [] : ResourceForm.beside(wanted, in: form)
    }
    self.wanted = wanted
    let isSettled = found == wanted
    shown = ResourceBaseline.digest(
      ResourceForm.stored(
        stored, labels: isSettled ? labels : formerLabels ?? labels,
        annotations: isSettled ? annotations : formerAnnotations ?? annotations), key)
  }

  var isEqual: Bool { found == wanted && unknown.isEmpty }

  /// What differs, for people.
  /// - Parameters:
  ///   - places: that hold secrets by the manifest.
  ///   - group: of the API.
  func changes(hiding places: Set<JSONPointer>, group: String) -> [Change] {
    if isEqual { return [] }
    // A secret that may stand anywhere may stand in the names of parts too.
    if places.contains(.root) { return [Change("content (changed)")] }
    let hidden = [wanted, found].reduce(places) {
      $0.union(ResourceForm.secretPlaces(in: $1, group: group))
    }
    var changes = DocumentChanges.describe(
      from: found, to: wanted, hiddenPaths: hidden, shown: { TypedSecrets.without($0) })
    if !unknown.isEmpty {
      let named = unknown.prefix(Self.mostNamed).joined(separator: ", ")
      let rest = unknown.count - Self.mostNamed
      changes.append(
        Change(
          "\(named)\(rest > 0 ? " and \(rest) more" : "") not in Git: removed, unless the server fills in the same"
        ))
    }
    return changes
  }

  private static let mostNamed = 8
}
