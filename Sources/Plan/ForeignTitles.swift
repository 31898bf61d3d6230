import Base

/// Objects of the target that are not from this repository, by what could hide them or be hidden by them.
///
/// Up to Grafana 11.2 a save under a taken title is refused, or with `overwrite` destroys the other object.
struct ForeignTitles {
  private var objects: [NaturalKey: ObservedObject] = [:]

  init(_ input: PlanInput, identities: Identities) {
    let ours = Set(identities.objects.map(\.key)).union(input.inventory.keys)
    for object in input.observed.values where !ours.contains(object.key) {
      let key = NaturalKey(
        object.key.kind, parentUID: object.parentUID, title: object.title, rule: input.policy.titleRule)
      objects[key] = object
    }
  }

  /// The error that names both objects, where writing this one would meet another of its title.
  func clash(with object: IdentifiedObject, policy: PlanPolicy) -> Diagnostic? {
    // Names of data sources are unique on every version; titles no longer are from Grafana 11.3 on.
    guard policy.titleRule != .free || object.key.kind == .datasource else { return nil }
    let key = NaturalKey(
      object.key.kind, parentUID: object.parentUID, title: object.desired.title, rule: policy.titleRule)
    guard let other = objects[key], other.key != object.key else { return nil }
    let folder = object.parentTitle.isEmpty ? "" : " in folder \(object.parentTitle)"
    return Diagnostic(
      .error, code: "title-taken", subject: object.desired.reference, at: object.desired.origin,
      "the workspace already holds a \(object.key.kind.name) \"\(other.title)\"\(folder) (uid \(other.key.uid)) "
        + "that is not from this repository; it is left alone",
      remedy: "set the uid \(other.key.uid) in this manifest to take it over, or choose another title")
  }
}
