import Base

/// Takes back writes of objects that name something which neither the workspace nor this repository has: servers store
/// them, and a panel or a rule fails later.
struct UseRule {
  private let input: PlanInput
  /// What can be named, by uid and by name.
  private var present: [ObjectKind: Set<String>] = [:]

  init(_ input: PlanInput, _ identities: Identities) {
    self.input = input
    for object in input.observed.values {
      present[object.key.kind, default: []].formUnion([object.key.uid, object.title])
    }
    for object in identities.objects {
      present[object.key.kind, default: []].formUnion([object.key.uid, object.desired.title])
    }
  }

  func enforce(on draft: inout PlanDraft) {
    let desired = Dictionary(
      input.desired.map { (FormerObject($0.kind, $0.reference), $0) }, uniquingKeysWith: { first, _ in first }
    )
    for action in draft.writes {
      guard let object = desired[FormerObject(action.key.kind, action.reference)] else { continue }
      let missing = object.uses.filter {
        !input.unlistedKinds.contains($0.kind) && present[$0.kind]?.contains($0.identifier) != true
      }
      guard !missing.isEmpty else { continue }
      draft.drop(action.key, because: missing.map { problem(object, $0) })
    }
  }

  private func problem(_ object: DesiredObject, _ use: ObjectUse) -> Diagnostic {
    let names = (present[use.kind] ?? []).sorted()
    let place = use.place.isEmpty ? "it" : use.place
    return Diagnostic(
      .error, code: "missing-reference", subject: object.reference, at: object.origin,
      "\(place) names the \(use.kind.name) \(use.identifier), which is neither in the workspace nor in this repository"
        + NearestName.suggestion(for: use.identifier, among: names),
      remedy: "add it, or name another one")
  }
}
